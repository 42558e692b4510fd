import {
  type ChatPrincipal,
  defineRoute,
  type HttpRequest,
  type HttpResponse,
  jsonResponse,
  problemResponse,
  type Route,
} from '#src/domain/httpRoute.ts';
import type { Ids } from '#src/domain/ids.ts';
import { isVisible, toClientActivity } from './activityShapes.ts';
import type { ChatLimits } from './chatLimits.ts';
import type { ChatTokens } from './chatTokens.ts';
import type { ConversationService } from './conversationService.ts';
import { readActivity, readLocale } from './readActivity.ts';
import { createStreamUrl, DIRECT_LINE_BASE, readWatermark } from './streamUrl.ts';
import type { TurnRunner } from './turnRunner.ts';

export interface DirectLineRouteOptions {
  readonly ids: Ids;
  readonly tokens: ChatTokens;
  readonly limits: ChatLimits;
  readonly conversations: ConversationService;
  readonly runner: TurnRunner;
}

type ChatRequest = HttpRequest<'chatToken'>;

const CONVERSATION = `${DIRECT_LINE_BASE}/conversations/:conversationId`;

/** 404 makes both Microsoft clients end the conversation; 403 only makes them try again with the same token. */
export const CONVERSATION_ENDED = problemResponse(404, 'ConversationNotFound', 'The conversation has ended');
export const TOKEN_EXPIRED = problemResponse(403, 'TokenExpired', 'The token has expired');
export const BAD_ACTIVITY = problemResponse(400, 'BadArgument', 'This activity cannot be read');
const WRONG_CONVERSATION = problemResponse(403, 'BadArgument', 'The token is for another conversation');
const NO_FILES = problemResponse(415, 'NotSupported', 'Files are not accepted: please write a message');

/** The calls of Direct Line 3.0, as the Microsoft clients use them. */
export function createDirectLineRoutes(options: DirectLineRouteOptions): readonly Route[] {
  const { ids, tokens, limits, conversations, runner } = options;

  const describeConversation = async (
    status: number,
    principal: ChatPrincipal,
    baseUrl: string,
    watermark: string,
  ): Promise<HttpResponse> => {
    const issued = await tokens.issue(principal);
    if (!issued) return TOKEN_EXPIRED;
    const ticket = await tokens.issueTicket(principal);
    return jsonResponse(status, {
      conversationId: principal.conversationId,
      token: issued.token,
      expires_in: issued.expiresInSeconds,
      streamUrl: baseUrl.replace(/^http/, 'ws') + createStreamUrl(principal.conversationId, watermark, ticket),
      referenceGrammarId: ids.uuid(),
    });
  };
  const shared = { isShared: true, headerClass: 'api' } as const;
  return [
    defineRoute({
      ...shared,
      method: 'POST',
      path: `${DIRECT_LINE_BASE}/tokens/generate`,
      auth: 'public',
      checkOrigin: true,
      async handle(request) {
        const refusal = limits.refuseNewChat(request.clientNetwork);
        if (refusal) return refusal;
        const principal = tokens.mint();
        return describeToken(principal, await tokens.issue(principal));
      },
    }),
    defineRoute({
      ...shared,
      method: 'POST',
      path: `${DIRECT_LINE_BASE}/tokens/refresh`,
      auth: 'chatToken',
      async handle({ principal }) {
        const refusal = limits.refuseCall(principal.conversationId);
        if (refusal) return refusal;
        // A page may refresh before it starts the conversation, but not after the end.
        if (await conversations.hasEnded(principal.conversationId)) return CONVERSATION_ENDED;
        return describeToken(principal, await tokens.issue(principal));
      },
    }),
    defineRoute({
      ...shared,
      method: 'POST',
      path: `${DIRECT_LINE_BASE}/conversations`,
      auth: 'chatToken',
      async handle({ principal, body, baseUrl }) {
        const refusal = limits.refuseCall(principal.conversationId);
        if (refusal) return refusal;
        const started = await conversations.start(principal, { locale: readLocale(body), isWelcomeShown: false });
        if (started === 'ended') return CONVERSATION_ENDED;
        runner.wake(principal.conversationId);
        return describeConversation(started === 'new' ? 201 : 200, principal, baseUrl, '');
      },
    }),
    defineRoute({
      ...shared,
      method: 'GET',
      path: CONVERSATION,
      auth: 'chatToken',
      async handle(request) {
        const refusal = await refuse(request, limits, conversations);
        if (refusal) return refusal;
        const { principal, query, baseUrl } = request;
        runner.wake(principal.conversationId);
        return describeConversation(200, principal, baseUrl, query.get('watermark') ?? '');
      },
    }),
    defineRoute({
      ...shared,
      method: 'GET',
      path: `${CONVERSATION}/activities`,
      auth: 'chatToken',
      async handle(request) {
        const refusal = await refuse(request, limits, conversations);
        if (refusal) return refusal;
        const { conversationId } = request.principal;
        const from = readWatermark(request.query.get('watermark'));
        const found = await conversations.read(conversationId, from);
        return jsonResponse(200, {
          activities: found.filter(isVisible).map((activity) => toClientActivity(conversationId, activity)),
          watermark: String(found.at(-1)?.seq ?? from),
        });
      },
    }),
    defineRoute({
      ...shared,
      method: 'POST',
      path: `${CONVERSATION}/activities`,
      auth: 'chatToken',
      async handle({ principal, params, body, clientNetwork }) {
        if (params['conversationId'] !== principal.conversationId) return WRONG_CONVERSATION;
        const activity = readActivity(body);
        if (!activity) return BAD_ACTIVITY;
        const refusal = limits.refuseMessage(principal.conversationId, clientNetwork);
        if (refusal) return refusal;
        const id = await conversations.receive(principal, activity);
        if (id === undefined) return CONVERSATION_ENDED;
        // The answer does not wait for the bot: clients give up after 20 seconds.
        runner.wake(principal.conversationId);
        return jsonResponse(200, { id });
      },
    }),
    defineRoute({
      ...shared,
      method: 'POST',
      path: `${CONVERSATION}/upload`,
      auth: 'chatToken',
      bodyKind: 'none',
      handle: async () => NO_FILES,
    }),
    defineRoute({
      ...shared,
      method: 'GET',
      path: `${DIRECT_LINE_BASE}/session/getsessionid`,
      auth: 'chatToken',
      handle: async () => jsonResponse(200, { sessionId: ids.uuid() }),
    }),
  ];
}

function describeToken(
  principal: ChatPrincipal,
  issued: { readonly token: string; readonly expiresInSeconds: number } | undefined,
): HttpResponse {
  if (!issued) return TOKEN_EXPIRED;
  return jsonResponse(200, {
    conversationId: principal.conversationId,
    token: issued.token,
    expires_in: issued.expiresInSeconds,
  });
}

async function refuse(
  { principal, params }: ChatRequest,
  limits: ChatLimits,
  conversations: ConversationService,
): Promise<HttpResponse | undefined> {
  if (params['conversationId'] !== principal.conversationId) return WRONG_CONVERSATION;
  const refusal = limits.refuseCall(principal.conversationId);
  if (refusal) return refusal;
  return (await conversations.isOpen(principal.conversationId)) ? undefined : CONVERSATION_ENDED;
}
