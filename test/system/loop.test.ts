import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChatPerson } from '#test/support/chatPerson.ts';
import { stepOf } from '#test/support/contactForm.ts';
import { LoopWatch } from '#test/support/loopWatch.ts';
import { type RunningApp, START_TIMEOUT_MS, startApp } from '#test/support/startApp.ts';

/** Ten times the limit of M-40 (50 ms), as the tests of a loaded machine may allow. */
const MAX_LOOP_MS = 500;
/** Ten times the limit of one turn. */
const MAX_TURN_MS = 10_000;

const LENGTHS = [100, 500, 2_000] as const;
const LOCALES = ['en', 'fr', 'ar'] as const;

/** Texts that hang the recognisers, normalisation or regular expressions (security finding F4, F5, F9; 1.1). */
const ATTACKS: Readonly<Record<string, string>> = {
  'French numbers': 'vingt et un cent ',
  'French ordinals': 'vingt et unième centième ',
  'Chinese numerals': '一百二十',
  dates: '2020-01-01 ',
  'French dates': 'le lundi prochain dans trois semaines et demie à midi ',
  'ones and spaces': '1 1 1 ',
  'English numbers': 'one hundred and ',
  emoji: '👨‍👩‍👧‍👦🏳️‍🌈',
  zalgo: 'a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309',
  'Arabic digits': '٠٤٧٠ ١٢ ',
  'broken addresses': 'a@a.a.a.@',
  'question marks': '؟?؟? ',
};

let app: RunningApp;

beforeAll(async () => {
  // Each person comes from a network of their own: what is measured here is not the rate limit.
  app = await startApp({ staff: ['nora'], env: { TRUSTED_PROXY_HOPS: '1' } });
}, START_TIMEOUT_MS);

afterAll(() => app?.end());

let people = 0;

function aPerson(locale: string): ChatPerson {
  people += 1;
  return new ChatPerson(app, { locale, network: `10.${people >> 16}.${(people >> 8) & 255}.${people & 255}` });
}

const repeat = (pattern: string, length: number): string =>
  [...pattern.repeat(Math.ceil(length / pattern.length) + 1)].slice(0, length).join('');

/** The questions of the contact form, and how to go on from each. */
const STEPS: readonly (readonly [step: string, command: string])[] = [
  ['consent', 'choice:consent=yes'],
  ['how', 'choice:how=phone'],
  ['value', ''],
  ['country', 'choice:country=BE'],
  ['topic', 'choice:topic=skip'],
  ['safe', 'choice:safe=callOnly'],
  ['message', 'choice:message=skip'],
  ['name', 'choice:name=skip'],
  ['review', 'choice:review=wishes'],
  ['interpreter', 'choice:interpreter=skip'],
  ['gender', 'choice:gender=skip'],
  ['spokenLanguage', 'choice:spokenLanguage=skip'],
];

/** Sends one text in free chat and as the answer to every question of the contact form. @returns milliseconds per turn. */
async function attackEverywhere(locale: string, text: string): Promise<readonly number[]> {
  const person = aPerson(locale);
  const times = [await timeAnswer(person, text)];
  await person.command('human.ask');
  for (const [step, command] of STEPS) {
    // Where any words are an answer, the form has gone on by itself: it shows again where it is.
    if (stepOf(person.last) !== step) await person.command('form.resume');
    expect(stepOf(person.last)).toBe(step);
    times.push(await timeAnswer(person, text));
    if (stepOf(person.last) !== step) continue;
    await (command === '' ? person.say('0470 12 34 56') : person.command(command));
  }
  return times;
}

async function timeAnswer(person: ChatPerson, text: string): Promise<number> {
  const before = person.heard.length;
  const began = performance.now();
  await person.say(text);
  expect(person.heard.length).toBeGreaterThan(before);
  return performance.now() - began;
}

/** Worker threads of this process alive now. */
function countWorkers(): number {
  return (process.report.getReport() as { readonly workers: readonly unknown[] }).workers.length;
}

describe('no text can stop the loop (M-40, R11)', () => {
  it.each(Object.entries(ATTACKS))('%s', async (_name, pattern) => {
    const workers = countWorkers();
    const watch = new LoopWatch();
    const times: number[] = [];
    const neighbours: number[] = [];
    for (const locale of LOCALES) {
      for (const length of LENGTHS) {
        // Somebody else says hello at the same time.
        const [own, other] = await Promise.all([
          attackEverywhere(locale, repeat(pattern, length)),
          timeAnswer(aPerson('fr'), 'Bonjour'),
        ]);
        times.push(...own);
        neighbours.push(other);
      }
    }
    const { turns, longestMs } = watch.stop();

    expect(times).toHaveLength((STEPS.length + 1) * LOCALES.length * LENGTHS.length);
    expect(turns).toBeGreaterThan(10);
    expect(longestMs).toBeLessThan(MAX_LOOP_MS);
    expect(Math.max(...times)).toBeLessThan(MAX_TURN_MS);
    expect(Math.max(...neighbours)).toBeLessThan(MAX_TURN_MS);
    expect(countWorkers()).toBeLessThanOrEqual(workers);
  });
});
