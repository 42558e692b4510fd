import { mayAssign, mayBeAssigned } from '#src/domain/assignment.ts';
import type { AuditAction } from '#src/domain/audit.ts';
import { BUS_CHANNELS, type Bus } from '#src/domain/bus.ts';
import { cleanText, MAX_FIELD_LENGTH } from '#src/domain/cleanText.ts';
import {
  type ContactRequestEvent,
  type ContactRequestId,
  type ContactRequestStatus,
  transition,
} from '#src/domain/contactRequest.ts';
import type { ContactRequestDetails, ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import { coversOffice } from '#src/domain/office.ts';
import type { ChangeResult, OpenResult, RequestDesk } from '#src/domain/requestDesk.ts';
import type { RetentionRules } from '#src/domain/retention.ts';
import { mayWorkOnRequests, type StaffMember } from '#src/domain/staff.ts';
import type { StaffDirectory } from '#src/domain/staffDirectory.ts';
import type { Stores } from '#src/domain/unitOfWork.ts';
import { followRequest } from './concludeLiveChat.ts';
import { describeDelivery } from './describeDelivery.ts';
import type { ReadingWatch } from './readingWatch.ts';
import { createRequestQueue, type RequestQueueOptions } from './requestQueue.ts';

export interface RequestDeskOptions extends RequestQueueOptions {
  readonly bus: Bus;
  readonly retention: RetentionRules;
  readonly reading: ReadingWatch;
  /** To whom a request can be given. */
  readonly directory: Pick<StaffDirectory, 'find'>;
}

type Detail = Readonly<Record<string, string | number | boolean>>;

/** One change: what to check beyond role and office, and what to write. */
interface Change {
  /** `assign` gives the request to somebody: that changes who looks after it, and takes it if nobody has yet. */
  readonly event: ContactRequestEvent | 'assign';
  readonly action: AuditAction;
  readonly expectedVersion: number;
  readonly detail?: Detail;
  readonly isAllowed?: (record: ContactRequestRecord) => boolean;
  readonly describe: (record: ContactRequestRecord, now: number) => Partial<ChangedFields>;
}

type ChangedFields = Pick<ContactRequestRecord, 'assignee' | 'waitingSince' | 'closedAt'>;

/** What staff do with contact requests: role, office, transition and audit are checked here and nowhere else. */
export function createRequestDesk(options: RequestDeskOptions): RequestDesk {
  const { unitOfWork, bus, clock, retention, reading, directory } = options;

  /**
   * Runs `work` on a request the member may see. Everything else is “not found”, and audited: a member who tries ids of
   * another office learns nothing, and is seen.
   */
  async function withRequest<T>(
    member: StaffMember,
    id: string,
    work: (stores: Stores, record: ContactRequestRecord) => Promise<T>,
  ): Promise<T | { readonly kind: 'notFound' }> {
    return unitOfWork.run(async (stores) => {
      const record = await stores.requests.find(id);
      if (record && mayWorkOnRequests(member) && coversOffice(member.office, record.office))
        return work(stores, record);
      await audit(stores, member, 'access.denied', record?.id ?? '', { reason: record ? 'scope' : 'unknown' });
      return { kind: 'notFound' };
    });
  }

  async function audit(
    { audit }: Stores,
    member: StaffMember,
    action: AuditAction,
    subject: string,
    detail?: Detail,
  ): Promise<void> {
    await audit.append({ actor: { kind: 'staff', id: member.id }, action, subject, ...(detail ? { detail } : {}) });
  }

  async function change(member: StaffMember, id: string, request: Change): Promise<ChangeResult> {
    let waking: string | undefined;
    const result = await withRequest<ChangeResult>(member, id, async (stores, record) => {
      if (record.version !== request.expectedVersion) return { kind: 'stale' };
      const status = statusAfter(record.status, request.event);
      if (!status || request.isAllowed?.(record) === false) return { kind: 'notAllowed' };
      const { assignee, waitingSince, closedAt } = { ...record, ...request.describe(record, clock.now()) };
      const isWritten = await stores.requests.update(record.id, request.expectedVersion, {
        status,
        assignee,
        waitingSince,
        closedAt,
      });
      if (!isWritten) return { kind: 'stale' };
      waking = await followRequest(stores, record, request.event);
      if (record.status === 'pending' && status === 'open') await stores.officeActivity.markTaken(record.office);
      await audit(stores, member, request.action, record.id, request.detail);
      return {
        kind: 'changed',
        record: { ...record, status, assignee, waitingSince, closedAt, version: record.version + 1 },
      };
    });
    if (result.kind === 'changed') bus.publish(BUS_CHANNELS.contactRequest, id);
    if (waking !== undefined) bus.publish(BUS_CHANNELS.turnWaiting, waking);
    return result;
  }

  async function findRelated(
    { requests }: Stores,
    member: StaffMember,
    id: ContactRequestId,
    details: ContactRequestDetails | undefined,
  ): Promise<readonly ContactRequestRecord[]> {
    const look = details && describeLookUp(details);
    if (!look) return [];
    const related: ContactRequestRecord[] = [];
    for (const other of await requests.findByMeans(look.kind, look.value)) {
      const record = other === id ? undefined : await requests.find(other);
      if (record && coversOffice(member.office, record.office)) related.push(record);
    }
    return related;
  }

  return {
    ...createRequestQueue(options),

    async open(member, id, shown = []) {
      let alarm: Awaited<ReturnType<ReadingWatch['note']>>;
      const result = await withRequest<OpenResult>(member, id, async (stores, record) => {
        // Written first and in the same transaction: what could not be audited is not read.
        for (const screen of shown.length === 0 ? (['page'] as const) : shown) {
          alarm = (await reading.note(stores, member, record.id, { screen })) ?? alarm;
        }
        const details = await stores.requests.openDetails(record.id);
        return {
          kind: 'found',
          dossier: {
            record,
            details,
            notes: await stores.requests.notes(record.id),
            deliveries: (await stores.outbox.list(record.id))
              .map(describeDelivery)
              .filter((each) => each !== undefined),
            related: await findRelated(stores, member, record.id, details),
            deletedAt: record.closedAt === undefined ? undefined : record.closedAt + retention.closedRequestMs,
          },
        };
      });
      reading.raise(alarm);
      return result;
    },

    take: (member, id, expectedVersion) =>
      change(member, id, {
        event: 'take',
        action: 'request.taken',
        expectedVersion,
        describe: () => ({ assignee: member.id }),
      }),

    async assign(member, id, expectedVersion, { assignee, reason }) {
      const colleague = await directory.find(assignee);
      return change(member, id, {
        event: 'assign',
        action: member.roles.includes('lead') ? 'request.assigned' : 'request.transferred',
        expectedVersion,
        detail: { to: assignee, reason },
        isAllowed: (record) => mayAssign(member, record) && colleague !== undefined && mayBeAssigned(colleague, record),
        describe: () => ({ assignee }),
      });
    },

    release: (member, id, expectedVersion, reason) =>
      change(member, id, {
        event: 'release',
        action: 'request.released',
        expectedVersion,
        detail: { reason },
        isAllowed: (record) => record.assignee === member.id || member.roles.includes('lead'),
        describe: (_record, now) => ({ assignee: undefined, waitingSince: now }),
      }),

    resolve: (member, id, expectedVersion, reason) =>
      change(member, id, {
        event: 'resolve',
        action: 'request.resolved',
        expectedVersion,
        detail: { reason },
        describe: (_record, now) => ({ closedAt: now }),
      }),

    reopen: (member, id, expectedVersion, reason) =>
      change(member, id, {
        event: 'reopen',
        action: 'request.reopened',
        expectedVersion,
        detail: { reason },
        describe: (_record, now) => ({ assignee: member.id, closedAt: undefined, waitingSince: now }),
      }),

    note: (member, id, text) =>
      withRequest<ChangeResult>(member, id, async (stores, record) => {
        const cleaned = cleanText(text, MAX_FIELD_LENGTH).text;
        if (cleaned === '') return { kind: 'notAllowed' };
        await stores.requests.addNote(record.id, member.id, cleaned);
        await audit(stores, member, 'request.noted', record.id);
        return { kind: 'changed', record };
      }),

    async erase(member, id, reason) {
      const result = await withRequest<ChangeResult>(member, id, async (stores, record) => {
        if (!member.roles.includes('lead')) return { kind: 'notAllowed' };
        await stores.requests.erase(record.id);
        await audit(stores, member, 'request.erased', record.id, { reason });
        return { kind: 'changed', record: { ...record, status: 'erased' } };
      });
      if (result.kind === 'changed') {
        await unitOfWork.scrub();
        bus.publish(BUS_CHANNELS.contactRequest, id);
      }
      return result;
    },

    async reviveNotices(member, id) {
      const result = await withRequest<ChangeResult>(member, id, async (stores, record) => {
        if ((await stores.outbox.revive(record.id)) === 0) return { kind: 'notAllowed' };
        // Where another notifier has reached staff, it stays so.
        const noticeState = record.noticeState === 'delivered' ? 'delivered' : 'waiting';
        await stores.requests.setNoticeState(record.id, noticeState);
        await audit(stores, member, 'notice.revived', record.id);
        return { kind: 'changed', record: { ...record, noticeState } };
      });
      if (result.kind === 'changed') bus.publish(BUS_CHANNELS.outbox, '');
      return result;
    },
  };
}

/** A new assignee is no transition of its own: a pending request is taken by it, an open one stays open. */
function statusAfter(
  status: ContactRequestStatus,
  event: ContactRequestEvent | 'assign',
): ContactRequestStatus | undefined {
  if (event !== 'assign') return transition(status, event);
  return status === 'open' ? status : transition(status, 'take');
}

/** What other requests of the same person have in common with this one. */
function describeLookUp(
  details: ContactRequestDetails,
): { readonly kind: 'phone' | 'email'; readonly value: string } | undefined {
  const { means } = details;
  switch (means.kind) {
    case 'phone':
    case 'whatsapp':
      return { kind: 'phone', value: means.number };
    case 'email':
      return { kind: 'email', value: means.address };
    case 'chat':
      return means.hintAddress === undefined ? undefined : { kind: 'email', value: means.hintAddress };
  }
}
