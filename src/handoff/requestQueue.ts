import type { Clock } from '#src/domain/clock.ts';
import type { ContactRequestId } from '#src/domain/contactRequest.ts';
import type { ContactRequestRecord, ContactRequestStore, RequestFilter } from '#src/domain/contactRequestStore.ts';
import { coversOffice, type Office } from '#src/domain/office.ts';
import type { WorkingWeek } from '#src/domain/officeHours.ts';
import type { QueueFilter, RequestDesk, RequestSearch } from '#src/domain/requestDesk.ts';
import { findOverdueSince, type ServiceTargets } from '#src/domain/serviceTarget.ts';
import { mayWorkOnRequests, type StaffMember } from '#src/domain/staff.ts';
import type { UnitOfWork } from '#src/domain/unitOfWork.ts';
import { normaliseReference } from './secretCode.ts';

export interface RequestQueueOptions {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly workingWeeks: Readonly<Record<Office, WorkingWeek>>;
  readonly targets: ServiceTargets;
}

/** Requests shown for one search: who looks for one person needs no more. */
const MAX_FOUND = 50;

/** How staff find requests: role and office are checked here, personal data stays sealed. */
export function createRequestQueue(
  options: RequestQueueOptions,
): Pick<RequestDesk, 'list' | 'count' | 'search' | 'find'> {
  const { unitOfWork, clock, workingWeeks, targets } = options;

  /** What a queue means for this member; `undefined` if they may see no request at all. */
  function describe(member: StaffMember, filter: QueueFilter): RequestFilter | undefined {
    if (!mayWorkOnRequests(member)) return undefined;
    const { office: wanted, mine, overdue, ...rest } = filter;
    const offices = (['BE', 'LU'] as const).filter(
      (office) => coversOffice(member.office, office) && (wanted === undefined || wanted === office),
    );
    return {
      ...rest,
      offices,
      ...(mine ? { assignee: member.id } : {}),
      ...(overdue ? { waitingSince: findOverdueSince(offices, clock.now(), targets, workingWeeks) } : {}),
    };
  }

  function isVisible(member: StaffMember, record: ContactRequestRecord): boolean {
    return mayWorkOnRequests(member) && coversOffice(member.office, record.office);
  }

  return {
    async list(member, filter) {
      const described = describe(member, filter);
      return described ? unitOfWork.run(({ requests }) => requests.list(described)) : [];
    },

    async count<Name extends string>(member: StaffMember, filters: Readonly<Record<Name, QueueFilter>>) {
      return unitOfWork.run(async ({ requests }) => {
        const counts: Partial<Record<Name, number>> = {};
        for (const name of Object.keys(filters) as Name[]) {
          const described = describe(member, filters[name]);
          counts[name] = described ? await requests.count(described) : 0;
        }
        return counts as Record<Name, number>;
      });
    },

    search: (member, search) =>
      unitOfWork.run(async ({ requests, audit }) => {
        const found: ContactRequestRecord[] = [];
        // Ids grow with time.
        for (const id of [...(await findIds(requests, search))].sort().reverse()) {
          const record = found.length < MAX_FOUND ? await requests.find(id) : undefined;
          if (record && isVisible(member, record)) found.push(record);
        }
        // A reference is a name for a request, not for a person.
        if (search.by !== 'reference') {
          await audit.append({
            actor: { kind: 'staff', id: member.id },
            action: 'request.searched',
            subject: '',
            detail: { by: search.by, found: found.length },
          });
        }
        return found;
      }),

    find: (member, id) =>
      unitOfWork.run(async ({ requests }) => {
        const record = await requests.find(id);
        return record && isVisible(member, record) ? record : undefined;
      }),
  };
}

async function findIds(requests: ContactRequestStore, search: RequestSearch): Promise<ReadonlySet<ContactRequestId>> {
  switch (search.by) {
    case 'reference': {
      const found = await requests.findByReference(normaliseReference(search.reference));
      return new Set(found ? [found.id] : []);
    }
    case 'phone': {
      const found = new Set<ContactRequestId>();
      for (const number of search.numbers) {
        for (const id of await requests.findByMeans('phone', number)) found.add(id);
      }
      return found;
    }
    case 'email':
      return new Set(await requests.findByMeans('email', search.address));
    case 'name':
      return new Set(await requests.findByName(search.name));
  }
}
