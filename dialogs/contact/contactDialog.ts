import type { DialogInstance } from '#src/sdk.ts';
import { type FormDefinition, FormDialog, type FormState } from '../prompts/formDialog.ts';
import type { ContactAnswers } from './answers.ts';
import { consentStep, minorConsentStep } from './consentSteps.ts';
import { messageStep, nameStep, safeStep, topicStep } from './detailSteps.ts';
import { markHiddenCharacters } from './markHiddenCharacters.ts';
import { countryStep, hintStep, howStep, valueStep } from './reachSteps.ts';
import { genderStep, interpreterStep, reviewStep, spokenLanguageStep } from './reviewSteps.ts';

/** Raise the version when steps change: a conversation saved by an older release then restarts politely. */
export const CONTACT_DIALOG = 'contact.v2';

/** Answers known before the form starts, when somebody changes a request already sent. */
export interface ContactDialogOptions {
  readonly prefilled?: Partial<ContactAnswers>;
  /** Steps whose answers are among them. */
  readonly answered?: readonly string[];
}

const contactForm: FormDefinition<ContactAnswers> = {
  id: CONTACT_DIALOG,
  begin(turn, options) {
    const { prefilled, answered } = (options ?? {}) as ContactDialogOptions;
    const answers: ContactAnswers = {
      draftId: turn.services.ids.uuid(),
      kind: 'return',
      country: turn.memory.country,
      topic: turn.memory.previousTopic,
      ...prefilled,
    };
    return answered === undefined ? { answers } : { answers, done: answered };
  },
  steps: [
    consentStep,
    minorConsentStep,
    howStep,
    valueStep,
    hintStep,
    countryStep,
    topicStep,
    safeStep,
    messageStep,
    nameStep,
    interpreterStep,
    genderStep,
    spokenLanguageStep,
    reviewStep,
  ].map(markHiddenCharacters),
};

/** True if the form would be lost with something the person has said in it; a consent alone is quickly given again. */
export function holdsAnswers(instance: DialogInstance): boolean {
  if (instance.id !== CONTACT_DIALOG) return false;
  return (instance.state as FormState<ContactAnswers>).answers.how !== undefined;
}

/** The contact request, from consent to receipt (docs/journey-of-a-contact-request.md). */
export function createContactDialog(): FormDialog<ContactAnswers> {
  return new FormDialog(contactForm);
}
