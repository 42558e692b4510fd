import { z } from 'zod';
import { cleanText, MAX_MESSAGE_LENGTH } from '#src/domain/cleanText.ts';
import { type HttpResponse, jsonResponse, type Route } from '#src/domain/httpRoute.ts';
import { CANNED_REPLIES } from '#src/domain/liveChat.ts';
import type { ChangeResult } from '#src/domain/requestDesk.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { nameStaff } from '../nameStaff.ts';
import { html } from '../page/html.ts';
import { renderPage } from '../page/layout.ts';
import { pageResponse, redirectTo } from '../page/respond.ts';
import { isRequestId, requestAddress } from '../request/requestAddress.ts';
import { refuseUnknownPage, type StaffCall, staffForm, staffPage } from '../staffRoutes.ts';
import { renderThread } from './chatPanel.ts';

const SEND_FIELDS = z.object({
  /** New for each message, so that one sent again after a broken connection is written once. */
  formId: z.string().regex(/^[\w-]{1,40}$/),
  canned: z.enum(['', ...CANNED_REPLIES]).optional(),
  text: z.string(),
});

/** What staff do in the chat with the person. Reading it is audited by the desk. */
export function createChatPanelRoutes(options: ConsoleOptions): readonly Route[] {
  const { liveChats } = options;
  const path = '/staff/requests/:id/chat';
  return [
    staffPage(options, 'request.view', path, (call) => showThread(options, call)),
    staffForm(options, 'chat.write', {
      path: `${path}/join`,
      fields: z.object({}),
      change: (call) => answer(call, 'joined', (id) => liveChats.join(call.member, id)),
    }),
    staffForm(options, 'chat.write', {
      path: `${path}/send`,
      fields: SEND_FIELDS,
      rescue: 'text',
      change: async (call, { formId, canned, text }) => {
        const typed = cleanText(text, MAX_MESSAGE_LENGTH).text;
        const words = typed === '' && canned ? await readCanned(options, call, canned) : typed;
        if (words === '') return answer(call, 'emptyMessage', undefined);
        return answer(call, 'sent', (id) => liveChats.send(call.member, id, formId, words));
      },
    }),
    staffForm(options, 'chat.write', {
      path: `${path}/hand-back`,
      fields: z.object({}),
      change: (call) => answer(call, 'handedBack', (id) => liveChats.handBack(call.member, id)),
    }),
    staffForm(options, 'chat.write', {
      path: `${path}/typing`,
      fields: z.object({}),
      change: async ({ member, request, context }) => {
        const id = request.params['id'] ?? '';
        const isShown = isRequestId(id) && (await liveChats.showTyping(member, id)) === 'shown';
        return isShown ? { status: 204 } : refuseUnknownPage(context);
      },
    }),
  ];
}

/** Without the script a ready-made reply arrives by its name. */
async function readCanned(
  options: ConsoleOptions,
  { request, member }: StaffCall,
  canned: (typeof CANNED_REPLIES)[number],
): Promise<string> {
  const id = request.params['id'] ?? '';
  const record = isRequestId(id) ? await options.desk.find(member, id) : undefined;
  return record ? options.replyText(canned, record.locale) : '';
}

/** A page that holds the thread alone: the script puts it into the page of the request. */
async function showThread(options: ConsoleOptions, { request, context, member }: StaffCall): Promise<HttpResponse> {
  const id = request.params['id'] ?? '';
  if (!isRequestId(id)) return refuseUnknownPage(context);
  const [record, live, members] = await Promise.all([
    options.desk.find(member, id),
    options.liveChats.view(member, id),
    options.directory.list(),
  ]);
  if (!record || !live) return refuseUnknownPage(context);
  const { t } = context;
  return pageResponse(
    200,
    renderPage(context, {
      title: t('request.title', { reference: record.reference }),
      section: 'requests',
      main: html`<p class="back"><a href="/staff/requests/${record.id}">${t('chat.backToRequest')}</a></p>
${renderThread(context, { member, record, live, nameOf: nameStaff(members), isMasked: false })}`,
    }),
  );
}

type Outcome = 'joined' | 'sent' | 'handedBack' | 'emptyMessage';

/** The script asks for JSON and stays on the page; a plain form is led back to it. */
async function answer(
  { request, context }: StaffCall,
  outcome: Outcome,
  action: ((id: string) => Promise<ChangeResult>) | undefined,
): Promise<HttpResponse> {
  const id = request.params['id'] ?? '';
  if (!isRequestId(id)) return refuseUnknownPage(context);
  const result = await action?.(id);
  if (request.headers['accept'] === 'application/json') return jsonResponse(200, { kind: result?.kind ?? outcome });
  if (result?.kind === 'notFound') return refuseUnknownPage(context);
  const isRefused = result?.kind === 'notAllowed' || result?.kind === 'stale';
  return redirectTo(`${requestAddress(id, isRefused ? result.kind : outcome)}#chat-title`);
}
