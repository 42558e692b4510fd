import { parentPort, workerData } from 'node:worker_threads';
import { recognizeBoolean, recognizeDateTime, recognizeEmail } from '@microsoft/recognizers-text-suite';
import { decideYesNo } from './decideYesNo.ts';
import { pickEmail } from './pickEmail.ts';
import type { ReadableLanguage, Recognized, RecognizerLane, RecognizerTask } from './recognizerTask.ts';
import { resolveTime } from './resolveTime.ts';
import type { LaneMessage } from './workerLane.ts';

// Runs in a worker thread, and is the only file that may import the recognisers: several of their functions hang on
// texts of a hundred characters (numbers, ordinals, ages, currencies are therefore never called), and each compiles
// its expressions at its first use, which takes up to 1.5 s of CPU.

const CULTURES: Readonly<Record<ReadableLanguage, string>> = { en: 'en-us', fr: 'fr-fr' };

const WARM_UP_TEXTS: Readonly<Record<ReadableLanguage, string>> = {
  en: 'tomorrow after 18:00',
  fr: 'lundi entre 9h et 12h',
};

function perform(task: RecognizerTask): string | boolean | undefined {
  switch (task.kind) {
    case 'email':
      return pickEmail(task.text, (text) => recognizeEmail(text, CULTURES.en) as Recognized[]);
    case 'yesNo':
      return decideYesNo(
        task.text,
        task.language,
        recognizeBoolean(task.text, CULTURES[task.language]) as Recognized[],
      );
    case 'time':
      return resolveTime(task.text, task.language, task.localNow, recognizeTime(task));
    default: {
      const never: never = task;
      throw new Error(`Unknown task ${JSON.stringify(never)}`);
    }
  }
}

function recognizeTime(task: RecognizerTask & { readonly kind: 'time' }): Recognized[] {
  // The expressions are compiled once more for texts with characters beyond Latin-1. `prepareTimeText` has removed such
  // characters; this copy makes sure that the text is also stored with one byte per character.
  const text = Buffer.from(task.text, 'latin1').toString('latin1');
  // The recogniser reads the local fields of a `Date`: these are the fields of a clock on a wall in Brussels.
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = task.localNow.split(/[-T:]/).map(Number);
  const reference = new Date(year, month - 1, day, hour, minute);
  return recognizeDateTime(text, CULTURES[task.language], undefined, reference) as Recognized[];
}

/** Twice, in each alphabet width: V8 first interprets an expression and compiles it at the second use. */
function warmUp(lane: RecognizerLane): void {
  for (const round of [1, 2]) {
    for (const language of ['en', 'fr'] as const) {
      if (lane === 'time') {
        perform({ kind: 'time', text: WARM_UP_TEXTS[language], language, localNow: `2027-03-0${round}T09:00` });
        continue;
      }
      for (const text of ['yes, oui, no', 'yes نعم no']) perform({ kind: 'yesNo', text, language });
      for (const text of ['write to somebody@example.org', 'بريدي somebody@example.org'])
        perform({ kind: 'email', text });
    }
  }
}

function send(message: LaneMessage): void {
  parentPort?.postMessage(message);
}

warmUp(workerData as RecognizerLane);
parentPort?.on('message', (task: RecognizerTask) => {
  let value: string | boolean | undefined;
  try {
    value = perform(task);
  } catch {
    // The library throws on some nonsense. For the form that is the same as “not understood”, and the text in the
    // error must not reach a log.
    value = undefined;
  }
  send({ kind: 'result', value });
});
send({ kind: 'ready' });
