import { MAX_FIELD_LENGTH } from '#src/domain/cleanText.ts';
import { choiceCommand } from '#src/domain/command.ts';
import type { TopicGroup } from '#src/domain/topic.ts';
import type { FormStep } from '../prompts/formDialog.ts';
import { foldWords, isOneOf } from '../prompts/matchWords.ts';
import type { ContactAnswers } from './answers.ts';

/** The subjects counsellors sort by; the rest fits under “skip”. */
const SUBJECTS = [
  'avr-basics',
  'eligibility',
  'documents',
  'money',
  'reintegration',
  'legal-status',
  'family-children',
  'health',
] as const satisfies readonly TopicGroup[];

/** What it is about: asked only if nothing was asked before. */
export const topicStep: FormStep<ContactAnswers> = {
  id: 'topic',
  isSkippable: true,
  isNeeded: (answers) => answers.kind === 'return' && answers.topic === undefined,
  ask: (_answers, turn) => ({
    text: turn.texts.t('form.topic.ask'),
    choices: SUBJECTS.map((group) => ({
      title: turn.texts.t(`group.${group}`),
      command: choiceCommand('topic', group),
    })),
  }),
  async read(_answers, input, turn) {
    if ('value' in input && input.value === 'skip') return { kind: 'accepted', answers: { topic: undefined } };
    const group =
      'value' in input
        ? SUBJECTS.find((candidate) => candidate === input.value)
        : SUBJECTS.find((candidate) => foldWords(turn.texts.t(`group.${candidate}`)) === foldWords(input.text));
    if (group) return { kind: 'accepted', answers: { topic: group } };
    if ('value' in input) return { kind: 'notUnderstood' };
    const { reply } = turn.services.answerer.interpret({
      text: input.text,
      language: { tag: turn.memory.locale, origin: 'chosen' },
    });
    return reply.kind === 'answered'
      ? { kind: 'accepted', answers: { topic: reply.topic } }
      : { kind: 'notUnderstood' };
  },
};

/** Step 4, on one screen: what is safe (M-33), and when. Words are read as a time; the buttons close the step. */
export const safeStep: FormStep<ContactAnswers> = {
  id: 'safe',
  isSkippable: true,
  freeText: 'guarded',
  isNeeded: (answers) => answers.how !== 'chat',
  ask: (answers, turn) => ({
    text: answers.when ? turn.texts.t('form.safe.when', { when: answers.when }) : turn.texts.t('form.safe.ask'),
    choices: (answers.how === 'email'
      ? (['writeOnly'] as const)
      : (['callAndMessage', 'callOnly', 'writeOnly'] as const)
    ).map((wish) => ({
      title: turn.texts.t(`form.safe.${wish}`),
      command: choiceCommand('safe', wish),
    })),
  }),
  async read(answers, input, turn) {
    if ('text' in input && isOneOf(turn.texts, 'words.no', input.text)) {
      return { kind: 'accepted', answers: { safe: { safeToCall: 'unsaid', leaveMessage: 'unsaid' } } };
    }
    // A yes says nothing here: each button is another one.
    if ('text' in input && isOneOf(turn.texts, 'words.yes', input.text)) return { kind: 'notUnderstood' };
    if ('text' in input) {
      const when = [...input.text].slice(0, 200).join('');
      const whenUnderstood = await turn.services.textReader.readTime(
        when,
        turn.memory.locale,
        turn.services.clock.now(),
      );
      return {
        kind: 'again',
        message: turn.texts.t('form.safe.when', { when }),
        answers: { when, ...(whenUnderstood === undefined ? {} : { whenUnderstood }) },
      };
    }
    switch (input.value) {
      case 'callAndMessage':
        return { kind: 'accepted', answers: { safe: { safeToCall: 'yes', leaveMessage: 'yes' } } };
      case 'callOnly':
        return { kind: 'accepted', answers: { safe: { safeToCall: 'yes', leaveMessage: 'no' } } };
      case 'writeOnly':
        return { kind: 'accepted', answers: { safe: { safeToCall: 'no', leaveMessage: 'no' } } };
      case 'skip':
        return {
          kind: 'accepted',
          answers: answers.safe ? {} : { safe: { safeToCall: 'unsaid', leaveMessage: 'unsaid' } },
        };
      default:
        return { kind: 'notUnderstood' };
    }
  },
};

/** Step 5: may staff see the question, or another sentence. Nothing is passed on without this yes. */
export const messageStep: FormStep<ContactAnswers> = {
  id: 'message',
  isSkippable: true,
  freeText: 'open',
  isNeeded: (answers) => answers.kind === 'return',
  ask: (_answers, turn) => {
    const question = turn.memory.lastQuestion;
    if (!question) return { text: turn.texts.t('form.message.ask') };
    return {
      text: turn.texts.t('form.message.askQuestion', { question }),
      choices: [{ title: turn.texts.t('form.message.share'), command: choiceCommand('message', 'share') }],
    };
  },
  async read(_answers, input, turn) {
    const question = turn.memory.lastQuestion;
    if ('value' in input) {
      if (input.value === 'skip') return { kind: 'accepted', answers: { message: undefined } };
      return input.value === 'share' && question
        ? { kind: 'accepted', answers: { message: question } }
        : { kind: 'notUnderstood' };
    }
    if (isOneOf(turn.texts, 'words.yes', input.text)) {
      // “Do you want to write a sentence?” – “Yes”: then it is still to be written.
      return question ? { kind: 'accepted', answers: { message: question } } : { kind: 'notUnderstood' };
    }
    if (isOneOf(turn.texts, 'words.no', input.text)) {
      return { kind: 'accepted', answers: { message: undefined } };
    }
    const points = [...input.text];
    if (points.length > MAX_FIELD_LENGTH) await turn.say({ text: turn.texts.t('form.message.tooLong') });
    return { kind: 'accepted', answers: { message: points.slice(0, MAX_FIELD_LENGTH).join('') } };
  },
};

/** Step 6: a name, or a nickname, or none. */
export const nameStep: FormStep<ContactAnswers> = {
  id: 'name',
  isSkippable: true,
  freeText: 'guarded',
  isNeeded: (answers) => answers.kind === 'return',
  ask: (_answers, turn) => ({ text: turn.texts.t('form.name.ask') }),
  async read(_answers, input, turn) {
    if ('value' in input || isOneOf(turn.texts, 'words.no', input.text)) {
      return { kind: 'accepted', answers: { name: undefined } };
    }
    return { kind: 'accepted', answers: { name: [...input.text].slice(0, 100).join('') } };
  },
};
