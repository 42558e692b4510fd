import type { StaffId } from '#src/domain/staff.ts';
import type { StaffDirectory } from '#src/domain/staffDirectory.ts';

/** The display name of an account; `undefined` for an id that is not in the directory. */
export type StaffNames = (id: StaffId | string) => string | undefined;

/** Reads the directory once for a page. Accounts are disabled, never deleted: every id of the trail has a name. */
export async function nameStaff(directory: Pick<StaffDirectory, 'list'>): Promise<StaffNames> {
  const names = new Map<string, string>();
  for (const member of await directory.list()) names.set(member.id, member.displayName);
  return (id) => names.get(id);
}
