import type { ContactRequestDraft } from '#src/domain/contactRequest.ts';
import type { TopicId } from '#src/domain/topic.ts';

let drafts = 0;

/** A complete draft as the contact form hands it over. */
export function aContactRequest(changes: Partial<ContactRequestDraft> = {}): ContactRequestDraft {
  drafts += 1;
  return {
    draftId: `draft-${process.pid}-${drafts}`,
    kind: 'return',
    conversationId: `conversation-${drafts}`,
    channel: 'web',
    locale: 'ar',
    country: 'BE',
    topic: 'apply-how' as TopicId,
    means: { kind: 'phone', number: '+32470123456', isValid: true },
    safeContact: { safeToCall: 'yes', leaveMessage: 'no', when: 'tomorrow after 6' },
    message: 'I want to know how long it takes',
    name: 'Amir',
    wishes: { interpreter: 'Dari' },
    consent: { textHash: 'abc', locale: 'ar', givenAt: Date.parse('2027-03-01T08:59:00Z'), channel: 'web' },
    ...changes,
  };
}
