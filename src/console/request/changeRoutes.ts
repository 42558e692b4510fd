import { z } from 'zod';
import { cleanText, MAX_FIELD_LENGTH } from '#src/domain/cleanText.ts';
import type { HttpResponse, Route } from '#src/domain/httpRoute.ts';
import {
  type ChangeResult,
  ERASURE_REASONS,
  HANDOVER_REASONS,
  REOPEN_REASONS,
  RESOLUTION_REASONS,
} from '#src/domain/requestDesk.ts';
import type { StaffId } from '#src/domain/staff.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { redirectTo } from '../page/respond.ts';
import { refuseUnknownPage, type StaffCall, staffForm } from '../staffRoutes.ts';
import { type ChangeOutcome, isRequestId, requestAddress } from './requestAddress.ts';

/** The version that the member saw: if somebody was quicker, nothing is changed. */
const VERSION = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const TAKE_FIELDS = z.object({ version: VERSION });
const RESOLVE_FIELDS = z.object({ version: VERSION, reason: z.enum(RESOLUTION_REASONS) });
const ERASE_FIELDS = z.object({ reason: z.enum(ERASURE_REASONS), confirmed: z.literal('yes') });
const ASSIGN_FIELDS = z.object({
  version: VERSION,
  assignee: z.string().min(1).max(100),
  reason: z.enum(HANDOVER_REASONS),
});
const RELEASE_FIELDS = z.object({ version: VERSION, reason: z.enum(HANDOVER_REASONS) });
const REOPEN_FIELDS = z.object({ version: VERSION, reason: z.enum(REOPEN_REASONS) });
const NOTE_FIELDS = z.object({ text: z.string() });

/** What staff do with a request. Each is one form, one call of the desk, and a way back to the page. */
export function createChangeRoutes(options: ConsoleOptions): readonly Route[] {
  const { desk } = options;
  return [
    staffForm(options, 'request.take', {
      path: '/staff/requests/:id/take',
      fields: TAKE_FIELDS,
      change: (call, { version }) => change(call, 'taken', (id) => desk.take(call.member, id, version)),
    }),
    staffForm(options, 'request.assign', {
      path: '/staff/requests/:id/assign',
      fields: ASSIGN_FIELDS,
      change: (call, { version, assignee, reason }) =>
        change(call, 'assigned', (id) =>
          desk.assign(call.member, id, version, { assignee: assignee as StaffId, reason }),
        ),
    }),
    staffForm(options, 'request.release', {
      path: '/staff/requests/:id/release',
      fields: RELEASE_FIELDS,
      change: (call, { version, reason }) =>
        change(call, 'released', (id) => desk.release(call.member, id, version, reason)),
    }),
    staffForm(options, 'request.resolve', {
      path: '/staff/requests/:id/resolve',
      fields: RESOLVE_FIELDS,
      change: (call, { version, reason }) =>
        change(call, 'resolved', (id) => desk.resolve(call.member, id, version, reason)),
    }),
    staffForm(options, 'request.reopen', {
      path: '/staff/requests/:id/reopen',
      fields: REOPEN_FIELDS,
      change: (call, { version, reason }) =>
        change(call, 'reopened', (id) => desk.reopen(call.member, id, version, reason)),
    }),
    staffForm(options, 'request.note', {
      path: '/staff/requests/:id/note',
      fields: NOTE_FIELDS,
      rescue: 'text',
      change: (call, fields) => {
        const { text } = cleanText(fields.text, MAX_FIELD_LENGTH);
        if (text === '') return change(call, 'emptyNote', undefined);
        return change(call, 'noted', (id) => desk.note(call.member, id, text));
      },
    }),
    staffForm(options, 'notice.revive', {
      path: '/staff/requests/:id/revive',
      fields: z.object({}),
      change: (call) => change(call, 'revived', (id) => desk.reviveNotices(call.member, id)),
    }),
    staffForm(options, 'request.erase', {
      path: '/staff/requests/:id/erase',
      fields: ERASE_FIELDS,
      change: (call, { reason }) => change(call, 'erased', (id) => desk.erase(call.member, id, reason)),
    }),
  ];
}

async function change(
  { request, context }: StaffCall,
  outcome: ChangeOutcome | 'erased',
  action: ((id: string) => Promise<ChangeResult>) | undefined,
): Promise<HttpResponse> {
  const id = request.params['id'] ?? '';
  if (!isRequestId(id)) return refuseUnknownPage(context);
  const result = await action?.(id);
  switch (result?.kind) {
    case 'notFound':
      return refuseUnknownPage(context);
    case 'stale':
    case 'notAllowed':
      return redirectTo(requestAddress(id, result.kind));
    case 'changed':
    case undefined:
      return redirectTo(outcome === 'erased' ? '/staff/requests?erased' : requestAddress(id, outcome));
  }
}
