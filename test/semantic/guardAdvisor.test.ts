import { beforeEach, describe, expect, it } from '@jest/globals';
import type { TopicId } from '#src/domain/topic.ts';
import { guardAdvisor, type RawAdvisor } from '#src/semantic/guardAdvisor.ts';
import { FakeClock } from '#test/support/fakeClock.ts';
import { SilentLogger } from '#test/support/silentLogger.ts';

const TOPICS = ['apply-how', 'money-how-much', 'child-school', 'avr-what-is'] as TopicId[];
const TIMEOUT_MS = 800;

let clock: FakeClock;
let logger: SilentLogger;
let asked: string[];

beforeEach(() => {
  clock = new FakeClock();
  logger = new SilentLogger();
  asked = [];
});

function guard(rank: RawAdvisor['rank']) {
  return guardAdvisor(
    {
      rank(text, language, signal) {
        asked.push(text);
        return rank(text, language, signal);
      },
    },
    { clock, logger, topics: TOPICS, timeoutMs: TIMEOUT_MS },
  );
}

describe('what reaches a model of meaning', () => {
  it('holds no address, no e-mail address and no number of four digits or more', async () => {
    const advisor = guard(async () => []);
    await advisor.advise(
      'I am at https://x.example/a me@x.example call +32 470 12 34 56 file 1234567, 3 children',
      'en',
    );
    expect(asked[0]).not.toMatch(/x\.example|me@|\d{2}/);
    expect(asked[0]).toContain('3 children');
  });

  it('is cut at 500 characters', async () => {
    const advisor = guard(async () => []);
    await advisor.advise('word '.repeat(1_000), 'en');
    expect([...(asked[0] ?? '')]).toHaveLength(500);
  });
});

describe('what a model of meaning may say', () => {
  it('is at most three topics of our list, each once', async () => {
    const advisor = guard(async () => [
      'apply-how',
      'drop table',
      'apply-how',
      'child-school',
      'avr-what-is',
      'money-how-much',
    ]);
    expect(await advisor.advise('x', 'en')).toEqual(['apply-how', 'child-school', 'avr-what-is']);
  });
});

describe('a model of meaning that does not work', () => {
  it('is not waited for longer than the limit, even if it ignores the signal', async () => {
    const advisor = guard(() => new Promise(() => undefined));
    const advice = advisor.advise('x', 'en');
    await clock.advance({ ms: TIMEOUT_MS });
    expect(await advice).toEqual([]);
  });

  it('is left alone after five failures, tried again after a minute, and used again when it works', async () => {
    let works = false;
    const advisor = guard(async () => {
      if (!works) throw new Error('down');
      return ['apply-how'];
    });
    for (let i = 0; i < 8; i += 1) expect(await advisor.advise('x', 'en')).toEqual([]);
    expect(asked).toHaveLength(5);
    expect(logger.lines.map(({ fields }) => fields?.code)).toEqual(['semantic_help_failed']);

    await clock.advance({ minutes: 1 });
    expect(await advisor.advise('x', 'en')).toEqual([]);
    expect(await advisor.advise('x', 'en')).toEqual([]);
    expect(asked).toHaveLength(6);

    works = true;
    await clock.advance({ minutes: 1 });
    expect(await advisor.advise('x', 'en')).toEqual(['apply-how']);
    expect(await advisor.advise('x', 'en')).toEqual(['apply-how']);
  });
});
