import { z } from 'zod';
import type { ChatChannel } from '#src/domain/channel.ts';
import { defineRoute, jsonResponse, problemResponse, type Route } from '#src/domain/httpRoute.ts';
import { BAD_ACTIVITY, CONVERSATION_ENDED, type DirectLineRouteOptions, TOKEN_EXPIRED } from './directLineRoutes.ts';
import { readActivity, readLocale } from './readActivity.ts';
import { createStreamUrl } from './streamUrl.ts';

const startSchema = z.object({ activity: z.unknown() });
const endSchema = z.object({ token: z.string().max(2_048) });

const BAD_TOKEN = problemResponse(403, 'BadArgument', 'The token is not valid');

/**
 * Two calls for our own page. `POST /chat/start` does in one round trip what takes Direct Line three (token,
 * conversation, first message): on slow networks each costs the best part of a second. `POST /chat/end` is the quick exit.
 */
export function createChatRoutes(options: DirectLineRouteOptions, channel: Pick<ChatChannel, 'end'>): readonly Route[] {
  const { tokens, limits, conversations, runner } = options;
  return [
    defineRoute({
      method: 'POST',
      path: '/chat/start',
      auth: 'public',
      headerClass: 'api',
      checkOrigin: true,
      isShared: true,
      async handle({ body, clientNetwork }) {
        const first = startSchema.safeParse(body ?? {}).data?.activity;
        const activity = first === undefined ? undefined : readActivity(first);
        if (first !== undefined && !activity) return BAD_ACTIVITY;
        const refusal = limits.refuseNewChat(clientNetwork);
        if (refusal) return refusal;
        const principal = tokens.mint();
        const { conversationId } = principal;
        const locale = readLocale(body);
        if ((await conversations.start(principal, { locale, isWelcomeShown: true })) === 'ended')
          return CONVERSATION_ENDED;
        const activityId = activity && (await conversations.receive(principal, activity));
        const issued = await tokens.issue(principal);
        if (!issued) return TOKEN_EXPIRED;
        runner.wake(conversationId);
        return jsonResponse(201, {
          conversationId,
          token: issued.token,
          expires_in: issued.expiresInSeconds,
          streamUrl: createStreamUrl(conversationId, '', await tokens.issueTicket(principal)),
          ...(activityId === undefined ? {} : { activityId }),
        });
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/chat/end',
      auth: 'public',
      headerClass: 'api',
      checkOrigin: true,
      isShared: true,
      // `navigator.sendBeacon` can set no header: the token stands in the body.
      bodyKind: 'beacon',
      async handle({ body }) {
        const parsed = endSchema.safeParse(body);
        const verified = parsed.success ? await tokens.verify(parsed.data.token) : undefined;
        // A token that has run out still proves whose chat it is, and leaving must always work.
        if (verified === undefined || verified.kind === 'invalid') return BAD_TOKEN;
        await channel.end(verified.principal.conversationId);
        return { status: 204 };
      },
    }),
  ];
}
