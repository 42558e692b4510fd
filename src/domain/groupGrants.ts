import type { Office, OfficeScope } from './office.ts';
import { coversOffice } from './office.ts';
import type { StaffRole } from './staff.ts';

/** What the members of one group of the identity provider may do, and for which office. */
export interface GroupGrant {
  readonly group: string;
  readonly roles: readonly StaffRole[];
  readonly office: OfficeScope;
}

/** What somebody may do here. */
export interface StaffRights {
  readonly roles: readonly StaffRole[];
  readonly office: OfficeScope;
}

const OFFICES = ['BE', 'LU'] as const satisfies readonly Office[];

/** Roles that read contact requests: for them the office matters. A lead may do all that a counsellor may. */
const OFFICE_ROLES: readonly StaffRole[] = ['counsellor', 'lead'];

/**
 * The rights that somebody's groups give them; `undefined` if none of the groups is known here.
 *
 * An account has one office scope for all its roles. Who is counsellor in Belgium and lead in Luxembourg therefore gets
 * the smaller of the two rights in both: groups may add up, but never to more than each of them says.
 */
export function grantRights(grants: readonly GroupGrant[], groups: readonly string[]): StaffRights | undefined {
  const own = grants.filter(({ group }) => groups.includes(group));
  if (own.length === 0) return undefined;
  const working = own.filter(({ roles }) => roles.some((role) => OFFICE_ROLES.includes(role)));
  // An auditor of both offices who is counsellor of one does not become counsellor of both.
  const offices = OFFICES.filter((office) =>
    (working.length > 0 ? working : own).some((grant) => coversOffice(grant.office, office)),
  );
  const holds = (role: StaffRole, office: Office): boolean =>
    own.some((grant) => coversOffice(grant.office, office) && grant.roles.includes(role));
  const everywhere = own
    .flatMap(({ roles }) => roles)
    .filter(
      (role) =>
        !OFFICE_ROLES.includes(role) ||
        offices.every((office) => holds(role, office) || (role === 'counsellor' && holds('lead', office))),
    );
  return {
    roles: [...new Set(everywhere)],
    office: offices.length === OFFICES.length ? 'both' : (offices[0] ?? 'both'),
  };
}
