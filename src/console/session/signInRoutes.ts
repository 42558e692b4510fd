import { z } from 'zod';
import { defineRoute, type HttpRequest, type HttpResponse, type Route } from '#src/domain/httpRoute.ts';
import { STAFF_LOCALES } from '#src/i18n/consoleTexts.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { explainOutage } from '../page/explainOutage.ts';
import { renderMessagePage } from '../page/messagePage.ts';
import { createPageContext } from '../page/pageContext.ts';
import { pageResponse, redirectTo } from '../page/respond.ts';
import { answerForeignLink, findSession } from './authenticateStaff.ts';
import { isFromOurPage } from './checkForm.ts';
import { completeSignIn } from './completeSignIn.ts';
import { homePage, safeNextPage } from './nextPage.ts';
import { SECOND_STEP_PATH } from './secondStepRoutes.ts';
import { endedSessionCookie, languageCookie, readSessionToken, secondStepCookie } from './sessionCookie.ts';
import { renderSignInPage, type SignInNotice } from './signInPage.ts';

const SIGN_IN_FIELDS = z.object({
  login: z.string().max(254),
  password: z.string().max(1_024),
  next: z.string().max(100).optional(),
});

const LANGUAGE_FIELDS = z.object({
  language: z.string().refine((tag) => STAFF_LOCALES.includes(tag)),
  returnTo: z.string().max(100).optional(),
});

/** What is reachable without a session: the door, and the choice of language. */
export function createSignInRoutes(options: ConsoleOptions): readonly Route[] {
  return [
    defineRoute<'public'>({
      method: 'GET',
      path: '/staff',
      auth: 'public',
      headerClass: 'staffPage',
      handle: (request) =>
        explainOutage(createPageContext(options, request), undefined, () => showDoor(options, request)),
    }),
    defineRoute<'public'>({
      method: 'POST',
      path: '/staff/sign-in',
      auth: 'public',
      headerClass: 'staffPage',
      bodyKind: 'form',
      maxBodyBytes: 8 * 1024,
      checkOrigin: true,
      handle: (request) =>
        explainOutage(createPageContext(options, request), undefined, () => signIn(options, request)),
    }),
    defineRoute<'public'>({
      method: 'POST',
      path: '/staff/language',
      auth: 'public',
      headerClass: 'staffPage',
      bodyKind: 'form',
      maxBodyBytes: 4 * 1024,
      checkOrigin: true,
      handle: async (request) => chooseLanguage(options, request),
    }),
  ];
}

async function showDoor(options: ConsoleOptions, request: HttpRequest<'public'>): Promise<HttpResponse> {
  const token = readSessionToken(request);
  const session = token === undefined ? undefined : await findSession(options, request, token);
  if (token === undefined || !session) {
    const foreign = token === undefined ? answerForeignLink(options, request) : undefined;
    if (foreign) return foreign;
    const isEnded = token !== undefined || request.query.has('ended');
    const notice = isEnded ? 'ended' : request.query.has('signed-out') ? 'signedOut' : undefined;
    const headers = token === undefined ? undefined : { 'set-cookie': endedSessionCookie(request) };
    return pageResponse(200, renderSignInPage(createPageContext(options, request), { notice }), headers);
  }
  const home = homePage(session.member);
  if (home !== undefined) return redirectTo(home);
  const context = createPageContext(options, request, { session, token });
  const { t } = context;
  return pageResponse(200, renderMessagePage(context, { title: t('problem.noPage'), text: t('problem.noPageText') }));
}

async function signIn(options: ConsoleOptions, request: HttpRequest<'public'>): Promise<HttpResponse> {
  const fields = SIGN_IN_FIELDS.safeParse(request.body);
  const next = safeNextPage(fields.data?.next);
  const refuse = (status: number, notice: SignInNotice, headers?: HttpResponse['headers']): HttpResponse => {
    const context = { ...createPageContext(options, request), returnTo: '/staff' };
    return pageResponse(status, renderSignInPage(context, { notice, next, login: fields.data?.login ?? '' }), headers);
  };
  if (!isFromOurPage(request)) return refuse(403, 'foreign');
  if (options.signIn.passwords === 'off') return refuse(403, 'providerOnly');

  const limit = options.limits.take('networkSignIns', request.clientNetwork);
  if (limit.kind === 'refused') return refuse(429, 'tooMany', { 'retry-after': String(limit.retryAfterSeconds) });
  if (!fields.success) return refuse(401, 'rejected');

  const result = await options.directory.signIn(fields.data.login, fields.data.password);
  if (result.kind === 'rejected') return refuse(401, 'rejected');
  if (result.kind === 'locked') {
    const seconds = Math.max(1, Math.ceil((result.retryAt - options.clock.now()) / 1_000));
    return refuse(429, 'locked', { 'retry-after': String(seconds) });
  }
  const { member } = result;
  if (member.hasSecondFactor || options.signIn.isSecondFactorRequired) {
    const { token } = await options.secondFactors.begin(member.id);
    const query = next === undefined ? '' : `?${new URLSearchParams({ next }).toString()}`;
    return redirectTo(SECOND_STEP_PATH + query, { 'set-cookie': secondStepCookie(request, token) });
  }
  const cookies = await completeSignIn(options, request, member, { through: 'password' });
  return redirectTo(next ?? '/staff', { 'set-cookie': cookies });
}

function chooseLanguage(options: ConsoleOptions, request: HttpRequest<'public'>): HttpResponse {
  const fields = LANGUAGE_FIELDS.safeParse(request.body);
  if (!fields.success || !isFromOurPage(request)) {
    const context = { ...createPageContext(options, request), returnTo: '/staff' };
    return pageResponse(403, renderSignInPage(context, { notice: 'foreign' }));
  }
  const { returnTo } = fields.data;
  const page = returnTo === SECOND_STEP_PATH ? returnTo : (safeNextPage(returnTo) ?? '/staff');
  return redirectTo(page, { 'set-cookie': languageCookie(request, fields.data.language) });
}
