import type { GroupGrant } from '#src/domain/groupGrants.ts';
import type { OfficeScope } from '#src/domain/office.ts';
import { isStaffRole, STAFF_ROLES, type StaffRole } from '#src/domain/staff.ts';

const OFFICES = ['BE', 'LU', 'both'] as const satisfies readonly OfficeScope[];

const FORM = `GROUP=ROLE@OFFICE; …, with ROLE = ${STAFF_ROLES.join(', ')} (several: counsellor+lead) and OFFICE = ${OFFICES.join(', ')}`;

/**
 * What groups of the identity provider may do: `avrr-be=counsellor@BE; avrr-lead=counsellor+lead@both`. The group is
 * everything before the last `=`, so that a name may be a path or a distinguished name; `;` alone cannot stand in it.
 *
 * @throws {Error} that names the entry and the form. The group is not repeated: like every value of the environment it
 * stays out of the error.
 */
export function parseGroupGrants(text: string): readonly GroupGrant[] {
  const grants: GroupGrant[] = [];
  for (const [index, entry] of text.split(';').entries()) {
    if (entry.trim() === '') continue;
    const grant = readGrant(entry);
    if (typeof grant === 'string') throw new Error(`entry ${index + 1} ${grant}. The form is ${FORM}`);
    grants.push(grant);
  }
  if (grants.length === 0) throw new Error(`names no group. The form is ${FORM}`);
  return grants;
}

/** @returns the grant, or what is wrong with the entry. */
function readGrant(entry: string): GroupGrant | string {
  const [, group = '', roleText = '', office = ''] = /^(.*)=([^=@]*)@([^=@]*)$/s.exec(entry.trim()) ?? [];
  if (group.trim() === '') return 'is not GROUP=ROLE@OFFICE';
  const roles = roleText.split('+').map((role) => role.trim());
  if (!roles.every((role): role is StaffRole => isStaffRole(role))) return 'names a role that does not exist';
  const scope = OFFICES.find((name) => name === office.trim());
  if (!scope) return 'names an office that does not exist';
  return { group: group.trim(), roles, office: scope };
}
