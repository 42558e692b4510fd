import type { ContactMeans, SafeContactWishes } from '#src/domain/contactRequest.ts';
import type { Country } from '#src/domain/country.ts';
import type { Subject } from '#src/domain/topic.ts';

/** What the contact form has collected so far: plain JSON, kept sealed in the state of the dialog. */
export interface ContactAnswers {
  readonly draftId: string;
  /** Reference and code of a request that this one replaces, when somebody changes theirs. */
  readonly replaces?: { readonly reference: string; readonly secret: string };
  kind: 'return' | 'minor';
  consentedAt?: number | undefined;
  consentHash?: string | undefined;
  consentLocale?: string | undefined;
  how?: ContactMeans['kind'] | undefined;
  value?: string | undefined;
  valueIsValid?: boolean | undefined;
  /** A number that looks incomplete: kept if the person says so. */
  doubtfulValue?: string | undefined;
  /** Way “chat”: where to send the word that there is an answer. */
  hintAddress?: string | undefined;
  country?: Country | undefined;
  topic?: Subject | undefined;
  safe?: Pick<SafeContactWishes, 'safeToCall' | 'leaveMessage'> | undefined;
  when?: string | undefined;
  whenUnderstood?: string | undefined;
  message?: string | undefined;
  name?: string | undefined;
  /** Invisible or reordering characters were removed from one of the answers. */
  hadHiddenCharacters?: boolean | undefined;
  wantsMoreWishes?: boolean | undefined;
  interpreter?: string | undefined;
  counsellorGender?: 'woman' | 'man' | undefined;
  spokenLanguage?: string | undefined;
}

/** How the person is to be reached; only called when `how` and `value` were answered. */
export function meansOf(answers: ContactAnswers): ContactMeans {
  const value = answers.value ?? '';
  switch (answers.how) {
    case 'chat':
      return { kind: 'chat', ...(answers.hintAddress ? { hintAddress: answers.hintAddress } : {}) };
    case 'email':
      return { kind: 'email', address: value };
    case 'whatsapp':
      return { kind: 'whatsapp', number: value, isValid: answers.valueIsValid ?? false };
    default:
      return { kind: 'phone', number: value, isValid: answers.valueIsValid ?? false };
  }
}
