import type { FormStep } from '../prompts/formDialog.ts';
import type { ContactAnswers } from './answers.ts';

/**
 * Lets a step note that invisible or reordering characters were removed from what the person typed: staff see a mark
 * (M-24), because such text may look different from what was meant.
 */
export function markHiddenCharacters(step: FormStep<ContactAnswers>): FormStep<ContactAnswers> {
  return {
    ...step,
    async read(answers, input, turn) {
      const reading = await step.read(answers, input, turn);
      if (!('text' in input) || !turn.input.hadHiddenCharacters) return reading;
      if (reading.kind !== 'accepted' && reading.kind !== 'again') return reading;
      return { ...reading, answers: { ...reading.answers, hadHiddenCharacters: true } };
    },
  };
}
