import type { ChatPerson, HeardMessage } from './chatPerson.ts';

/** How somebody answers each question of the contact form: words, or `[command]` of a button. */
export type FormAnswers = Readonly<Record<string, string | readonly [command: string]>>;

/** A plain request in Belgium by phone, with a message and a name. */
export const PLAIN_ANSWERS = {
  consent: ['choice:consent=yes'],
  minor: ['choice:minor=yes'],
  how: ['choice:how=phone'],
  value: '0470 12 34 56',
  country: ['choice:country=BE'],
  topic: ['choice:topic=skip'],
  safe: ['choice:safe=callAndMessage'],
  message: 'I want to know how long it takes',
  name: 'Amir',
  review: ['choice:review=send'],
} as const satisfies FormAnswers;

/** The question of the form that waits for an answer under this message, by the buttons it offers. */
export function stepOf(message: HeardMessage | undefined): string | undefined {
  for (const { command } of message?.buttons ?? []) {
    const step = /^choice:(\w+)=/.exec(command)?.[1];
    if (step !== undefined) return step;
  }
  return undefined;
}

/** Answers one question after the other, until the form has reached `until`, or its end. */
export async function fillForm(
  person: ChatPerson,
  changes: FormAnswers = {},
  until: string | 'end' = 'end',
): Promise<HeardMessage> {
  const answers: FormAnswers = { ...PLAIN_ANSWERS, ...changes };
  for (let step = stepOf(person.last); step !== undefined && step !== until; step = stepOf(person.last)) {
    const answer = answers[step];
    if (answer === undefined) throw new Error(`Nothing to answer to the question “${step}”`);
    await (typeof answer === 'string' ? person.say(answer) : person.command(answer[0]));
    if (stepOf(person.last) === step) throw new Error(`Asked “${step}” again: ${person.last.text}`);
  }
  return person.last;
}

/** Asks for a person, and fills in the form to its end. @returns the receipt. */
export async function requestContact(person: ChatPerson, changes: FormAnswers = {}): Promise<HeardMessage> {
  await person.command('human.ask');
  const receipt = await fillForm(person, changes);
  if (receipt.card?.kind !== 'receipt') throw new Error(`This is no receipt: ${receipt.text}`);
  return receipt;
}

/** Reference and secret code on a receipt, without the marks that keep them in order. */
export function readReceipt(receipt: HeardMessage): { readonly reference: string; readonly secret: string } {
  const [reference = '', secret = ''] = (receipt.card?.rows ?? []).map(({ value }) =>
    value.replace(/[\u2066-\u2069\s]/g, ''),
  );
  return { reference, secret };
}
