import { PLAIN_ANSWERS } from '#test/support/contactForm.ts';
import type { Task } from './measureLoad.ts';
import type { BotMessage, Visitor } from './visitor.ts';

/** Messages per person and visit: below what the limit for one conversation lets through at once (25). */
const QUESTIONS_PER_VISITOR = 20;

const ANSWERS: Readonly<Record<string, string | readonly [command: string]>> = PLAIN_ANSWERS;

/** What came back, for the remark that the load was what it says. */
export interface AnswerCount {
  answered: number;
  total: number;
}

/** Every person asks twenty questions in their language, one after the other. */
export function questionTasks(
  visitors: readonly Visitor[],
  questions: ReadonlyMap<string, readonly string[]>,
  count: AnswerCount,
): readonly Task[] {
  return visitors.map(
    (visitor, index): Task =>
      async (timed) => {
        const own = questions.get(visitor.locale) ?? [];
        for (let i = 0; i < QUESTIONS_PER_VISITOR; i += 1) {
          const text = own[(index + i) % own.length] ?? '';
          const message = await timed(() => visitor.send({ text }));
          count.total += 1;
          if (message.cardKind === 'answer') count.answered += 1;
        }
      },
  );
}

/** Every person asks for a human and fills in the contact form, up to the read-back. Each step is a turn. */
export function formTasks(visitors: readonly Visitor[]): readonly Task[] {
  return visitors.map(
    (visitor): Task =>
      async (timed) => {
        let message = await timed(() => visitor.send({ text: 'human', value: 'human.ask' }));
        for (let step = findStep(message); step !== 'review'; step = findStep(message)) {
          const answer = ANSWERS[step];
          if (answer === undefined) throw new Error(`The bench has no answer to the question “${step}” of the form`);
          const part = typeof answer === 'string' ? { text: answer } : { text: 'button', value: answer[0] };
          message = await timed(() => visitor.send(part));
          if (findStep(message) === step) throw new Error(`The form asked “${step}” again: ${message.text}`);
        }
      },
  );
}

/** Everybody who has come to the read-back sends the request. */
export function sendTasks(visitors: readonly Visitor[]): readonly Task[] {
  return visitors.map(
    (visitor): Task =>
      async (timed) => {
        const message = await timed(() => visitor.send({ text: 'button', value: ANSWERS['review']?.[0] ?? '' }));
        if (message.cardKind !== 'receipt') throw new Error(`This is no receipt: ${message.text}`);
      },
  );
}

function findStep(message: BotMessage): string {
  for (const command of message.commands) {
    const step = /^choice:(\w+)=/.exec(command)?.[1];
    if (step !== undefined) return step;
  }
  throw new Error(`The form asks nothing here: ${message.text}`);
}
