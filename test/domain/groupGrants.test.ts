import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type GroupGrant, grantRights } from '#src/domain/groupGrants.ts';
import { coversOffice } from '#src/domain/office.ts';
import { STAFF_ROLES, type StaffRole } from '#src/domain/staff.ts';

const grant = (group: string, office: GroupGrant['office'], ...roles: StaffRole[]): GroupGrant => ({
  group,
  office,
  roles,
});

const GRANTS = [
  grant('be', 'BE', 'counsellor'),
  grant('lu', 'LU', 'counsellor'),
  grant('lu-lead', 'LU', 'lead'),
  grant('audit', 'both', 'auditor'),
  grant('it', 'both', 'administrator'),
];

describe('the rights of somebody’s groups', () => {
  it.each([
    [['unknown'], undefined],
    [[], undefined],
    [['be'], { roles: ['counsellor'], office: 'BE' }],
    [['be', 'lu'], { roles: ['counsellor'], office: 'both' }],
    [['lu', 'lu-lead'], { roles: ['counsellor', 'lead'], office: 'LU' }],
    // Lead in Luxembourg only: in both offices she is a counsellor.
    [['be', 'lu-lead'], { roles: ['counsellor'], office: 'both' }],
    // An auditor of everything stays counsellor of one office.
    [['be', 'audit'], { roles: ['counsellor', 'auditor'], office: 'BE' }],
    [['audit', 'it'], { roles: ['auditor', 'administrator'], office: 'both' }],
  ])('of %j are %j', (groups, expected) => {
    expect(grantRights(GRANTS, groups)).toEqual(expected);
  });

  it('are never more than the groups say, office by office', () => {
    const aGrant = fc.record({
      group: fc.constantFrom('a', 'b', 'c', 'd'),
      office: fc.constantFrom('BE' as const, 'LU' as const, 'both' as const),
      roles: fc.uniqueArray(fc.constantFrom(...STAFF_ROLES), { minLength: 1 }),
    });
    fc.assert(
      fc.property(fc.array(aGrant, { maxLength: 6 }), fc.subarray(['a', 'b', 'c', 'd']), (grants, groups) => {
        const rights = grantRights(grants, groups);
        const own = grants.filter(({ group }) => groups.includes(group));
        expect(rights === undefined).toBe(own.length === 0);
        if (!rights) return;
        for (const office of ['BE', 'LU'] as const) {
          if (!coversOffice(rights.office, office)) continue;
          for (const role of rights.roles) {
            const giving = own.filter(
              ({ roles }) => roles.includes(role) || (role === 'counsellor' && roles.includes('lead')),
            );
            const mustCover = role === 'counsellor' || role === 'lead';
            expect(giving.some((each) => !mustCover || coversOffice(each.office, office))).toBe(true);
          }
        }
      }),
    );
  });
});
