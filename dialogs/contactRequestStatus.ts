import { cardToText } from '#src/domain/card.ts';
import { choiceCommand } from '#src/domain/command.ts';
import type { LookupResult } from '#src/domain/contactRequest.ts';
import { formatInstant } from './cards/formatDay.ts';
import { exportCard, messagesCard, viewCard } from './cards/requestCards.ts';
import type { ContactAnswers } from './contact/answers.ts';
import { CONTACT_DIALOG } from './contact/contactDialog.ts';
import { type FormDefinition, FormDialog, type FormStep, type Reading } from './prompts/formDialog.ts';
import { isOneOf } from './prompts/matchWords.ts';
import { readYesNo } from './prompts/readYesNo.ts';
import type { Turn } from './turn.ts';

export const STATUS_DIALOG = 'status.v1';

interface StatusAnswers {
  reference?: string | undefined;
  secret?: string | undefined;
  /** What waits for a “yes”. */
  pending?: 'withdraw' | 'erase' | undefined;
}

const referenceStep: FormStep<StatusAnswers> = {
  id: 'reference',
  freeText: 'guarded',
  isNeeded: () => true,
  ask: (_answers, turn) => ({ text: turn.texts.t('status.askReference') }),
  read: async (_answers, input) =>
    'text' in input ? { kind: 'accepted', answers: { reference: input.text.slice(0, 40) } } : { kind: 'notUnderstood' },
};

const secretStep: FormStep<StatusAnswers> = {
  id: 'secret',
  freeText: 'guarded',
  isNeeded: () => true,
  ask: (_answers, turn) => ({ text: turn.texts.t('status.askSecret') }),
  async read(answers, input, turn) {
    if (!('text' in input)) return { kind: 'notUnderstood' };
    const secret = input.text.slice(0, 80);
    const result = await tryDesk(() => turn.services.contactDesk.lookup(answers.reference ?? '', secret));
    if (result?.kind === 'found') return { kind: 'accepted', answers: { secret } };
    await turn.say({ text: refusalText(result, turn) });
    if (result?.kind !== 'notFound') return { kind: 'end' };
    return { kind: 'accepted', answers: { reference: undefined }, reopen: ['reference', 'secret'] };
  },
};

const manageStep: FormStep<StatusAnswers> = {
  id: 'manage',
  isNeeded: () => true,
  async ask(answers, turn) {
    const result = await tryDesk(() => turn.services.contactDesk.lookup(answers.reference ?? '', answers.secret ?? ''));
    if (result?.kind !== 'found') return { text: refusalText(result, turn) };
    const card = viewCard(result.request, turn);
    const isWaiting = result.request.status === 'pending' || result.request.status === 'open';
    const hasChat = result.request.means.kind === 'chat';
    const actions = [
      ...(hasChat ? (['read'] as const) : []),
      ...(isWaiting ? (['change', 'withdraw'] as const) : []),
      'export',
      'erase',
      'close',
    ] as const;
    return {
      text: cardToText(card),
      card,
      choices: actions.map((action) => ({
        title: turn.texts.t(`status.${action}`),
        command: choiceCommand('manage', action),
      })),
    };
  },
  async read(answers, input, turn): Promise<Reading<StatusAnswers>> {
    const action =
      'value' in input ? input.value : isOneOf(turn.texts, 'words.delete', input.text) ? 'erase' : undefined;
    if (action === 'withdraw' || action === 'erase') return { kind: 'accepted', answers: { pending: action } };
    if (action === 'change') return changeRequest(answers, turn);
    if (action === 'read') return readMessages(answers, turn);
    if (action === 'export') return exportRequest(answers, turn);
    if (action === 'close') {
      await turn.say({
        text: turn.texts.t('stop.done'),
        choices: [{ title: turn.texts.t('button.menu'), command: 'menu.show' }],
      });
      return { kind: 'end' };
    }
    return { kind: 'notUnderstood' };
  },
};

const confirmStep: FormStep<StatusAnswers> = {
  id: 'confirm',
  isNeeded: (answers) => answers.pending !== undefined,
  ask: (answers, turn) => ({
    text: turn.texts.t(answers.pending === 'erase' ? 'status.eraseAsk' : 'status.withdrawAsk'),
    choices: [
      { title: turn.texts.t('button.yes'), command: choiceCommand('confirm', 'yes') },
      { title: turn.texts.t('button.no'), command: choiceCommand('confirm', 'no') },
    ],
  }),
  async read(answers, input, turn) {
    const answer = 'value' in input ? input.value === 'yes' : await readYesNo(input.text, turn);
    if (answer === false) return { kind: 'accepted', answers: { pending: undefined }, reopen: ['manage', 'confirm'] };
    if (answer === undefined) return { kind: 'notUnderstood' };
    await carryOut(answers, turn);
    return { kind: 'end' };
  },
};

const statusForm: FormDefinition<StatusAnswers> = {
  id: STATUS_DIALOG,
  begin: () => ({ answers: {} }),
  steps: [referenceStep, secretStep, manageStep, confirmStep],
};

/** Lets a person see, change, withdraw or delete their request, by its reference and secret code, without any login. */
export function createStatusDialog(): FormDialog<StatusAnswers> {
  return new FormDialog(statusForm);
}

async function carryOut(answers: StatusAnswers, turn: Turn): Promise<void> {
  const { contactDesk } = turn.services;
  const { reference = '', secret = '' } = answers;
  const erases = answers.pending === 'erase';
  const result = await tryDesk(() =>
    erases ? contactDesk.erase(reference, secret) : contactDesk.withdraw(reference, secret),
  );
  const isDone = result?.kind === 'found' && (erases || result.request.status === 'withdrawn');
  const text = isDone
    ? turn.texts.t(erases ? 'status.erased' : 'status.withdrawn')
    : result?.kind === 'found'
      ? turn.texts.t('status.notPossible')
      : refusalText(result, turn);
  await turn.say({ text, choices: [{ title: turn.texts.t('button.menu'), command: 'menu.show' }] });
}

/** A change is a new request with the old answers filled in; the old one is withdrawn once the new one is stored. */
async function changeRequest(answers: StatusAnswers, turn: Turn): Promise<Reading<StatusAnswers>> {
  const { reference = '', secret = '' } = answers;
  const result = await tryDesk(() => turn.services.contactDesk.lookup(reference, secret));
  if (result?.kind !== 'found') {
    await turn.say({ text: refusalText(result, turn) });
    return { kind: 'end' };
  }
  const { request } = result;
  const { means } = request;
  const prefilled: Partial<ContactAnswers> = {
    replaces: { reference, secret },
    kind: request.kind,
    country: request.country,
    topic: request.topic,
    how: means.kind,
    ...(means.kind === 'chat' ? { hintAddress: means.hintAddress } : {}),
    ...(means.kind === 'email' ? { value: means.address, valueIsValid: true } : {}),
    ...(means.kind === 'phone' || means.kind === 'whatsapp'
      ? { value: means.number, valueIsValid: means.isValid }
      : {}),
    safe: { safeToCall: request.safeContact.safeToCall, leaveMessage: request.safeContact.leaveMessage },
    when: request.safeContact.when,
    whenUnderstood: request.safeContact.whenUnderstood,
    message: request.message,
    name: request.name,
    interpreter: request.wishes.interpreter,
    counsellorGender: request.wishes.counsellorGender,
    spokenLanguage: request.wishes.spokenLanguage,
  };
  return {
    kind: 'replaced',
    by: CONTACT_DIALOG,
    options: { prefilled, answered: ['how', 'value', 'hint', 'country', 'topic', 'safe', 'message', 'name'] },
  };
}

/** Shows what staff and the person wrote, and brings the chat here, so that the person can go on. */
async function readMessages(answers: StatusAnswers, turn: Turn): Promise<Reading<StatusAnswers>> {
  const { reference = '', secret = '' } = answers;
  const { conversationId } = turn.output;
  const result = await tryDesk(() => turn.services.contactDesk.continueChat(reference, secret, conversationId));
  if (result?.kind !== 'found') {
    await turn.say({ text: refusalText(result, turn) });
    return { kind: 'end' };
  }
  const { request } = result;
  const isOpen = request.status === 'pending' || request.status === 'open';
  const card = messagesCard(request, turn);
  const text = turn.texts.t('status.continueHere');
  await turn.say({ text: cardToText(card), card });
  await turn.say({
    text: isOpen ? text : turn.texts.t(`status.state.${request.status}`),
    choices: [{ title: turn.texts.t('button.menu'), command: 'menu.show' }],
  });
  return { kind: 'end' };
}

/** Everything that is kept about the request: to read, and as a file if the person wants one (GDPR, article 15). */
async function exportRequest(answers: StatusAnswers, turn: Turn): Promise<Reading<StatusAnswers>> {
  const { reference = '', secret = '' } = answers;
  const result = await tryDesk(() => turn.services.contactDesk.lookup(reference, secret));
  if (result?.kind !== 'found') {
    await turn.say({ text: refusalText(result, turn) });
    return { kind: 'end' };
  }
  const card = exportCard(result.request, turn);
  await turn.say({
    text: cardToText(card),
    card,
    choices: [{ title: turn.texts.t('button.menu'), command: 'menu.show' }],
  });
  return { kind: 'end' };
}

async function tryDesk(ask: () => Promise<LookupResult>): Promise<LookupResult | undefined> {
  try {
    return await ask();
  } catch {
    return undefined;
  }
}

function refusalText(result: LookupResult | undefined, turn: Turn): string {
  if (result?.kind === 'notFound') return turn.texts.t('status.notFound');
  if (result?.kind === 'locked')
    return turn.texts.t('status.locked', { time: formatInstant(result.retryAt, turn.memory.locale).time });
  return turn.texts.t('status.failed');
}
