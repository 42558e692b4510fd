import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Clock } from '#src/domain/clock.ts';
import { systemClock } from '#src/systemClock.ts';
import { ChatPerson, NotTakenError } from '#test/support/chatPerson.ts';
import { readReceipt, requestContact } from '#test/support/contactForm.ts';
import { type RunningApp, START_TIMEOUT_MS, startApp } from '#test/support/startApp.ts';
import { countStored } from '#test/support/stored.ts';

const PEOPLE = 150;
const AT_ONCE = 6;
/** M-09: all of them within ten minutes. */
const TEN_MINUTES_MS = 600_000;

/**
 * Time that runs as it does, and jumps where people would wait: who is told to come back in a minute comes back in a
 * minute, without the test waiting for it.
 */
class JumpingClock implements Clock {
  jumpedMs = 0;

  now(): number {
    return systemClock.now() + this.jumpedMs;
  }

  schedule(delayMs: number, action: () => void): { cancel(): void } {
    return systemClock.schedule(delayMs, action);
  }
}

let app: RunningApp;
const clock = new JumpingClock();

beforeAll(async () => {
  app = await startApp({ staff: ['nora'], change: { clock } });
}, START_TIMEOUT_MS);

afterAll(() => app?.end());

describe('a reception centre: 150 people behind one address (M-09)', () => {
  it('all finish their contact request within ten minutes', async () => {
    const began = clock.now();
    let next = 0;
    let refusedStarts = 0;
    const receipts: string[] = [];
    const comeOneByOne = async (): Promise<void> => {
      while (next < PEOPLE) {
        next += 1;
        const number = String(next).padStart(3, '0');
        const person = new ChatPerson(app, { locale: ['en', 'fr', 'ar'][next % 3] ?? 'en' });
        for (;;) {
          try {
            receipts.push(
              readReceipt(await requestContact(person, { value: `0470 12 3${number[0]} ${number.slice(1)}` }))
                .reference,
            );
            break;
          } catch (error) {
            // Only the beginning of a chat may have to wait; a request that was begun is never refused.
            if (!(error instanceof NotTakenError) || person.conversationId !== '') throw error;
            expect(error.status).toBe(429);
            refusedStarts += 1;
            clock.jumpedMs += 5_000;
          }
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, comeOneByOne));

    expect(new Set(receipts).size).toBe(PEOPLE);
    expect(countStored(app.dataDir, 'contact_request')).toBe(PEOPLE);
    expect(clock.now() - began).toBeLessThan(TEN_MINUTES_MS);
    // The limit on new chats was reached: otherwise this would prove nothing.
    expect(refusedStarts).toBeGreaterThan(0);
  }, 300_000);
});
