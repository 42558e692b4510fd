import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#src/domain/clock.ts';
import { StorageUnavailableError } from '#src/domain/errors.ts';
import {
  type Authenticator,
  type Authenticators,
  type HttpRequestHead,
  type HttpResponse,
  problemResponse,
  type Route,
} from '#src/domain/httpRoute.ts';
import { describeError, type Logger } from '#src/domain/logger.ts';
import type { Counter } from '#src/observability/metrics.ts';
import { corsHeaders } from './corsHeaders.ts';
import type { HeaderTable } from './headerTable.ts';
import type { OriginPolicy } from './originPolicy.ts';
import { parseBody } from './parseBody.ts';
import { writeResponse } from './writeResponse.ts';

/** Longest body of a route that does not say otherwise (M-07). */
export const DEFAULT_MAX_BODY_BYTES = 64 * 1024;

/** A handler that has not answered by then never will; the client gets a 503. */
const HANDLER_TIMEOUT_MS = 25_000;

export interface RouteHandlerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly requests: Counter;
  readonly headerTable: HeaderTable;
  readonly origins: OriginPolicy;
  readonly authenticators: Authenticators;
  readonly isDraining: () => boolean;
  /** Answers that stay open: a shutdown ends them. */
  readonly openStreams: Set<() => void>;
  readonly describeHead: (request: IncomingMessage, params: Readonly<Record<string, string>>) => HttpRequestHead;
}

type Handler = (request: IncomingMessage & { params?: unknown }, response: ServerResponse) => Promise<void>;

/**
 * Turns a route of the table into a handler for restify: origin, authentication, body, handler, response. It never
 * rejects: whatever goes wrong inside becomes a generic answer and a line in the log.
 *
 * @throws {Error} if nobody can authenticate the route: it must not be reachable then.
 */
export function createRouteHandler(route: Route, options: RouteHandlerOptions): Handler {
  const authenticator = findAuthenticator(route, options.authenticators);
  return async (request, response) => {
    const head = options.describeHead(request, (request.params ?? {}) as Record<string, string>);
    const answer = await answerSafely(route, authenticator, request, head, options);
    if (answer === 'aborted') return;
    options.requests.add([route.path, head.method, String(answer.status)]);
    const origin = head.headers['origin'];
    const shared = route.isShared && origin !== undefined ? corsHeaders(origin, options.origins) : {};
    // An answer that is a refusal is read by a program, whatever the route serves otherwise.
    const headerClass = answer.status >= 400 && answer.body?.kind === 'json' ? 'api' : route.headerClass;
    const headers = { ...options.headerTable[headerClass], ...shared };
    const closeConnection = options.isDraining();
    await writeResponse(request, response, answer, headers, {
      clock: options.clock,
      closeConnection,
      openStreams: options.openStreams,
    });
  };
}

function findAuthenticator(route: Route, authenticators: Authenticators): Authenticator<Route['auth']> | undefined {
  if (route.auth === 'public') return undefined;
  const found = authenticators[route.auth];
  if (!found) throw new Error(`No authenticator for ${route.method} ${route.path} (${route.auth})`);
  if (route.auth === 'staff' && (route.roles === undefined || route.roles.length === 0)) {
    throw new Error(`No roles for ${route.method} ${route.path}`);
  }
  return found as Authenticator<Route['auth']>;
}

async function answerSafely(
  route: Route,
  authenticator: Authenticator<Route['auth']> | undefined,
  request: IncomingMessage,
  head: HttpRequestHead,
  options: RouteHandlerOptions,
): Promise<HttpResponse | 'aborted'> {
  try {
    return await answerRoute(route, authenticator, request, head, options);
  } catch (error) {
    if (error instanceof StorageUnavailableError) {
      options.logger.warn('request refused: storage unavailable', { route: route.path, method: route.method });
      return problemResponse(503, error.code, 'Nothing was stored, try again', { 'retry-after': '5' });
    }
    options.logger.error('request failed', { route: route.path, method: route.method, ...describeError(error) });
    return problemResponse(500, 'internal', 'Something went wrong here');
  }
}

async function answerRoute(
  route: Route,
  authenticator: Authenticator<Route['auth']> | undefined,
  request: IncomingMessage,
  head: HttpRequestHead,
  options: RouteHandlerOptions,
): Promise<HttpResponse | 'aborted'> {
  const origin = head.headers['origin'];
  if (route.checkOrigin && origin !== undefined && !options.origins.isAllowed(origin, head.headers['host'])) {
    return problemResponse(403, 'origin', 'This page may not talk to the service');
  }
  const auth = authenticator ? await authenticator(head, route) : undefined;
  if (auth?.kind === 'refused') return auth.response;
  const bodyKind = route.bodyKind ?? (route.method === 'GET' || route.method === 'DELETE' ? 'none' : 'json');
  const body = await parseBody(request, bodyKind, route.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES);
  if (body.kind === 'aborted') return 'aborted';
  if (body.kind === 'refused') return body.response;
  const work = route.handle({ ...head, method: route.method, body: body.value, principal: auth?.principal });
  return await withinTime(options.clock, HANDLER_TIMEOUT_MS, work);
}

function withinTime(clock: Clock, timeoutMs: number, work: Promise<HttpResponse>): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const timer = clock.schedule(timeoutMs, () => {
      resolve(problemResponse(503, 'timeout', 'This took too long, try again', { 'retry-after': '5' }));
    });
    work.then(resolve, reject).finally(() => timer.cancel());
  });
}
