import { z } from 'zod';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { HttpResponse, Route } from '#src/domain/httpRoute.ts';
import type { LiveChatView } from '#src/domain/liveChat.ts';
import { MASKED_PARTS, type MaskedPart } from '#src/domain/requestDesk.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { nameStaff } from '../nameStaff.ts';
import { pageResponse } from '../page/respond.ts';
import { refuseUnknownPage, type StaffCall, staffForm, staffPage } from '../staffRoutes.ts';
import { isRequestId, readResult } from './requestAddress.ts';
import { renderRequestPage } from './requestPage.ts';

/** Events shown on a request's page. */
const MAX_TIMELINE = 200;

const REVEAL_FIELDS = z.object({
  show: z.enum(MASKED_PARTS),
  /** What was shown before and stays. */
  keep: z.enum(MASKED_PARTS).optional(),
});

/** Reading one request. The desk writes each read to the audit trail before it gives anything out (M-19). */
export function createRequestRoutes(options: ConsoleOptions): readonly Route[] {
  return [
    staffPage(options, 'request.view', '/staff/requests/:id', (call) => showRequest(options, call, [])),
    // A POST, because it is a decision: nobody sees a number by following a link (S-04).
    staffForm(options, 'request.reveal', {
      path: '/staff/requests/:id/reveal',
      fields: REVEAL_FIELDS,
      change: (call, { show, keep }) =>
        showRequest(
          options,
          call,
          MASKED_PARTS.filter((part) => part === show || part === keep),
        ),
    }),
  ];
}

async function showRequest(
  options: ConsoleOptions,
  { request, context, member }: StaffCall,
  shown: readonly MaskedPart[],
): Promise<HttpResponse> {
  const id = request.params['id'] ?? '';
  if (!isRequestId(id)) return refuseUnknownPage(context);
  const result = await options.desk.open(member, id, shown);
  if (result.kind === 'notFound') return refuseUnknownPage(context);
  const { record } = result.dossier;
  const isChatMasked = record.assignee !== member.id && !shown.includes('words');
  const live = record.meansKind === 'chat' ? await readChat(options, member, record, isChatMasked) : undefined;
  const [events, members] = await Promise.all([
    options.audit.list({ subject: id, limit: MAX_TIMELINE }),
    options.directory.list(),
  ]);
  return pageResponse(
    200,
    renderRequestPage(context, {
      member,
      dossier: result.dossier,
      live,
      isChatMasked,
      events,
      members,
      nameOf: nameStaff(members),
      shown,
      result: readResult(request.query.get('result')),
    }),
  );
}

/** The chat; without its words while they are masked, so that nothing was read. */
async function readChat(
  { liveChats }: ConsoleOptions,
  member: StaffMember,
  { id }: ContactRequestRecord,
  isMasked: boolean,
): Promise<LiveChatView | undefined> {
  if (!isMasked) return liveChats.view(member, id);
  const chat = await liveChats.find(member, id);
  return chat && { chat, isReachable: true, messages: [] };
}
