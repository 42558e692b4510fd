import type { ContactRequestRecord } from './contactRequestStore.ts';
import { coversOffice } from './office.ts';
import { mayWorkOnRequests, type StaffMember } from './staff.ts';

type Assignable = Pick<ContactRequestRecord, 'status' | 'assignee' | 'office'>;

/** True if the member may give this request to a colleague: a lead while it is not closed, its assignee while it is open. */
export function mayAssign(member: Pick<StaffMember, 'id' | 'roles'>, { status, assignee }: Assignable): boolean {
  if (status !== 'pending' && status !== 'open') return false;
  return member.roles.includes('lead') || (status === 'open' && assignee === member.id);
}

/** True if the request may be given to this colleague: one who may see it, can sign in, and has not got it already. */
export function mayBeAssigned(colleague: StaffMember, { assignee, office }: Assignable): boolean {
  return (
    !colleague.isDisabled &&
    colleague.id !== assignee &&
    mayWorkOnRequests(colleague) &&
    coversOffice(colleague.office, office)
  );
}
