import type { Card } from '#src/domain/card.ts';
import { cardToText } from '#src/domain/card.ts';
import { DAY_MS } from '#src/domain/clock.ts';
import type { ContactRequestDraft, MoreWishes, Submission } from '#src/domain/contactRequest.ts';
import { formatInstant, localDay } from '../cards/formatDay.ts';
import type { Turn } from '../turn.ts';
import { type ContactAnswers, meansOf } from './answers.ts';

/**
 * Hands the form to the desk and shows the receipt. The person reads “stored” only after the durable commit (M-43).
 * @returns false if nothing was stored: the form stays open, so that the person can send again.
 */
export async function submitRequest(answers: ContactAnswers, turn: Turn): Promise<boolean> {
  const { contactDesk } = turn.services;
  let submission: Submission;
  try {
    submission = await contactDesk.submit(draftOf(answers, turn));
  } catch {
    return false;
  }
  if (answers.replaces) await withdrawReplaced(answers.replaces, turn);
  await turn.say(receipt(submission, answers, turn));
  await turn.output.initiateHandoff({ reference: submission.reference, language: turn.memory.locale });
  return true;
}

// The new request is stored, and its code is shown only now: nothing may come between. If the old one could not be
// withdrawn, staff see both, which costs them a glance.
async function withdrawReplaced(
  { reference, secret }: NonNullable<ContactAnswers['replaces']>,
  turn: Turn,
): Promise<void> {
  await turn.services.contactDesk.withdraw(reference, secret).catch(() => undefined);
}

function draftOf(answers: ContactAnswers, turn: Turn): ContactRequestDraft {
  const isReturn = answers.kind === 'return';
  return {
    draftId: answers.draftId,
    kind: answers.kind,
    conversationId: turn.output.conversationId,
    channel: turn.output.channel,
    locale: turn.memory.locale,
    country: answers.country,
    topic: isReturn ? answers.topic : undefined,
    means: meansOf(answers),
    safeContact: {
      safeToCall: answers.safe?.safeToCall ?? 'unsaid',
      leaveMessage: answers.safe?.leaveMessage ?? 'unsaid',
      ...(answers.when ? { when: answers.when } : {}),
      ...(answers.whenUnderstood ? { whenUnderstood: answers.whenUnderstood } : {}),
    },
    ...(isReturn && answers.message ? { message: answers.message } : {}),
    ...(isReturn && answers.name ? { name: answers.name } : {}),
    wishes: isReturn ? wishesOf(answers) : {},
    ...(answers.hadHiddenCharacters ? { hadHiddenCharacters: true } : {}),
    consent: {
      textHash: answers.consentHash ?? '',
      locale: answers.consentLocale ?? turn.memory.locale,
      givenAt: answers.consentedAt ?? turn.services.clock.now(),
      channel: turn.output.channel,
    },
  };
}

function wishesOf({ interpreter, counsellorGender, spokenLanguage }: ContactAnswers): MoreWishes {
  return {
    ...(interpreter ? { interpreter } : {}),
    ...(counsellorGender ? { counsellorGender } : {}),
    ...(spokenLanguage ? { spokenLanguage } : {}),
  };
}

function receipt(
  submission: Submission,
  answers: ContactAnswers,
  turn: Turn,
): {
  readonly text: string;
  readonly card: Card;
  readonly choices: readonly { readonly title: string; readonly command: string }[];
} {
  const { texts, services } = turn;
  const reference = `\u2066${submission.reference}\u2069`;
  const choices = [
    { title: texts.t('button.status'), command: 'status.start' },
    { title: texts.t('button.menu'), command: 'menu.show' },
  ];
  if (submission.secret === undefined) {
    const card: Card = { kind: 'receipt', title: texts.t('form.sent.again', { reference }) };
    return { text: cardToText(card), card, choices };
  }
  const groupedSecret = submission.secret.replace(/(\d{4})(?=\d)/g, '$1 ');
  const lines =
    services.mode === 'demonstration'
      ? [texts.t('form.sent.demo')]
      : [texts.t(answers.how === 'chat' ? 'form.sent.chat' : 'form.sent.done'), openingText(submission, turn)];
  const card: Card = {
    kind: 'receipt',
    paragraphs: lines.map((text) => [{ text }]),
    rows: [
      { label: texts.t('form.sent.referenceLabel'), value: reference },
      { label: texts.t('form.sent.secretLabel'), value: `\u2066${groupedSecret}\u2069` },
    ],
    notes: [texts.t('form.sent.keep')],
  };
  return { text: cardToText(card), card, choices };
}

function openingText(submission: Submission, turn: Turn): string {
  if (submission.nextOfficeHours.isOpenNow) return turn.texts.t('form.sent.openNow');
  const { opensAt } = submission.nextOfficeHours;
  const isTomorrow = localDay(opensAt) === localDay(turn.services.clock.now() + DAY_MS);
  return turn.texts.t(
    isTomorrow ? 'form.sent.opensTomorrow' : 'form.sent.opensAt',
    formatInstant(opensAt, turn.memory.locale),
  );
}
