import type { Alarms } from '#src/domain/alarms.ts';
import type { AuditAction } from '#src/domain/audit.ts';
import { BUS_CHANNELS, type Bus } from '#src/domain/bus.ts';
import type { Clock } from '#src/domain/clock.ts';
import {
  type ContactDesk,
  type ContactRequestDraft,
  type ContactRequestEvent,
  type ContactRequestView,
  type LookupResult,
  type Submission,
  transition,
} from '#src/domain/contactRequest.ts';
import type { ContactRequestRecord, NewContactRequest } from '#src/domain/contactRequestStore.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { Logger } from '#src/domain/logger.ts';
import type { Office } from '#src/domain/office.ts';
import { nextOfficeHours, type WorkingWeek } from '#src/domain/officeHours.ts';
import type { SecretHasher } from '#src/domain/secretHasher.ts';
import type { Subject, TopicGroup } from '#src/domain/topic.ts';
import type { Stores, UnitOfWork } from '#src/domain/unitOfWork.ts';
import { followRequest } from './concludeLiveChat.ts';
import { deskNewsActivity } from './deskNews.ts';
import { noticeJob } from './noticeJob.ts';
import { prepareRequest } from './prepareRequest.ts';
import { createReference, createSecretCode, normaliseReference, normaliseSecretCode } from './secretCode.ts';
import { viewRequest } from './viewRequest.ts';

export interface ContactDeskOptions {
  readonly unitOfWork: UnitOfWork;
  readonly hasher: SecretHasher;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly alarms: Alarms;
  /** One notice per name is written with each request; none if staff only look into the console. */
  readonly notifierNames: readonly string[];
  readonly workingWeeks: Readonly<Record<Office, WorkingWeek>>;
  /** The office of a person who has not said in which country they are. */
  readonly defaultOffice: Office;
  /** The group of what a request is about; `undefined` for a topic that no longer exists. */
  readonly topicGroupOf: (subject: Subject) => TopicGroup | undefined;
}

/** A reference has 40 bits: a second collision in a row means that something else is wrong. */
const MAX_REFERENCE_TRIES = 5;

/** The desk where contact requests arrive, and where the person who made one comes back to it. */
export function createContactDesk(options: ContactDeskOptions): ContactDesk {
  const { unitOfWork, hasher, bus, clock, ids, logger, alarms } = options;

  /** Stores the request, or finds the one that the same draft made before. */
  async function store(
    stores: Stores,
    request: NewContactRequest,
  ): Promise<{
    readonly isNew: boolean;
    readonly record: Pick<ContactRequestRecord, 'id' | 'reference' | 'office'>;
  }> {
    let attempt = request;
    for (let tries = 0; tries < MAX_REFERENCE_TRIES; tries += 1) {
      const result = await stores.requests.insert(attempt);
      if (result.kind === 'draftKnown') return { isNew: false, record: result.record };
      if (result.kind === 'stored') {
        await completeStored(stores, attempt);
        return { isNew: true, record: attempt.record };
      }
      attempt = { ...attempt, record: { ...attempt.record, reference: createReference(ids) } };
    }
    throw new Error('No free reference was found');
  }

  async function completeStored(
    { requests, liveChats, outbox, audit }: Stores,
    { record }: NewContactRequest,
  ): Promise<void> {
    if (record.meansKind === 'chat') await liveChats.open(record.id, record.conversationId);
    for (const notifier of options.notifierNames) await outbox.add(noticeJob(record.id, notifier, 'new'));
    // Without a notifier staff see the request in the console, and nothing is outstanding.
    if (options.notifierNames.length === 0) await requests.setNoticeState(record.id, 'delivered');
    await audit.append({
      actor: { kind: 'person' },
      action: 'request.submitted',
      subject: record.id,
      detail: { kind: record.kind, office: record.office, notices: options.notifierNames.length },
    });
  }

  /** Lets the person in if reference and code fit, then does `action` in the transaction that reads the request. */
  async function withRequest(
    typedReference: string,
    typedSecret: string,
    action: (stores: Stores, record: ContactRequestRecord) => Promise<LookupResult>,
  ): Promise<LookupResult> {
    const reference = normaliseReference(typedReference);
    const secret = normaliseSecretCode(typedSecret);
    const gate = await unitOfWork.run(async ({ secretAttempts, requests, audit }) => {
      const attempt = await secretAttempts.begin(reference);
      const found = await requests.findByReference(reference);
      if (attempt.isLockStart) {
        await audit.append({ actor: { kind: 'person' }, action: 'request.locked', subject: found?.id ?? '' });
      }
      return { attempt, secretHash: found?.secretHash };
    });
    if (gate.attempt.lockedUntil !== undefined) {
      if (gate.attempt.isLockStart) {
        logger.error('a contact request was locked after wrong codes', { code: 'secret_guessing' });
        alarms.raise({ kind: 'secretGuessing' });
      }
      return { kind: 'locked', retryAt: gate.attempt.lockedUntil };
    }
    if (!(await hasher.verify(secret, gate.secretHash))) return { kind: 'notFound' };
    return unitOfWork.run(async (stores) => {
      const record = await stores.requests.findByReference(reference);
      // Erased between the two transactions.
      if (!record) return { kind: 'notFound' };
      await stores.secretAttempts.clear(reference);
      return action(stores, record);
    });
  }

  async function auditByPerson(stores: Stores, record: ContactRequestRecord, action: AuditAction): Promise<void> {
    await stores.audit.append({ actor: { kind: 'person' }, action, subject: record.id });
  }

  async function change(
    reference: string,
    secret: string,
    event: ContactRequestEvent,
    perform: (stores: Stores, record: ContactRequestRecord) => Promise<void>,
  ): Promise<LookupResult> {
    return withRequest(reference, secret, async (stores, record) => {
      const status = transition(record.status, event);
      const request = await view(stores, { ...record, status: status ?? record.status });
      if (status) await perform(stores, record);
      return { kind: 'found', request };
    });
  }

  async function view({ requests, liveChats }: Stores, record: ContactRequestRecord): Promise<ContactRequestView> {
    return viewRequest(record, await requests.openDetails(record.id), {
      consentedAt: await requests.consentedAt(record.id),
      thread: await liveChats.messages(record.id),
    });
  }

  return {
    async submit(draft: ContactRequestDraft): Promise<Submission> {
      const secret = createSecretCode(ids);
      const request = prepareRequest(draft, {
        ids,
        now: clock.now(),
        office: draft.country ?? options.defaultOffice,
        secretHash: await hasher.hash(secret),
        topicGroup: draft.topic === undefined ? undefined : options.topicGroupOf(draft.topic),
      });
      const { isNew, record } = await unitOfWork.run((stores) => store(stores, request));
      const { office, reference } = record;
      const hours = nextOfficeHours(office, clock.now(), options.workingWeeks[office]);
      if (!isNew) return { reference, secret: undefined, nextOfficeHours: hours };
      bus.publish(BUS_CHANNELS.contactRequest, record.id);
      bus.publish(BUS_CHANNELS.outbox, '');
      logger.info('contact request stored', { contactRequestId: record.id, kind: draft.kind });
      return { reference, secret, nextOfficeHours: hours };
    },

    lookup: (reference, secret) =>
      withRequest(reference, secret, async (stores, record) => {
        const request = await view(stores, record);
        await auditByPerson(stores, record, 'request.viewedByPerson');
        return { kind: 'found', request };
      }),

    async continueChat(reference, secret, conversationId) {
      let wakes = '';
      const result = await withRequest(reference, secret, async (stores, record) => {
        const request = await view(stores, record);
        const chat = await stores.liveChats.find(record.id);
        if (chat && chat.phase !== 'ended') {
          await stores.liveChats.update(record.id, { conversationId, seenSeq: chat.lastSeq });
          await auditByPerson(stores, record, 'chat.continued');
          if (chat.phase === 'held' && chat.conversationId !== conversationId) {
            // The staff member is there at this moment: the assistant falls silent here as well.
            const name = request.messages.findLast((message) => message.from === 'staff')?.name;
            const news = { kind: 'joined', requestId: record.id, name } as const;
            const key = `joined:${record.id}:${clock.now()}`;
            await stores.appendActivity(conversationId, deskNewsActivity(news, key, record.locale));
            wakes = conversationId;
          }
        }
        return { kind: 'found', request };
      });
      if (wakes !== '') bus.publish(BUS_CHANNELS.turnWaiting, wakes);
      return result;
    },

    async withdraw(reference, secret) {
      let changed = '';
      let wakes: string | undefined;
      const result = await change(reference, secret, 'withdraw', async (stores, record) => {
        await stores.requests.update(record.id, record.version, {
          status: 'withdrawn',
          assignee: record.assignee,
          waitingSince: record.waitingSince,
          closedAt: clock.now(),
        });
        wakes = await followRequest(stores, record, 'withdraw');
        await auditByPerson(stores, record, 'request.withdrawn');
        changed = record.id;
      });
      if (changed !== '') bus.publish(BUS_CHANNELS.contactRequest, changed);
      if (wakes !== undefined) bus.publish(BUS_CHANNELS.turnWaiting, wakes);
      return result;
    },

    async erase(reference, secret) {
      let erased = '';
      const result = await change(reference, secret, 'erase', async (stores, record) => {
        await stores.requests.erase(record.id);
        await auditByPerson(stores, record, 'request.erased');
        erased = record.id;
      });
      if (erased !== '') {
        await unitOfWork.scrub();
        bus.publish(BUS_CHANNELS.contactRequest, erased);
      }
      return result;
    },
  };
}
