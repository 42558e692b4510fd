import type { Card, Choice } from '#src/domain/card.ts';
import { cardToText } from '#src/domain/card.ts';
import { choiceCommand } from '#src/domain/command.ts';
import type { Subject, TopicGroup } from '#src/domain/topic.ts';
import type { BotKey } from '#src/i18n/keys.ts';
import type { FormStep, Reading } from '../prompts/formDialog.ts';
import { isOneOf } from '../prompts/matchWords.ts';
import type { Turn } from '../turn.ts';
import type { ContactAnswers } from './answers.ts';
import { submitRequest } from './submitRequest.ts';

/** The interpreter wish, asked only under “more wishes”. */
export const interpreterStep: FormStep<ContactAnswers> = {
  id: 'interpreter',
  isSkippable: true,
  freeText: 'open',
  isNeeded: (answers) => answers.wantsMoreWishes === true,
  ask: (_answers, turn) => ({ text: turn.texts.t('form.wishes.interpreter') }),
  async read(_answers, input, turn) {
    if ('value' in input || isOneOf(turn.texts, 'words.no', input.text))
      return { kind: 'accepted', answers: { interpreter: undefined } };
    return { kind: 'accepted', answers: { interpreter: [...input.text].slice(0, 100).join('') } };
  },
};

/** A woman or a man: matters to many, costs nothing to ask. */
export const genderStep: FormStep<ContactAnswers> = {
  id: 'gender',
  isSkippable: true,
  isNeeded: (answers) => answers.wantsMoreWishes === true,
  ask: (_answers, turn) => ({
    text: turn.texts.t('form.wishes.gender'),
    choices: (['woman', 'man', 'noMatter'] as const).map((wish) => ({
      title: turn.texts.t(`form.wishes.${wish}`),
      command: choiceCommand('gender', wish),
    })),
  }),
  async read(_answers, input, turn) {
    const wish =
      'value' in input
        ? input.value
        : isOneOf(turn.texts, 'words.woman', input.text)
          ? 'woman'
          : isOneOf(turn.texts, 'words.man', input.text)
            ? 'man'
            : undefined;
    if (wish === 'woman' || wish === 'man') return { kind: 'accepted', answers: { counsellorGender: wish } };
    if (wish === 'noMatter' || wish === 'skip') return { kind: 'accepted', answers: { counsellorGender: undefined } };
    return { kind: 'notUnderstood' };
  },
};

/** The language for the talk, which may be another than that of the chat. */
export const spokenLanguageStep: FormStep<ContactAnswers> = {
  id: 'spokenLanguage',
  isSkippable: true,
  freeText: 'open',
  isNeeded: (answers) => answers.wantsMoreWishes === true,
  ask: (_answers, turn) => ({ text: turn.texts.t('form.wishes.language') }),
  async read(_answers, input, turn) {
    if ('value' in input || isOneOf(turn.texts, 'words.no', input.text))
      return { kind: 'accepted', answers: { spokenLanguage: undefined } };
    return { kind: 'accepted', answers: { spokenLanguage: [...input.text].slice(0, 100).join('') } };
  },
};

/** Which steps “change” asks again, by field of the read-back. */
const FIELDS = ['how', 'value', 'hint', 'country', 'topic', 'safe', 'message', 'name'] as const;
const WISH_STEPS = ['interpreter', 'gender', 'spokenLanguage'] as const;

/** The read-back: everything staff will get, each line correctable, then send. */
export const reviewStep: FormStep<ContactAnswers> = {
  id: 'review',
  isNeeded: () => true,
  ask: (answers, turn) => {
    const card: Card = { kind: 'summary', title: turn.texts.t('form.review.intro'), rows: rowsOf(answers, turn) };
    return { text: cardToText(card), card, choices: choicesOf(answers, turn) };
  },
  async read(answers, input, turn) {
    if ('text' in input) {
      const sends = isOneOf(turn.texts, 'words.send', input.text) || isOneOf(turn.texts, 'words.yes', input.text);
      return sends ? send(answers, turn) : { kind: 'notUnderstood' };
    }
    if (input.value === 'send') return send(answers, turn);
    if (input.value === 'wishes') {
      return { kind: 'accepted', answers: { wantsMoreWishes: true }, reopen: [...WISH_STEPS, 'review'] };
    }
    const field = FIELDS.find((candidate) => input.value === `change.${candidate}`);
    if (!field) return { kind: 'notUnderstood' };
    // The wished time stands on the same screen as what is safe: whoever answers it anew says both anew.
    const forgotten = field === 'safe' ? { when: undefined, whenUnderstood: undefined } : {};
    return { kind: 'correct', step: field, answers: forgotten };
  },
};

async function send(answers: ContactAnswers, turn: Turn): Promise<Reading<ContactAnswers>> {
  const stored = await submitRequest(answers, turn);
  if (stored) return { kind: 'end' };
  return {
    kind: 'again',
    message: turn.texts.t('form.sent.failed'),
    choices: [
      { title: turn.texts.t('button.retry'), command: choiceCommand('review', 'send') },
      { title: turn.texts.t('button.emergency'), command: 'emergency.show' },
    ],
  };
}

function choicesOf(answers: ContactAnswers, turn: Turn): readonly Choice[] {
  const { texts } = turn;
  const changeable = FIELDS.filter(
    (field) =>
      (answers.kind === 'return' || !['topic', 'message', 'name'].includes(field)) &&
      !(answers.how === 'chat' ? ['value', 'safe'] : ['hint']).includes(field),
  );
  return [
    { title: texts.t('form.review.send'), command: choiceCommand('review', 'send') },
    ...changeable.map((field) => ({
      title: texts.t('form.review.change', { field: texts.t(`form.review.field.${field}`) }),
      command: choiceCommand('review', `change.${field}`),
    })),
    ...(answers.kind === 'return'
      ? [{ title: texts.t('form.review.wishes'), command: choiceCommand('review', 'wishes') }]
      : []),
  ];
}

function rowsOf(answers: ContactAnswers, turn: Turn): NonNullable<Card['rows']> {
  const { texts } = turn;
  const label = (field: string): string => texts.t(`form.review.field.${field}` as BotKey);
  const notSaid = texts.t('form.review.notSaid');
  const rows = [
    { label: label('how'), value: answers.how ? texts.t(`form.how.${answers.how}`) : notSaid },
    ...(answers.how === 'chat'
      ? [{ label: label('hint'), value: answers.hintAddress ? `\u2066${answers.hintAddress}\u2069` : notSaid }]
      : [{ label: label('value'), value: `\u2066${answers.value ?? ''}\u2069` }]),
    { label: label('country'), value: answers.country ? texts.t(`country.${answers.country}`) : notSaid },
    ...(answers.how === 'chat'
      ? []
      : [
          { label: label('safe'), value: safeText(answers, turn) },
          { label: label('when'), value: answers.when ?? notSaid },
        ]),
  ];
  if (answers.kind === 'minor') return rows;
  return [
    ...rows,
    { label: label('topic'), value: answers.topic ? subjectText(answers.topic, turn) : notSaid },
    { label: label('message'), value: answers.message ?? notSaid },
    { label: label('name'), value: answers.name ?? notSaid },
    ...(answers.interpreter ? [{ label: label('interpreter'), value: answers.interpreter }] : []),
    ...(answers.counsellorGender
      ? [{ label: label('gender'), value: texts.t(`form.wishes.${answers.counsellorGender}`) }]
      : []),
    ...(answers.spokenLanguage ? [{ label: label('spokenLanguage'), value: answers.spokenLanguage }] : []),
  ];
}

function subjectText(subject: Subject, { texts, services, memory }: Turn): string {
  const topic = services.knowledge.findTopic(subject);
  return topic ? services.knowledge.title(topic.id, memory.locale) : texts.t(`group.${subject as TopicGroup}`);
}

function safeText(answers: ContactAnswers, turn: Turn): string {
  const { texts } = turn;
  const { safe } = answers;
  if (!safe || safe.safeToCall === 'unsaid') return texts.t('form.review.notSaid');
  if (safe.safeToCall === 'no') return texts.t('form.safe.writeOnly');
  return texts.t(safe.leaveMessage === 'yes' ? 'form.safe.callAndMessage' : 'form.safe.callOnly');
}
