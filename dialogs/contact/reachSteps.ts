import { choiceCommand } from '#src/domain/command.ts';
import { isCountry } from '#src/domain/country.ts';
import { baseOf } from '#src/domain/locale.ts';
import type { FormStep, Reading } from '../prompts/formDialog.ts';
import { isOneOf } from '../prompts/matchWords.ts';
import type { Turn } from '../turn.ts';
import type { ContactAnswers } from './answers.ts';

const WAYS = ['phone', 'whatsapp', 'email'] as const;
type Way = (typeof WAYS)[number] | 'chat';

/** “Here in this chat” only where staff can write the person's language, and only in the chat of our own page. */
function waysOf({ services, memory, output }: Turn): readonly Way[] {
  const canChat =
    output.channel === CHAT_CHANNEL && services.staffChatLanguages.includes(baseOf(memory.locale) ?? memory.locale);
  return canChat ? ['chat', ...WAYS] : WAYS;
}

/** The channel in which a staff member can take a conversation over. */
const CHAT_CHANNEL = 'directline';

/** Step 2: how to be reached. */
export const howStep: FormStep<ContactAnswers> = {
  id: 'how',
  isNeeded: () => true,
  ask: (_answers, turn) => ({
    text: turn.texts.t('form.how.ask'),
    choices: waysOf(turn).map((way) => ({
      title: turn.texts.t(`form.how.${way}`),
      command: choiceCommand('how', way),
    })),
  }),
  async read(answers, input, turn) {
    if ('value' in input) {
      const way = waysOf(turn).find((candidate) => candidate === input.value);
      return way ? changeWay(answers, way) : { kind: 'notUnderstood' };
    }
    const way = WAYS.find((candidate) => isOneOf(turn.texts, `words.${candidate}`, input.text));
    if (way) return changeWay(answers, way);
    // Many simply type the number or address: then there is nothing more to ask.
    const email = await turn.services.textReader.findEmail(input.text);
    if (email) return changeWay(answers, 'email', email);
    const phone = turn.services.readPhone(input.text, turn.memory.country);
    return phone?.isValid ? changeWay(answers, 'phone', phone.number) : { kind: 'notUnderstood' };
  },
};

/** A call and WhatsApp share a number, and what is safe; a mailbox has its own. */
function changeWay(answers: ContactAnswers, how: Way, typed?: string): Reading<ContactAnswers> {
  if (how === 'chat') {
    const nothing = { value: undefined, doubtfulValue: undefined, safe: undefined };
    return { kind: 'accepted', answers: { how, ...nothing }, reopen: ['value', 'safe', 'hint'] };
  }
  const isOtherKind = (how === 'email') !== (answers.how === 'email') || answers.how === 'chat';
  const kept = isOtherKind ? undefined : answers.value;
  const value = typed ?? kept;
  const valueIsValid = typed !== undefined || (kept !== undefined && answers.valueIsValid);
  return {
    kind: 'accepted',
    answers: { how, value, valueIsValid, doubtfulValue: undefined, ...(isOtherKind ? { safe: undefined } : {}) },
    reopen: [...(value === undefined ? ['value'] : []), ...(isOtherKind ? ['safe'] : [])],
  };
}

/** Step 3: the number (in any digits) or the address. A number that looks incomplete is kept if the person says so. */
export const valueStep: FormStep<ContactAnswers> = {
  id: 'value',
  isNeeded: (answers) => answers.how !== 'chat' && (answers.value === undefined || answers.doubtfulValue !== undefined),
  ask: (answers, turn) => ({ text: turn.texts.t(askKey(answers)) }),
  async read(answers, input, turn) {
    if ('value' in input) {
      if (input.value !== 'keep' || answers.doubtfulValue === undefined) return { kind: 'notUnderstood' };
      return accept(answers.doubtfulValue, false);
    }
    return answers.how === 'email' ? readEmail(input.text, turn) : readPhone(input.text, turn);
  },
};

function askKey(answers: ContactAnswers): 'form.value.askPhone' | 'form.value.askWhatsapp' | 'form.value.askEmail' {
  if (answers.how === 'email') return 'form.value.askEmail';
  return answers.how === 'whatsapp' ? 'form.value.askWhatsapp' : 'form.value.askPhone';
}

async function readEmail(text: string, turn: Turn): Promise<Reading<ContactAnswers>> {
  const address = await turn.services.textReader.findEmail(text);
  if (address) return accept(address, true);
  if (text.includes('@')) return { kind: 'again', message: turn.texts.t('form.value.noEmail') };
  return (await turn.answerSideQuestion(text))
    ? { kind: 'again', message: `${turn.texts.t('form.resume')}\n\n${turn.texts.t('form.value.askEmail')}` }
    : { kind: 'again', message: turn.texts.t('form.value.noEmail') };
}

async function readPhone(text: string, turn: Turn): Promise<Reading<ContactAnswers>> {
  const phone = turn.services.readPhone(text, turn.memory.country);
  if (phone?.isValid) return accept(phone.number, true);
  if (phone) {
    return {
      kind: 'again',
      message: turn.texts.t('form.value.doubtful', { number: `\u2066${phone.number}\u2069` }),
      answers: { doubtfulValue: phone.number },
      choices: [{ title: turn.texts.t('form.value.keep'), command: choiceCommand('value', 'keep') }],
    };
  }
  const isQuestion = await turn.answerSideQuestion(text);
  return {
    kind: 'again',
    message: isQuestion
      ? `${turn.texts.t('form.resume')}\n\n${turn.texts.t('form.value.askPhone')}`
      : turn.texts.t('form.value.noPhone'),
  };
}

function accept(value: string, valueIsValid: boolean): Reading<ContactAnswers> {
  return { kind: 'accepted', answers: { value, valueIsValid, doubtfulValue: undefined } };
}

/** Way “chat”: whether to send the bare word that there is an answer. Nothing is sent without an address typed here. */
export const hintStep: FormStep<ContactAnswers> = {
  id: 'hint',
  isSkippable: true,
  isNeeded: (answers) => answers.how === 'chat',
  ask: (_answers, turn) => ({
    text: `${turn.texts.t('form.how.chatInfo')}\n\n${turn.texts.t('form.hint.ask')}`,
  }),
  async read(_answers, input, turn) {
    if ('value' in input || isOneOf(turn.texts, 'words.no', input.text)) {
      return { kind: 'accepted', answers: { hintAddress: undefined } };
    }
    const hintAddress = await turn.services.textReader.findEmail(input.text);
    if (hintAddress) return { kind: 'accepted', answers: { hintAddress } };
    await turn.answerSideQuestion(input.text);
    return { kind: 'again', message: turn.texts.t('form.hint.noEmail') };
  },
};

/** Which office: asked only if the conversation does not know it yet. */
export const countryStep: FormStep<ContactAnswers> = {
  id: 'country',
  isNeeded: (answers) => answers.country === undefined,
  ask: (_answers, turn) => ({
    text: turn.texts.t('form.country.ask'),
    choices: (['BE', 'LU'] as const).map((country) => ({
      title: turn.texts.t(`country.${country}`),
      command: choiceCommand('country', country),
    })),
  }),
  async read(_answers, input, turn) {
    if ('value' in input) {
      if (!isCountry(input.value)) return { kind: 'notUnderstood' };
      turn.memory.country = input.value;
      return { kind: 'accepted', answers: { country: input.value } };
    }
    const country = isOneOf(turn.texts, 'words.belgium', input.text)
      ? 'BE'
      : isOneOf(turn.texts, 'words.luxembourg', input.text)
        ? 'LU'
        : undefined;
    if (!country) return { kind: 'notUnderstood' };
    turn.memory.country = country;
    return { kind: 'accepted', answers: { country } };
  },
};
