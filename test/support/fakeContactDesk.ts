import type {
  ContactDesk,
  ContactRequestDraft,
  ContactRequestStatus,
  ContactRequestView,
  LookupResult,
  Reference,
  SecretCode,
  Submission,
} from '#src/domain/contactRequest.ts';
import { StorageUnavailableError } from '#src/domain/errors.ts';

/** A desk that keeps requests in memory. `outages` makes the next writes fail. */
export class FakeContactDesk implements ContactDesk {
  readonly submitted: ContactRequestDraft[] = [];
  readonly statuses = new Map<string, ContactRequestStatus>();
  outages = 0;
  isOpenNow = true;
  locked = false;

  async submit(draft: ContactRequestDraft): Promise<Submission> {
    if (this.outages > 0) {
      this.outages -= 1;
      throw new StorageUnavailableError();
    }
    const known = this.submitted.findIndex((other) => other.draftId === draft.draftId);
    if (known < 0) this.submitted.push(draft);
    const number = known < 0 ? this.submitted.length : known + 1;
    const reference = `REF0000${number}` as Reference;
    if (known < 0) this.statuses.set(reference, 'pending');
    return {
      reference,
      secret: known < 0 ? ('1234567812345678' as SecretCode) : undefined,
      nextOfficeHours: { opensAt: Date.parse('2027-03-02T08:00:00Z'), isOpenNow: this.isOpenNow },
    };
  }

  async lookup(reference: string, secret: string): Promise<LookupResult> {
    if (this.locked) return { kind: 'locked', retryAt: Date.parse('2027-03-01T09:15:00Z') };
    const draft = this.submitted[Number(reference.slice(-1)) - 1];
    const status = this.statuses.get(reference);
    if (!draft || !status || status === 'erased' || secret.replace(/\s/g, '') !== '1234567812345678')
      return { kind: 'notFound' };
    return { kind: 'found', request: viewOf(draft, reference as Reference, status) };
  }

  continueChat(reference: string, secret: string): Promise<LookupResult> {
    return this.lookup(reference, secret);
  }

  async withdraw(reference: string, secret: string): Promise<LookupResult> {
    return this.#set(reference, secret, 'withdrawn');
  }

  async erase(reference: string, secret: string): Promise<LookupResult> {
    return this.#set(reference, secret, 'erased');
  }

  async #set(reference: string, secret: string, status: ContactRequestStatus): Promise<LookupResult> {
    const found = await this.lookup(reference, secret);
    if (found.kind !== 'found') return found;
    this.statuses.set(reference, status);
    return { kind: 'found', request: { ...found.request, status } };
  }
}

function viewOf(draft: ContactRequestDraft, reference: Reference, status: ContactRequestStatus): ContactRequestView {
  const { kind, locale, country, topic, means, safeContact, message, name, wishes } = draft;
  return {
    reference,
    kind,
    status,
    createdAt: Date.parse('2027-03-01T09:00:00Z'),
    consentedAt: draft.consent.givenAt,
    locale,
    country,
    topic,
    means,
    safeContact,
    ...(message === undefined ? {} : { message }),
    ...(name === undefined ? {} : { name }),
    wishes,
    messages: [],
  };
}
