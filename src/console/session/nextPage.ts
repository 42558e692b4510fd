import type { StaffMember } from '#src/domain/staff.ts';
import { may } from '../permissions.ts';

const OWN_PAGES = /^\/staff\/(?:requests(?:\/[0-9a-f-]{36})?|reports|questions|audit|people)$/;

/**
 * The page to show after signing in or changing the language: one of ours, never another site (no open redirect).
 * A form's address (`/staff/requests/<id>/take`) leads to the page that holds the form.
 */
export function safeNextPage(path: string | undefined): string | undefined {
  const page = path?.replace(/^(\/staff\/requests\/[0-9a-f-]{36})\/[a-z]+$/, '$1');
  return page !== undefined && OWN_PAGES.test(page) ? page : undefined;
}

/** The first page a member works with; `undefined` if this version has none for their roles. */
export function homePage(member: Pick<StaffMember, 'roles'>): string | undefined {
  if (may(member, 'queue.view')) return '/staff/requests';
  if (may(member, 'question.view')) return '/staff/questions';
  if (may(member, 'audit.view')) return '/staff/audit';
  return undefined;
}
