import type { StaffRole } from './staff.ts';
import type { StaffSession } from './staffSessions.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who asks, by the kind of authentication that the route declares. */
export interface Principals {
  /** Nobody in particular. */
  readonly public: undefined;
  /** The holder of a chat token: one person in one conversation. */
  readonly chatToken: ChatPrincipal;
  /** A signed-in staff member with one of the roles that the route names. */
  readonly staff: StaffPrincipal;
  /** The Bot Framework service, by its signed token. */
  readonly botFramework: BotFrameworkPrincipal;
}

export interface ChatPrincipal {
  readonly conversationId: string;
  readonly userId: string;
  /** When the first token of this conversation was issued: no later one lives beyond a day after that. Epoch ms. */
  readonly firstIssuedAt: number;
}

export interface StaffPrincipal {
  readonly session: StaffSession;
  /** The session token of the cookie, to end the session. */
  readonly token: string;
}

export interface BotFrameworkPrincipal {
  readonly appId: string;
}

export type AuthKind = keyof Principals;

/**
 * Which set of response headers a route gets (`src/http/headerTable.ts`): `page` the chat page, `staffPage` the console,
 * `asset` scripts, styles and pictures, `api` everything that a program reads, `embed` the script other sites load.
 */
export type HeaderClass = 'page' | 'staffPage' | 'asset' | 'api' | 'embed';

/** A request as a feature sees it: size, encoding and syntax are already checked. */
export interface HttpRequest<A extends AuthKind = AuthKind> {
  readonly method: HttpMethod;
  /** Path without query. */
  readonly path: string;
  /** Values of `:name` segments. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON, form fields, or `undefined`; never with `__proto__`, hidden depth or broken characters. */
  readonly body: unknown;
  readonly principal: Principals[A];
  /** Keyed hash of the network (/32 or /56) the request comes from; changes every day. For limits only, never stored. */
  readonly clientNetwork: string;
  /** `https://host` under which people reach the server: the configured one, else the one they used. */
  readonly baseUrl: string;
}

export type HttpBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'text'; readonly text: string; readonly contentType: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly contentType: string }
  /** Stays open until either side closes it: server-sent events. */
  | { readonly kind: 'stream'; readonly contentType: string; readonly start: (stream: ResponseStream) => void };

/** An answer that stays open. */
export interface ResponseStream {
  /** After the end it does nothing. */
  send(text: string): void;
  close(): void;
  /** Called once, whoever ends it; at once if it is over already. */
  onClose(listener: () => void): void;
}

export interface HttpResponse {
  readonly status: number;
  readonly body?: HttpBody;
  /** Beside those of the header class: `location`, `set-cookie`, `etag`, `retry-after`, … */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** What a route takes as its body. `beacon`: JSON, also labelled `text/plain`, as `navigator.sendBeacon` sends it. */
export type BodyKind = 'none' | 'json' | 'form' | 'beacon';

/** One entry of the route table. There is no other way to be reachable by HTTP. */
export interface Route<A extends AuthKind = AuthKind> {
  readonly method: HttpMethod;
  /** Path with `:name` segments: `/v3/directline/conversations/:conversationId`. */
  readonly path: string;
  readonly auth: A;
  /** Roles that may call a `staff` route; required there. */
  readonly roles?: readonly StaffRole[];
  readonly headerClass: HeaderClass;
  /** Default: `json` for POST, PUT and PATCH, else `none`. */
  readonly bodyKind?: BodyKind;
  /** Default 64 kB. */
  readonly maxBodyBytes?: number;
  /** Refuse a foreign or `null` Origin with 403 (M-11). A request without Origin passes. */
  readonly checkOrigin?: boolean;
  /** Answer the listed foreign origins with CORS headers. */
  readonly isShared?: boolean;
  handle(request: HttpRequest<A>): Promise<HttpResponse>;
}

export type AuthResult<A extends AuthKind> =
  | { readonly kind: 'known'; readonly principal: Principals[A] }
  | { readonly kind: 'refused'; readonly response: HttpResponse };

/** What an authenticator may look at. The body is not read yet. */
export type HttpRequestHead = Omit<HttpRequest<'public'>, 'body' | 'principal'>;

/** Decides who asks. Runs before the body is read. */
export type Authenticator<A extends AuthKind> = (head: HttpRequestHead, route: Route<A>) => Promise<AuthResult<A>>;

/** One authenticator per kind; a route whose kind has none is not mounted, and the start stops. */
export type Authenticators = { readonly [A in Exclude<AuthKind, 'public'>]?: Authenticator<A> };

/** An open WebSocket as a feature sees it. Pings and limits are the server's business. */
export interface StreamSocket {
  send(text: string): void;
  close(code: number): void;
  /** Bytes that wait because the client reads slowly. */
  readonly bufferedBytes: number;
  onClose(listener: () => void): void;
  /** Text from the client, at most 16 kB. */
  onText(listener: (text: string) => void): void;
}

export type UpgradeDecision =
  | { readonly kind: 'refused'; readonly status: 401 | 403 | 404 | 429 | 503 }
  | { readonly kind: 'accepted'; start(socket: StreamSocket): void };

/** A path that may become a WebSocket. A foreign or `null` Origin never gets this far. */
export interface UpgradeRoute {
  readonly path: string;
  /** Sent with each ping, for clients that wait for a frame (Direct Line: an empty text). */
  readonly keepAliveText?: string;
  decide(head: HttpRequestHead): Promise<UpgradeDecision>;
}

/** A JSON answer. */
export function jsonResponse(status: number, value: unknown, headers?: HttpResponse['headers']): HttpResponse {
  return headers ? { status, body: { kind: 'json', value }, headers } : { status, body: { kind: 'json', value } };
}

/** A refusal. `code` is stable and for programs; `message` is a fixed English sentence for developers. */
export function problemResponse(
  status: number,
  code: string,
  message: string,
  headers?: HttpResponse['headers'],
): HttpResponse {
  return jsonResponse(status, { error: { code, message } }, headers);
}

/** Keeps the principal's type together with the handler: lists of routes are `readonly Route[]`. */
export function defineRoute<A extends AuthKind>(route: Route<A>): Route {
  return route as unknown as Route;
}
