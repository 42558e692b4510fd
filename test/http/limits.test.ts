import { describe, expect, it } from '@jest/globals';
import { createRateLimits, DEFAULT_LIMITS, type LimitRules } from '#src/http/limits.ts';
import { FakeClock } from '#test/support/fakeClock.ts';

const RULES: LimitRules = {
  ...DEFAULT_LIMITS,
  conversationMessages: { burst: 3, perMinute: 60, whenFull: 'open' },
  networkSignIns: { burst: 1, perMinute: 1, whenFull: 'closed' },
};

describe('createRateLimits', () => {
  it('lets a burst pass, then as many as it refills, and says when to come back', async () => {
    const clock = new FakeClock();
    const limits = createRateLimits({ clock, rules: RULES });
    const take = (key = 'a'): string => limits.take('conversationMessages', key).kind;

    expect([take(), take(), take(), take()]).toEqual(['allowed', 'allowed', 'allowed', 'refused']);
    expect(limits.take('conversationMessages', 'a')).toEqual({ kind: 'refused', retryAfterSeconds: 1 });
    expect(take('b')).toBe('allowed');
    await clock.advance({ seconds: 1 });
    expect([take(), take()]).toEqual(['allowed', 'refused']);
    await clock.advance({ minutes: 60 });
    expect([take(), take(), take(), take()]).toEqual(['allowed', 'allowed', 'allowed', 'refused']);
  });

  it('survives a clock that is set back', async () => {
    const clock = new FakeClock();
    const limits = createRateLimits({ clock, rules: RULES });
    for (let i = 0; i < 3; i += 1) limits.take('conversationMessages', 'a');
    const earlier = createRateLimits({ clock: new FakeClock(clock.now() - 1_000_000), rules: RULES });
    expect(earlier.take('conversationMessages', 'a').kind).toBe('allowed');
  });

  it('holds a bounded number of keys; what a full table means is written with the limit', async () => {
    const clock = new FakeClock();
    const limits = createRateLimits({ clock, rules: RULES, maxKeys: 2 });
    for (const key of ['a', 'b']) {
      limits.take('conversationMessages', key);
      limits.take('networkSignIns', key);
    }
    expect(limits.take('conversationMessages', 'c').kind).toBe('allowed');
    expect(limits.take('networkSignIns', 'c').kind).toBe('refused');
    // Keys whose bucket is full again make room.
    await clock.advance({ minutes: 2 });
    expect(limits.take('networkSignIns', 'c').kind).toBe('allowed');
    expect(limits.take('networkSignIns', 'c').kind).toBe('refused');
  });

  it('keeps the numbers of M-09', () => {
    expect(DEFAULT_LIMITS.conversationMessages).toMatchObject({ perMinute: 20 });
    expect(DEFAULT_LIMITS.networkTurns).toMatchObject({ perMinute: 300 });
    expect(DEFAULT_LIMITS.networkNewChats).toMatchObject({ burst: 60 });
  });
});
