import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { type Clock, DAY_MS, MINUTE_MS, SECOND_MS } from '#src/domain/clock.ts';
import type { ChatPrincipal } from '#src/domain/httpRoute.ts';
import type { Ids } from '#src/domain/ids.ts';

/** A key that signs tokens. The first of a list signs, all of them verify, so that keys can be changed while people chat. */
export interface TokenKey {
  readonly id: string;
  /** At least 32 bytes. */
  readonly secret: Uint8Array;
}

export interface IssuedToken {
  readonly token: string;
  readonly expiresInSeconds: number;
}

export type VerifiedToken =
  | { readonly kind: 'valid'; readonly principal: ChatPrincipal }
  /** Genuine, but too old to be used for anything than ending the chat. */
  | { readonly kind: 'expired'; readonly principal: ChatPrincipal }
  | { readonly kind: 'invalid' };

export interface StreamTicket {
  readonly id: string;
  readonly conversationId: string;
  readonly expiresAt: number;
}

/** Signs and checks what chat pages carry (M-10): tokens for calls, tickets for one WebSocket each. */
export interface ChatTokens {
  /** A new person in a new conversation that nobody has started yet. */
  mint(): ChatPrincipal;
  /** A token for half an hour, never beyond a day after the first one. `undefined` when that day is over. */
  issue(principal: ChatPrincipal): Promise<IssuedToken | undefined>;
  verify(token: string): Promise<VerifiedToken>;
  issueTicket(principal: ChatPrincipal): Promise<string>;
  /** The ticket, or `undefined` if it is forged or too old. Using it up is the caller's business. */
  verifyTicket(ticket: string): Promise<StreamTicket | undefined>;
}

const TOKEN_LIFE_MS = 30 * MINUTE_MS;
const CHAT_LIFE_MS = DAY_MS;
/** Microsoft's own stream URLs live as long. */
const TICKET_LIFE_MS = MINUTE_MS;
const MIN_SECRET_BYTES = 32;
const USER_ID = /^dl_[\da-f]{32}$/;

export interface ChatTokenOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keys: readonly TokenKey[];
}

/**
 * Tokens are JWS (HS256). The claim `user` is what both Microsoft clients take as the person's id, and an id that begins
 * with `dl_` is believed from a token only.
 *
 * @throws {Error} if there is no key or a secret is too short.
 */
export function createChatTokens({ clock, ids, keys }: ChatTokenOptions): ChatTokens {
  const [signer] = keys;
  if (!signer || keys.some((key) => key.secret.length < MIN_SECRET_BYTES)) {
    throw new Error(`Chat tokens need a signing key of at least ${MIN_SECRET_BYTES} bytes`);
  }
  const sign = (audience: string, claims: JWTPayload, issuedAt: number, expiresAt: number): Promise<string> =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: signer.id })
      .setAudience(audience)
      .setIssuedAt(Math.floor(issuedAt / SECOND_MS))
      .setExpirationTime(Math.floor(expiresAt / SECOND_MS))
      .sign(signer.secret);
  const verify = async (
    audience: string,
    token: string,
  ): Promise<{ claims: JWTPayload; isExpired: boolean } | undefined> => {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => findSecret(keys, kid), {
        algorithms: ['HS256'],
        audience,
        typ: 'JWT',
        requiredClaims: ['exp', 'iat', 'conv', 'user'],
        currentDate: new Date(clock.now()),
      });
      return { claims: payload, isExpired: false };
    } catch (error) {
      // jose looks at the time last, after signature and audience: these claims are genuine.
      if (error instanceof errors.JWTExpired && error.claim === 'exp')
        return { claims: error.payload, isExpired: true };
      return undefined;
    }
  };
  return {
    mint: () => ({
      conversationId: ids.uuid(),
      userId: `dl_${Buffer.from(ids.bytes(16)).toString('hex')}`,
      firstIssuedAt: clock.now(),
    }),
    async issue({ conversationId, userId, firstIssuedAt }) {
      const now = clock.now();
      const expiresAt = Math.min(now + TOKEN_LIFE_MS, firstIssuedAt + CHAT_LIFE_MS);
      const expiresInSeconds = Math.floor((expiresAt - now) / SECOND_MS);
      if (expiresInSeconds < 1) return undefined;
      const claims = { conv: conversationId, user: userId, first: firstIssuedAt };
      return { token: await sign('chat', claims, now, expiresAt), expiresInSeconds };
    },
    async verify(token) {
      const verified = await verify('chat', token);
      const principal = verified && readPrincipal(verified.claims);
      if (!principal) return { kind: 'invalid' };
      return { kind: verified.isExpired ? 'expired' : 'valid', principal };
    },
    issueTicket({ conversationId, userId }) {
      const now = clock.now();
      return sign('stream', { conv: conversationId, user: userId, jti: ids.uuid() }, now, now + TICKET_LIFE_MS);
    },
    async verifyTicket(ticket) {
      const verified = await verify('stream', ticket);
      if (!verified || verified.isExpired) return undefined;
      const { jti, conv, exp } = verified.claims;
      if (typeof jti !== 'string' || typeof conv !== 'string' || exp === undefined) return undefined;
      return { id: jti, conversationId: conv, expiresAt: exp * SECOND_MS };
    },
  };
}

function findSecret(keys: readonly TokenKey[], id: string | undefined): Uint8Array {
  const key = keys.find((candidate) => candidate.id === id);
  if (!key) throw new errors.JOSEError('unknown key');
  return key.secret;
}

function readPrincipal({ conv, user, first }: JWTPayload): ChatPrincipal | undefined {
  if (typeof conv !== 'string' || typeof user !== 'string' || typeof first !== 'number') return undefined;
  if (!USER_ID.test(user)) return undefined;
  return { conversationId: conv, userId: user, firstIssuedAt: first };
}
