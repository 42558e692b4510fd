import type { UpgradeRoute } from '#src/domain/httpRoute.ts';
import type { OneTimeMarks } from '#src/domain/oneTimeMarks.ts';
import type { ChatTokens } from './chatTokens.ts';
import type { ConversationService } from './conversationService.ts';
import type { StreamHub } from './streamHub.ts';
import { DIRECT_LINE_BASE, readWatermark } from './streamUrl.ts';
import type { TurnRunner } from './turnRunner.ts';

export interface StreamRouteOptions {
  readonly tokens: ChatTokens;
  readonly marks: OneTimeMarks;
  readonly conversations: ConversationService;
  readonly hub: StreamHub;
  readonly runner: TurnRunner;
}

/** The WebSocket of one conversation: everything after the watermark, then what is new. */
export function createStreamRoute({ tokens, marks, conversations, hub, runner }: StreamRouteOptions): UpgradeRoute {
  return {
    path: `${DIRECT_LINE_BASE}/conversations/:conversationId/stream`,
    keepAliveText: '',
    async decide({ params, query }) {
      const ticket = await tokens.verifyTicket(query.get('t') ?? '');
      const conversationId = params['conversationId'] ?? '';
      if (!ticket || ticket.conversationId !== conversationId) return { kind: 'refused', status: 403 };
      if (!(await marks.claim('stream-ticket', ticket.id, ticket.expiresAt))) return { kind: 'refused', status: 403 };
      if (!(await conversations.isOpen(conversationId))) return { kind: 'refused', status: 404 };
      const watermark = readWatermark(query.get('watermark'));
      return {
        kind: 'accepted',
        start(socket) {
          hub.attach(conversationId, watermark, socket);
          runner.wake(conversationId);
        },
      };
    },
  };
}
