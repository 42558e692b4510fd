import { STAFF_ROLES, type StaffMember, type StaffRole } from '#src/domain/staff.ts';

/**
 * Who may do what in the console: the one table from which routes, menus, buttons and tests are made (M-18).
 * The office is checked beside it, by the desk, for each request.
 */
export const PERMISSIONS = {
  'queue.view': ['counsellor', 'lead'],
  'request.search': ['counsellor', 'lead'],
  'request.view': ['counsellor', 'lead'],
  'request.reveal': ['counsellor', 'lead'],
  'request.take': ['counsellor', 'lead'],
  'request.assign': ['counsellor', 'lead'],
  'request.release': ['counsellor', 'lead'],
  'request.note': ['counsellor', 'lead'],
  'request.resolve': ['counsellor', 'lead'],
  'request.reopen': ['counsellor', 'lead'],
  'request.erase': ['lead'],
  'chat.write': ['counsellor', 'lead'],
  'notice.revive': ['counsellor', 'lead'],
  'report.view': ['lead', 'administrator'],
  'report.export': ['lead', 'administrator'],
  'question.view': ['editor'],
  'question.sort': ['editor'],
  'question.download': ['editor'],
  'alarm.view': ['lead', 'auditor', 'administrator'],
  'audit.view': ['auditor', 'administrator'],
  'people.view': ['administrator'],
  'people.manage': ['administrator'],
  'session.own': STAFF_ROLES,
} as const satisfies Readonly<Record<string, readonly StaffRole[]>>;

export type ConsoleAction = keyof typeof PERMISSIONS;

/** True if one of the member's roles allows the action. */
export function may(member: Pick<StaffMember, 'roles'>, action: ConsoleAction): boolean {
  const allowed: readonly StaffRole[] = PERMISSIONS[action];
  return member.roles.some((role) => allowed.includes(role));
}
