import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server as RestifyServer } from 'restify';
import { type HttpResponse, problemResponse, type Route } from '#src/domain/httpRoute.ts';
import { preflightHeaders } from './corsHeaders.ts';
import { compilePath } from './pathPattern.ts';
import { guardRequest, METHODS } from './requestGuard.ts';
import { createRouteHandler, DEFAULT_MAX_BODY_BYTES, type RouteHandlerOptions } from './routeHandler.ts';
import { writeResponse } from './writeResponse.ts';

type RestifyMethod = 'get' | 'head' | 'post' | 'put' | 'patch' | 'del' | 'opts';
type RestifyHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
type Mount = (path: string, handler: RestifyHandler) => void;

const MOUNT_AS: Readonly<Record<string, RestifyMethod>> = {
  GET: 'get',
  HEAD: 'head',
  POST: 'post',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'del',
  OPTIONS: 'opts',
};

/** Calls that only look: they are answered while the server shuts down, so that load balancers see what happens. */
const PROBES = new Set(['/livez', '/readyz']);

/**
 * Puts the route table into restify: the guard in front of everything, each route with its method (and HEAD with GET),
 * preflights of shared routes, and an own answer for everything else, because restify's names the path.
 *
 * @throws {Error} if two routes have the same method and path, or one cannot be authenticated.
 */
export function mountRoutes(router: RestifyServer, routes: readonly Route[], options: RouteHandlerOptions): void {
  const maxBodyBytes = Math.max(DEFAULT_MAX_BODY_BYTES, ...routes.map((route) => route.maxBodyBytes ?? 0));
  const write = async (
    request: IncomingMessage,
    response: ServerResponse,
    answer: HttpResponse,
    label: string,
  ): Promise<void> => {
    options.requests.add([label, request.method ?? '', String(answer.status)]);
    // What the guard refuses is broken or hostile: no further word on this connection.
    const closeConnection = options.isDraining() || label === 'guard';
    await writeResponse(request, response, answer, options.headerTable.api, { clock: options.clock, closeConnection });
  };
  router.pre((request, response, next) => {
    const refusal = guardRequest(request, maxBodyBytes) ?? refuseWhileDraining(request, options.isDraining());
    if (!refusal) {
      next();
      return;
    }
    void finish(write(request, response, refusal, 'guard'), () => next(false));
  });
  // The last resort: nothing of ours ends here, and whatever does says nothing.
  router.on('restifyError', (request: IncomingMessage, response: ServerResponse, _error: unknown, done: () => void) => {
    const answer = problemResponse(500, 'internal', 'Something went wrong here');
    (response as { _sent?: boolean })._sent = true;
    void finish(write(request, response, answer, 'router'), done);
  });

  const mount = (method: string, path: string, handler: RestifyHandler): void => {
    (router[MOUNT_AS[method] as RestifyMethod] as unknown as Mount).call(router, path, handler);
  };
  const taken = new Set<string>();
  for (const route of routes) {
    const key = `${route.method} ${route.path.replaceAll(/:\w+/g, ':')}`;
    if (taken.has(key)) throw new Error(`Two routes for ${key}`);
    taken.add(key);
    const handler = createRouteHandler(route, options);
    mount(route.method, route.path, handler);
    if (route.method === 'GET') mount('HEAD', route.path, handler);
  }
  for (const path of new Set(routes.filter((route) => route.isShared).map((route) => route.path))) {
    mount('OPTIONS', path, async (request, response) => {
      await write(request, response, answerPreflight(request, options), 'preflight');
    });
  }
  const findMethods = indexMethods(routes);
  for (const method of METHODS) {
    mount(method, '/*', async (request, response) => {
      const allowed = findMethods((request.url ?? '/').split('?')[0] ?? '/');
      const answer =
        allowed.length > 0
          ? problemResponse(405, 'method', 'This method is not supported here', { allow: allowed.join(', ') })
          : problemResponse(404, 'not_found', 'There is nothing here');
      await write(request, response, answer, 'none');
    });
  }
}

async function finish(work: Promise<void>, tellRestify: () => void): Promise<void> {
  try {
    await work;
  } finally {
    tellRestify();
  }
}

function refuseWhileDraining(request: IncomingMessage, isDraining: boolean): HttpResponse | undefined {
  if (!isDraining || PROBES.has(request.url ?? '')) return undefined;
  return problemResponse(503, 'restarting', 'The service restarts, try again', { 'retry-after': '2' });
}

function answerPreflight(request: IncomingMessage, options: RouteHandlerOptions): HttpResponse {
  const origin = request.headers.origin;
  if (origin === undefined || !options.origins.isAllowed(origin, request.headers.host)) {
    return problemResponse(403, 'origin', 'This page may not talk to the service');
  }
  return { status: 204, headers: preflightHeaders(origin, options.origins) };
}

function indexMethods(routes: readonly Route[]): (path: string) => readonly string[] {
  const patterns = routes.map((route) => ({ matches: compilePath(route.path), route }));
  return (path) => {
    const found = new Set<string>();
    for (const { matches, route } of patterns) {
      if (!matches(path)) continue;
      found.add(route.method);
      if (route.method === 'GET') found.add('HEAD');
      if (route.isShared) found.add('OPTIONS');
    }
    return [...found];
  };
}
