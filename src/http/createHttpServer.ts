import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pino } from 'pino';
import restify from 'restify';
import type { Clock } from '#src/domain/clock.ts';
import {
  type Authenticators,
  type HttpRequestHead,
  problemResponse,
  type Route,
  type UpgradeRoute,
} from '#src/domain/httpRoute.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { Logger } from '#src/domain/logger.ts';
import type { Metrics } from '#src/observability/metrics.ts';
import { createClientNetworks } from './clientNetwork.ts';
import { createConnectionLimit } from './connectionLimit.ts';
import type { HeaderTable } from './headerTable.ts';
import { mendWriteHead } from './mendWriteHead.ts';
import { mountRoutes } from './mountRoutes.ts';
import type { OriginPolicy } from './originPolicy.ts';
import { createUpgrader } from './upgrader.ts';
import { rawResponse } from './writeResponse.ts';

/** Time and size limits of the server (M-07, M-08). Tests shorten them. */
export interface HttpServerLimits {
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly connectionsCheckingIntervalMs: number;
  /** A connection on which nothing moves, in either direction. */
  readonly idleTimeoutMs: number;
  readonly maxHeaderBytes: number;
  readonly maxHeadersCount: number;
  readonly maxConnectionsPerNetwork: number;
  readonly webSocketKeepAliveMs: number;
  readonly maxWebSocketMessageBytes: number;
}

export const DEFAULT_HTTP_LIMITS: HttpServerLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 15_000,
  keepAliveTimeoutMs: 5_000,
  connectionsCheckingIntervalMs: 2_000,
  idleTimeoutMs: 30_000,
  maxHeaderBytes: 16 * 1024,
  maxHeadersCount: 64,
  maxConnectionsPerNetwork: 1_000,
  webSocketKeepAliveMs: 25_000,
  maxWebSocketMessageBytes: 16 * 1024,
};

export interface HttpServerOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly limits: HttpServerLimits;
  /** Proxies of ours in front, whose `X-Forwarded-For` is believed. */
  readonly trustedProxyHops: number;
  readonly headerTable: HeaderTable;
  readonly origins: OriginPolicy;
  readonly authenticators: Authenticators;
  readonly routes: readonly Route[];
  readonly upgrades: readonly UpgradeRoute[];
}

export interface CloseOptions {
  /** Time for running requests and `settle`, in milliseconds; after it connections are cut. */
  readonly graceMs: number;
  /** Waits for work that requests have started: turns whose answers still go out over open sockets. */
  readonly settle?: () => Promise<void>;
}

export interface HttpServer {
  /** @returns the port, which differs from the wanted one only if that was 0. */
  listen(port: number, host: string): Promise<number>;
  /** True from the first moment of `close`: new work gets a 503. */
  readonly isDraining: boolean;
  /** Stops accepting, lets work finish, closes WebSockets with 1012 (“service restart”), then the rest. */
  close(options: CloseOptions): Promise<void>;
}

/**
 * The server: Node's own HTTP server with strict limits, restify behind it for routing. Only what stands in the route
 * table is reachable, and no request can crash, stall or fill the process (M-06, M-07, M-08).
 */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { clock, limits, logger, headerTable, metrics, origins, trustedProxyHops } = options;
  let isDraining = false;
  const openStreams = new Set<() => void>();
  const networks = createClientNetworks({ clock, ids: options.ids, trustedProxyHops });
  const connections = createConnectionLimit(limits.maxConnectionsPerNetwork);
  const describeHead = (request: IncomingMessage, params: Readonly<Record<string, string>>): HttpRequestHead =>
    readHead(request, params, networks.keyOf(request), origins);

  const router = restify.createServer({ name: '', log: pino({ level: 'silent' }) as never });
  mendWriteHead();
  const requests = metrics.counter('http_requests_total', 'Answered requests', ['route', 'method', 'status']);
  mountRoutes(router, options.routes, {
    ...options,
    requests,
    describeHead,
    openStreams,
    isDraining: () => isDraining,
  });

  const server = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      // restify's own server would check every 30 s only, and stalled sockets would live that long (finding F10).
      connectionsCheckingInterval: limits.connectionsCheckingIntervalMs,
      maxHeaderSize: limits.maxHeaderBytes,
      // Some clients ask every server for HTTP/2 by `Upgrade: h2c`: they get their answer by HTTP/1.1.
      shouldUpgradeCallback: (request) => request.headers.upgrade?.toLowerCase() === 'websocket',
    },
    (request, response) => acceptRequest(request, response),
  );
  server.maxHeadersCount = limits.maxHeadersCount;
  server.timeout = limits.idleTimeoutMs;

  const acceptRequest = (request: IncomingMessage, response: ServerResponse): void => {
    if (trustedProxyHops > 0) {
      // Behind a proxy a connection is shared: what counts is what each client has under way.
      const leave = connections.enter(networks.keyOf(request));
      if (!leave) {
        request.socket.destroy();
        return;
      }
      response.once('close', leave);
    }
    router.server.emit('request', request, response);
  };
  // An unusual `Expect` is no reason to answer 417: the header is ignored, as HTTP allows.
  server.on('checkExpectation', acceptRequest);
  server.on('connection', (socket: Socket) => {
    if (trustedProxyHops > 0) return;
    const leave = connections.enter(networks.keyOf({ headers: {}, socket }));
    if (leave) socket.once('close', leave);
    else socket.destroy();
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    refuseBrokenRequest(error, socket, headerTable.api);
  });

  const upgrader = createUpgrader({
    ...options,
    connections: trustedProxyHops > 0 ? connections : undefined,
    describeHead,
    isDraining: () => isDraining,
  });
  server.on('upgrade', (request, socket, head) => upgrader.handle(request, socket, head));
  metrics.gauge('websockets_open', 'Open WebSockets', () => upgrader.openCount());

  return {
    get isDraining() {
      return isDraining;
    },
    async listen(port, host) {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, 4_096, () => {
          server.off('error', reject);
          resolve();
        });
      });
      return (server.address() as AddressInfo).port;
    },
    async close({ graceMs, settle }) {
      isDraining = true;
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const end of openStreams) end();
      server.closeIdleConnections();
      const deadline = new Promise<'late'>((resolve) => {
        clock.schedule(graceMs, () => resolve('late'));
      });
      if ((await Promise.race([settle?.(), deadline])) === 'late') logger.warn('work was cut off at shutdown');
      upgrader.closeAll(1012);
      // Clients that answer the closing handshake are gone at once; the others have a second, or what is left.
      const impatience = new Promise<void>((resolve) => {
        clock.schedule(Math.min(1_000, graceMs), resolve);
      });
      await Promise.race([upgrader.closed(), impatience]);
      upgrader.terminateAll();
      server.closeIdleConnections();
      await Promise.race([closed, deadline]);
      server.closeAllConnections();
      await closed;
      upgrader.stop();
    },
  };
}

function readHead(
  request: IncomingMessage,
  params: Readonly<Record<string, string>>,
  clientNetwork: string,
  origins: OriginPolicy,
): HttpRequestHead {
  // The guard has parsed the address before; normalised, so that everybody sees the path that was routed.
  const { pathname, searchParams } = new URL(`http://host${request.url ?? '/'}`);
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method: request.method as HttpRequestHead['method'],
    path: pathname,
    params,
    query: searchParams,
    headers,
    clientNetwork,
    baseUrl: origins.baseUrl(headers['host']),
  };
}

/** Answers what the parser could not read, and what came too slowly, without a word of why. */
function refuseBrokenRequest(
  error: NodeJS.ErrnoException,
  socket: Socket,
  headers: Readonly<Record<string, string>>,
): void {
  const current = socket as Socket & { _httpMessage?: { headersSent: boolean } | null };
  if (error.code === 'ECONNRESET' || !socket.writable || current._httpMessage?.headersSent) {
    socket.destroy();
    return;
  }
  const isLate = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const answer = isLate
    ? problemResponse(408, 'timeout', 'The request came too slowly')
    : problemResponse(400, 'malformed', 'The request cannot be read');
  socket.end(rawResponse(answer, isLate ? 'Request Timeout' : 'Bad Request', headers));
  // The other side may never close: do not wait for it.
  socket.once('finish', () => socket.destroy());
}
