import { cardToText } from '#src/domain/card.ts';
import { choiceCommand } from '#src/domain/command.ts';
import { contactsCard } from '../cards/contactsCard.ts';
import type { FormStep } from '../prompts/formDialog.ts';
import { isOneOf } from '../prompts/matchWords.ts';
import { readYesNo } from '../prompts/readYesNo.ts';
import type { Turn } from '../turn.ts';
import type { ContactAnswers } from './answers.ts';

/** Child and guardian lines that may be shown (facts F147, F163). */
const CHILD_LINES = ['emergency', 'childBeNl', 'childBeFr', 'missingChildBe', 'childLu', 'missingChildLu'] as const;

/** Whom to turn to without leaving data. */
const OTHER_WAYS = ['freeLineBe', 'websiteBe', 'emergency', 'iomBelgium'] as const;

/** Step 1: what is kept, for how long, who sees it – before the first personal word (M-05). */
export const consentStep: FormStep<ContactAnswers> = {
  id: 'consent',
  isNeeded: (answers) => answers.consentedAt === undefined && answers.kind === 'return',
  ask: (_answers, turn) => ({
    text: consentText(turn),
    choices: [
      { title: turn.texts.t('form.consent.yes'), command: choiceCommand('consent', 'yes') },
      { title: turn.texts.t('form.consent.no'), command: choiceCommand('consent', 'no') },
      { title: turn.texts.t('form.consent.minor'), command: choiceCommand('consent', 'minor') },
    ],
  }),
  async read(_answers, input, turn) {
    const choice = await readConsent(input, turn);
    if (choice === 'minor') return { kind: 'accepted', answers: { ...NOTHING_OF_A_RETURN }, reopen: ['minor'] };
    if (choice === 'yes') {
      return { kind: 'accepted', answers: { kind: 'return', ...proofOfConsent(consentText(turn), turn) } };
    }
    if (choice === 'no') return decline(turn);
    return { kind: 'notUnderstood' };
  },
};

// Somebody may go back and say so late: the agreement to another text does not count for a child, and what only a return
// request needs is forgotten.
const NOTHING_OF_A_RETURN: Partial<ContactAnswers> = {
  kind: 'minor',
  consentedAt: undefined,
  consentHash: undefined,
  consentLocale: undefined,
  topic: undefined,
  message: undefined,
  name: undefined,
  wantsMoreWishes: undefined,
  interpreter: undefined,
  counsellorGender: undefined,
  spokenLanguage: undefined,
};

/** For somebody under 18: no return request (rule R11), the children's lines first, then only a means of contact. */
export const minorConsentStep: FormStep<ContactAnswers> = {
  id: 'minor',
  isNeeded: (answers) => answers.kind === 'minor' && answers.consentedAt === undefined,
  ask: (_answers, turn) => {
    const card = {
      ...contactsCard(turn.texts.t('emergency.title'), shownContacts(CHILD_LINES, turn), turn.texts),
      intro: turn.texts.t('form.minor.text'),
    };
    return {
      text: `${cardToText(card)}\n\n${minorText(turn)}`,
      card: { ...card, notes: [minorText(turn)] },
      choices: [
        { title: turn.texts.t('button.yes'), command: choiceCommand('minor', 'yes') },
        { title: turn.texts.t('button.no'), command: choiceCommand('minor', 'no') },
      ],
    };
  },
  async read(_answers, input, turn) {
    const choice = await readConsent(input, turn);
    if (choice === 'yes') return { kind: 'accepted', answers: proofOfConsent(minorText(turn), turn) };
    if (choice === 'no') return decline(turn);
    return { kind: 'notUnderstood' };
  },
};

function consentText(turn: Turn): string {
  return turn.texts.t(turn.services.mode === 'demonstration' ? 'form.consent.demo' : 'form.consent.text');
}

function minorText(turn: Turn): string {
  return turn.texts.t(turn.services.mode === 'demonstration' ? 'form.minor.askDemo' : 'form.minor.ask');
}

function proofOfConsent(text: string, turn: Turn): Partial<ContactAnswers> {
  return {
    consentedAt: turn.services.clock.now(),
    consentHash: turn.services.hashText(text),
    consentLocale: turn.memory.locale,
  };
}

async function readConsent(
  input: { readonly value: string } | { readonly text: string },
  turn: Turn,
): Promise<'yes' | 'no' | 'minor' | undefined> {
  if ('value' in input) {
    return input.value === 'yes' || input.value === 'no' || input.value === 'minor' ? input.value : undefined;
  }
  // “I am under 18” before “yes”: nobody under 18 may slip into a return request.
  if (isOneOf(turn.texts, 'words.minor', input.text)) return 'minor';
  const isYes = await readYesNo(input.text, turn);
  return isYes === undefined ? undefined : isYes ? 'yes' : 'no';
}

async function decline(turn: Turn): Promise<{ readonly kind: 'end' }> {
  const card = contactsCard(turn.texts.t('form.consent.declined'), shownContacts(OTHER_WAYS, turn), turn.texts);
  await turn.say({
    text: cardToText(card),
    card,
    choices: [{ title: turn.texts.t('button.menu'), command: 'menu.show' }],
  });
  return { kind: 'end' };
}

function shownContacts(ids: readonly string[], turn: Turn) {
  const country = turn.memory.country;
  return ids
    .map((id) => turn.services.knowledge.contact(id))
    .filter((contact) => contact !== undefined)
    .filter((contact) => country === undefined || contact.country === 'both' || contact.country === country);
}
