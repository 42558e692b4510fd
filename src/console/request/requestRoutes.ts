import { z } from 'zod';
import type { HttpResponse, Route } from '#src/domain/httpRoute.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { nameStaff } from '../nameStaff.ts';
import { pageResponse } from '../page/respond.ts';
import { refuseUnknownPage, type StaffCall, staffForm, staffPage } from '../staffRoutes.ts';
import { isRequestId, readResult } from './requestAddress.ts';
import { renderRequestPage } from './requestPage.ts';

/** Events shown on a request's page. */
const MAX_TIMELINE = 200;

/** Reading one request. The desk writes each read to the audit trail before it gives anything out (M-19). */
export function createRequestRoutes(options: ConsoleOptions): readonly Route[] {
  return [
    staffPage(options, 'request.view', '/staff/requests/:id', (call) => showRequest(options, call, 'page')),
    // A POST, because it is a decision: nobody sees a number by following a link (S-04).
    staffForm(options, 'request.reveal', {
      path: '/staff/requests/:id/reveal',
      fields: z.object({}),
      change: (call) => showRequest(options, call, 'means'),
    }),
  ];
}

async function showRequest(
  options: ConsoleOptions,
  { request, context, member }: StaffCall,
  screen: 'page' | 'means',
): Promise<HttpResponse> {
  const id = request.params['id'] ?? '';
  if (!isRequestId(id)) return refuseUnknownPage(context);
  const result = await options.desk.open(member, id, screen);
  if (result.kind === 'notFound') return refuseUnknownPage(context);
  const hasChat = result.dossier.record.meansKind === 'chat';
  const live = hasChat ? await options.liveChats.view(member, id) : undefined;
  const [events, nameOf] = await Promise.all([
    options.audit.list({ subject: id, limit: MAX_TIMELINE }),
    nameStaff(options.directory),
  ]);
  return pageResponse(
    200,
    renderRequestPage(context, {
      member,
      dossier: result.dossier,
      live,
      events,
      nameOf,
      areMeansShown: screen === 'means',
      result: readResult(request.query.get('result')),
    }),
  );
}
