import type { StaffId, StaffMember } from '#src/domain/staff.ts';

/** A counsellor of the Belgian office. */
export function aMember(changes: Partial<StaffMember> = {}): StaffMember {
  return {
    id: 'staff-1' as StaffId,
    login: 'amal@iom.example',
    displayName: 'Amal',
    roles: ['counsellor'],
    office: 'BE',
    isDisabled: false,
    createdAt: 0,
    ...changes,
  };
}
