import { cleanText, MAX_FIELD_LENGTH } from '#src/domain/cleanText.ts';
import type { ContactMeans, ContactRequestDraft, ContactRequestId } from '#src/domain/contactRequest.ts';
import type { ContactRequestDetails, NewContactRequest } from '#src/domain/contactRequestStore.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { Office } from '#src/domain/office.ts';
import type { TopicGroup } from '#src/domain/topic.ts';
import { createReference } from './secretCode.ts';

/** Turns what the form collected into what is stored: named, cleaned (M-24), split into clear and personal part. */
export function prepareRequest(
  draft: ContactRequestDraft,
  given: {
    readonly ids: Ids;
    readonly now: number;
    readonly office: Office;
    readonly secretHash: string;
    readonly topicGroup: TopicGroup | undefined;
  },
): NewContactRequest {
  return {
    draftId: draft.draftId,
    secretHash: given.secretHash,
    topicGroup: given.topicGroup,
    consent: draft.consent,
    record: {
      id: given.ids.uuid() as ContactRequestId,
      reference: createReference(given.ids),
      kind: draft.kind,
      office: given.office,
      country: draft.country,
      locale: draft.locale,
      channel: draft.channel,
      conversationId: draft.conversationId,
      meansKind: draft.means.kind,
      isUrgent: draft.kind === 'minor',
      createdAt: given.now,
    },
    details: cleanDetails(draft),
  };
}

/** Cleans every answer, and remembers whether anything hidden was in one: staff see a mark. */
function cleanDetails({
  means,
  safeContact,
  topic,
  message,
  name,
  wishes,
  hadHiddenCharacters: wasMarked = false,
}: ContactRequestDraft): ContactRequestDetails {
  let hadHiddenCharacters = wasMarked;
  const clean = (text: string): string => {
    const cleaned = cleanText(text, MAX_FIELD_LENGTH);
    hadHiddenCharacters ||= cleaned.hadHiddenCharacters;
    return cleaned.text;
  };
  const details: ContactRequestDetails = {
    means: cleanMeans(means, clean),
    safeContact: cleanFields(safeContact, ['when', 'whenUnderstood'], clean),
    topic,
    ...(message === undefined ? {} : { message: clean(message) }),
    ...(name === undefined ? {} : { name: clean(name) }),
    wishes: cleanFields(wishes, ['interpreter', 'spokenLanguage'], clean),
  };
  return hadHiddenCharacters ? { ...details, hadHiddenCharacters } : details;
}

function cleanMeans(means: ContactMeans, clean: (text: string) => string): ContactMeans {
  switch (means.kind) {
    case 'phone':
    case 'whatsapp':
      return { ...means, number: clean(means.number) };
    case 'email':
      return { ...means, address: clean(means.address) };
    case 'chat':
      return means.hintAddress === undefined ? means : { ...means, hintAddress: clean(means.hintAddress) };
  }
}

/** A copy with the named texts cleaned, where they are set. */
function cleanFields<T extends object>(fields: T, names: readonly (keyof T)[], clean: (text: string) => string): T {
  const copy = { ...fields };
  for (const name of names) {
    const text = copy[name];
    if (typeof text === 'string') copy[name] = clean(text) as T[keyof T];
  }
  return copy;
}
