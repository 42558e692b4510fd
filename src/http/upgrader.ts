import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '#src/domain/clock.ts';
import {
  type HttpRequestHead,
  problemResponse,
  type StreamSocket,
  type UpgradeDecision,
  type UpgradeRoute,
} from '#src/domain/httpRoute.ts';
import { describeError, type Logger } from '#src/domain/logger.ts';
import type { ConnectionLimit } from './connectionLimit.ts';
import type { HttpServerLimits } from './createHttpServer.ts';
import type { HeaderTable } from './headerTable.ts';
import type { OriginPolicy } from './originPolicy.ts';
import { compilePath } from './pathPattern.ts';
import { isReadableUrl } from './requestGuard.ts';
import { rawResponse } from './writeResponse.ts';

export interface UpgraderOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: HttpServerLimits;
  readonly headerTable: HeaderTable;
  readonly origins: OriginPolicy;
  readonly upgrades: readonly UpgradeRoute[];
  /** Counts sockets per network where connections are not counted as such: behind proxies. */
  readonly connections: ConnectionLimit | undefined;
  readonly describeHead: (request: IncomingMessage, params: Readonly<Record<string, string>>) => HttpRequestHead;
  readonly isDraining: () => boolean;
}

/** The WebSocket side of the server. */
export interface Upgrader {
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  openCount(): number;
  closeAll(code: number): void;
  terminateAll(): void;
  /** Resolves when no WebSocket is open. */
  closed(): Promise<void>;
  stop(): void;
}

type Refusal = Extract<UpgradeDecision, { kind: 'refused' }>['status'];

const REASONS: Readonly<Record<Refusal, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

/**
 * Makes WebSockets of the paths in the table: checks origin and route before the upgrade, pings every socket, drops the
 * silent ones, and takes no message above the limit (`ws` closes with 1009).
 */
export function createUpgrader(options: UpgraderOptions): Upgrader {
  const { clock, limits, logger } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.maxWebSocketMessageBytes,
    perMessageDeflate: false,
  });
  const routes = options.upgrades.map((route) => ({ route, matches: compilePath(route.path) }));
  const keepAliveTexts = new WeakMap<WebSocket, string>();
  const silent = new WeakSet<WebSocket>();

  const ping = (): void => {
    for (const socket of sockets.clients) {
      if (silent.has(socket)) {
        socket.terminate();
        continue;
      }
      silent.add(socket);
      socket.ping();
      const text = keepAliveTexts.get(socket);
      if (text !== undefined) socket.send(text);
    }
    timer = clock.schedule(limits.webSocketKeepAliveMs, ping);
  };
  let timer = clock.schedule(limits.webSocketKeepAliveMs, ping);

  const decide = async (request: IncomingMessage): Promise<{ route: UpgradeRoute; decision: UpgradeDecision }> => {
    const found = findRoute(routes, request);
    if (!found) throw new RefusedUpgrade(404);
    if (options.isDraining()) throw new RefusedUpgrade(503);
    const origin = request.headers.origin;
    if (origin !== undefined && !options.origins.isAllowed(origin, request.headers.host)) throw new RefusedUpgrade(403);
    return { route: found.route, decision: await found.route.decide(options.describeHead(request, found.params)) };
  };

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const { route, decision } = await decide(request);
    if (decision.kind === 'refused') throw new RefusedUpgrade(decision.status);
    if (socket.destroyed || options.isDraining()) throw new RefusedUpgrade(503);
    const leave = options.connections?.enter(options.describeHead(request, {}).clientNetwork);
    if (options.connections && !leave) throw new RefusedUpgrade(429);
    if (leave) socket.once('close', leave);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (route.keepAliveText !== undefined) keepAliveTexts.set(webSocket, route.keepAliveText);
      webSocket.on('pong', () => silent.delete(webSocket));
      webSocket.on('error', (error) => logger.debug('websocket failed', describeError(error)));
      decision.start(wrapSocket(webSocket));
    });
  };

  return {
    handle(request, socket, head) {
      socket.on('error', () => socket.destroy());
      upgrade(request, socket, head).catch((error: unknown) => {
        const status = error instanceof RefusedUpgrade ? error.status : 503;
        if (!(error instanceof RefusedUpgrade)) logger.error('websocket upgrade failed', describeError(error));
        if (!socket.writable) return;
        const answer = problemResponse(status, 'upgrade_refused', 'The stream was refused');
        socket.end(rawResponse(answer, REASONS[status], options.headerTable.api));
        socket.once('finish', () => socket.destroy());
      });
    },
    openCount: () => sockets.clients.size,
    closeAll(code) {
      for (const socket of sockets.clients) socket.close(code);
    },
    terminateAll() {
      for (const socket of sockets.clients) socket.terminate();
    },
    async closed() {
      const open = [...sockets.clients].filter((socket) => socket.readyState !== socket.CLOSED);
      await Promise.all(open.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    },
    stop: () => timer.cancel(),
  };
}

class RefusedUpgrade extends Error {
  override readonly name = 'RefusedUpgrade';
  readonly status: Refusal;

  constructor(status: Refusal) {
    super(`Upgrade refused: ${status}`);
    this.status = status;
  }
}

function findRoute(
  routes: readonly { route: UpgradeRoute; matches: ReturnType<typeof compilePath> }[],
  request: IncomingMessage,
): { route: UpgradeRoute; params: Readonly<Record<string, string>> } | undefined {
  const url = request.url ?? '';
  if (!isReadableUrl(url, request.headers.host)) return undefined;
  for (const { route, matches } of routes) {
    const params = matches(url.split('?')[0] ?? '');
    if (params) return { route, params };
  }
  return undefined;
}

function wrapSocket(socket: WebSocket): StreamSocket {
  return {
    send(text) {
      if (socket.readyState === socket.OPEN) socket.send(text);
    },
    close: (code) => socket.close(code),
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    onClose: (listener) => void socket.once('close', listener),
    onText: (listener) => {
      socket.on('message', (data, isBinary) => {
        if (!isBinary) listener((data as Buffer).toString('utf8'));
      });
    },
  };
}
