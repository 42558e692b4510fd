import type { StaffId, StaffMember } from '#src/domain/staff.ts';

/** The display name of an account; `undefined` for an id that is not in the directory. */
export type StaffNames = (id: StaffId | string) => string | undefined;

/** The names of all accounts, for a page. Accounts are disabled, never deleted: every id of the trail has a name. */
export function nameStaff(members: readonly StaffMember[]): StaffNames {
  const names = new Map<string, string>(members.map(({ id, displayName }) => [id, displayName]));
  return (id) => names.get(id);
}
