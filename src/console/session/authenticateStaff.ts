import type { Authenticator, HttpRequestHead, HttpResponse } from '#src/domain/httpRoute.ts';
import { problemResponse } from '#src/domain/httpRoute.ts';
import type { StaffSession } from '#src/domain/staffSessions.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { html } from '../page/html.ts';
import { renderPage } from '../page/layout.ts';
import { renderMessagePage } from '../page/messagePage.ts';
import { createPageContext } from '../page/pageContext.ts';
import { pageResponse } from '../page/respond.ts';
import { safeNextPage } from './nextPage.ts';
import { endedSessionCookie, readSessionToken } from './sessionCookie.ts';
import { renderSignInPage } from './signInPage.ts';

/** Sent by our own script when a page looks for news by itself: such a request keeps no session alive. */
const BACKGROUND_HEADER = 'x-background';

/**
 * Lets a request through if its cookie holds a live session and the account has one of the route's roles (M-16, M-18).
 * A refused role is written to the audit trail.
 */
export function createStaffAuthenticator(options: ConsoleOptions): Authenticator<'staff'> {
  return async (head, route) => {
    if (!route.roles) throw new Error(`The staff route ${route.path} names no role`);
    const token = readSessionToken(head);
    const session = token === undefined ? undefined : await findSession(options, head, token);
    if (token === undefined || !session) {
      return { kind: 'refused', response: refuseUnknown(options, head, token !== undefined) };
    }
    const { member } = session;
    if (!member.roles.some((role) => route.roles?.includes(role))) {
      await options.audit.record({
        actor: { kind: 'staff', id: member.id },
        action: 'access.denied',
        subject: '',
        detail: { route: `${route.method} ${route.path}` },
      });
      const context = createPageContext(options, head, { session, token });
      const { t } = context;
      const page = renderMessagePage(context, { title: t('problem.forbidden'), text: t('problem.forbiddenText') });
      return { kind: 'refused', response: pageResponse(403, page) };
    }
    return { kind: 'known', principal: { session, token } };
  };
}

/** The session of the cookie. A background request only looks: it is nobody's presence. */
export async function findSession(
  { sessions }: ConsoleOptions,
  head: HttpRequestHead,
  token: string,
): Promise<StaffSession | undefined> {
  return isBackground(head) ? sessions.peek(token) : sessions.find(token);
}

/**
 * A link in a mail opens our page from another site, and `SameSite=Strict` then keeps the cookie back. This answer lets
 * the browser ask again from our own page, with the cookie. Harmless: a GET changes nothing.
 */
export function answerForeignLink(options: ConsoleOptions, head: HttpRequestHead): HttpResponse | undefined {
  if (head.method !== 'GET' || head.headers['sec-fetch-site'] !== 'cross-site') return undefined;
  const path = safeNextPage(head.path) ?? '/staff';
  const context = createPageContext(options, head);
  return pageResponse(
    200,
    renderPage(context, {
      title: context.t('signIn.title'),
      head: html`<meta http-equiv="refresh" content="0;url=${path}">`,
      main: html`<p><a href="${path}">${context.t('signIn.continue')}</a></p>`,
    }),
  );
}

function refuseUnknown(options: ConsoleOptions, head: HttpRequestHead, hadToken: boolean): HttpResponse {
  const headers = hadToken ? { 'set-cookie': endedSessionCookie(head) } : undefined;
  if (isBackground(head)) return problemResponse(401, 'signed_out', 'The session has ended', headers);
  const foreign = hadToken ? undefined : answerForeignLink(options, head);
  if (foreign) return foreign;
  const context = createPageContext(options, head);
  const next = safeNextPage(head.path);
  return pageResponse(401, renderSignInPage(context, { next, notice: hadToken ? 'ended' : undefined }), headers);
}

function isBackground(head: HttpRequestHead): boolean {
  // An event stream renews itself for ever, and can set no header of its own.
  return head.headers[BACKGROUND_HEADER] !== undefined || head.headers['accept'] === 'text/event-stream';
}
