import { z } from 'zod';
import { defineRoute, type HttpRequest, type HttpResponse, type Route } from '#src/domain/httpRoute.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { explainOutage } from '../page/explainOutage.ts';
import { createPageContext } from '../page/pageContext.ts';
import { pageResponse, redirectTo } from '../page/respond.ts';
import { refuseUnknownPage, staffForm } from '../staffRoutes.ts';
import { isFromOurPage } from './checkForm.ts';
import { completeSignIn } from './completeSignIn.ts';
import { safeNextPage } from './nextPage.ts';
import { renderRecoveryCodes, renderSecondStepPage, type SecondStepNotice } from './secondStepPage.ts';
import { readSecondStepToken, secondStepCookie } from './sessionCookie.ts';
import { renderSignInPage } from './signInPage.ts';

/** Page and form of the one-time code. */
export const SECOND_STEP_PATH = '/staff/second-step';

const CODE_FIELDS = z.object({ code: z.string().max(64), next: z.string().max(100).optional() });

/** The second step of a sign-in with a password, and the way there for somebody who is already signed in. */
export function createSecondStepRoutes(options: ConsoleOptions): readonly Route[] {
  return [
    defineRoute<'public'>({
      method: 'GET',
      path: SECOND_STEP_PATH,
      auth: 'public',
      headerClass: 'staffPage',
      handle: (request) =>
        explainOutage(createPageContext(options, request), undefined, () => {
          const next = safeNextPage(request.query.get('next') ?? undefined);
          return showStep(options, request, { status: 200, next });
        }),
    }),
    defineRoute<'public'>({
      method: 'POST',
      path: SECOND_STEP_PATH,
      auth: 'public',
      headerClass: 'staffPage',
      bodyKind: 'form',
      maxBodyBytes: 4 * 1024,
      checkOrigin: true,
      handle: (request) =>
        explainOutage(createPageContext(options, request), undefined, () => takeCode(options, request)),
    }),
    staffForm(options, 'session.own', {
      path: `${SECOND_STEP_PATH}/set-up`,
      fields: z.object({}),
      change: async ({ request, context, member }) => {
        const account = await options.directory.find(member.id);
        // To replace a secret one needs the administrator: a session that somebody left open must not be enough.
        if (!account || account.signsInBy !== 'password' || account.hasSecondFactor) return refuseUnknownPage(context);
        const { token } = await options.secondFactors.begin(member.id);
        return redirectTo(SECOND_STEP_PATH, { 'set-cookie': secondStepCookie(request, token) });
      },
    }),
  ];
}

async function takeCode(options: ConsoleOptions, request: HttpRequest<'public'>): Promise<HttpResponse> {
  const fields = CODE_FIELDS.safeParse(request.body);
  const next = safeNextPage(fields.data?.next);
  const again = (status: number, notice: SecondStepNotice, retryAfterSeconds?: number): Promise<HttpResponse> =>
    showStep(options, request, { status, notice, next, retryAfterSeconds });
  if (!isFromOurPage(request)) return again(403, 'foreign');
  const limit = options.limits.take('networkSignIns', request.clientNetwork);
  if (limit.kind === 'refused') return again(429, 'tooMany', limit.retryAfterSeconds);
  const token = readSecondStepToken(request);
  if (token === undefined) return startAgain(options, request, next);
  if (!fields.success) return again(401, 'rejected');

  const result = await options.secondFactors.answer(token, fields.data.code);
  switch (result.kind) {
    case 'ended':
      return startAgain(options, request, next);
    case 'rejected':
      return again(401, 'rejected');
    case 'locked':
      return again(429, 'locked', Math.max(1, Math.ceil((result.retryAt - options.clock.now()) / 1_000)));
    case 'accepted': {
      const cookies = await completeSignIn(options, request, result.member, { through: result.through });
      const page = next ?? '/staff';
      if (result.recoveryCodes.length === 0) return redirectTo(page, { 'set-cookie': cookies });
      const context = { ...createPageContext(options, request), returnTo: '/staff' };
      return pageResponse(200, renderRecoveryCodes(context, result.recoveryCodes, page), { 'set-cookie': cookies });
    }
  }
}

async function showStep(
  options: ConsoleOptions,
  request: HttpRequest<'public'>,
  answer: {
    readonly status: number;
    readonly next: string | undefined;
    readonly notice?: SecondStepNotice;
    readonly retryAfterSeconds?: number | undefined;
  },
): Promise<HttpResponse> {
  const token = readSecondStepToken(request);
  const step = token === undefined ? undefined : await options.secondFactors.find(token);
  if (!step) return startAgain(options, request, answer.next);
  const context = { ...createPageContext(options, request), returnTo: SECOND_STEP_PATH };
  const page = renderSecondStepPage(context, step, { notice: answer.notice, next: answer.next });
  const wait = answer.retryAfterSeconds;
  return pageResponse(answer.status, page, wait === undefined ? undefined : { 'retry-after': String(wait) });
}

function startAgain(options: ConsoleOptions, request: HttpRequest<'public'>, next: string | undefined): HttpResponse {
  const context = { ...createPageContext(options, request), returnTo: '/staff' };
  const headers = { 'set-cookie': secondStepCookie(request, undefined) };
  return pageResponse(401, renderSignInPage(context, { notice: 'stepEnded', next }), headers);
}
