import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { type Configuration, Provider } from 'oidc-provider';

/** Somebody the provider knows. */
export interface OidcPerson {
  readonly name?: string;
  readonly email?: string;
  readonly groups: readonly string[];
}

/** How the answers of the token endpoint are changed on their way: the ID token is signed again, by whom is told. */
export interface Forgery {
  readonly change: (claims: JWTPayload) => JWTPayload;
  readonly signer?: 'provider' | 'stranger' | 'nobody';
}

/** A real identity provider (`oidc-provider`) on the loopback address. */
export interface OidcServer {
  readonly issuer: string;
  /** Whom the provider knows, by subject; tests change it. */
  readonly people: Map<string, OidcPerson>;
  /** Who is sitting at the browser. */
  subject: string;
  forgery: Forgery | undefined;
  /** What the token endpoint has been asked, by grant type. */
  readonly grants: string[];
  /** Signs the person in at the provider's page. @returns the address the browser is sent back to. */
  signIn(address: string): Promise<URL>;
  stop(): Promise<void>;
}

export const OIDC_CLIENT = { clientId: 'return-assistant', clientSecret: 'a secret of forty characters at the least' };

/** Registered at the provider. The tests carry the answer to the console themselves. */
export const OIDC_REDIRECT_URL = 'http://127.0.0.1:1/staff/sign-in/callback';

export interface OidcServerOptions {
  /** `idToken`: groups stand in the ID token, as in Entra ID. `userInfo`: only where one asks for them, the default of the package. */
  readonly groupsIn?: 'idToken' | 'userInfo';
  readonly issuesRefreshTokens?: boolean;
  readonly redirectUrl?: string;
  /** `localhost` makes it another site than `127.0.0.1`, as the provider of an organisation is. */
  readonly host?: '127.0.0.1' | 'localhost';
}

export async function startOidcServer(options: OidcServerOptions = {}): Promise<OidcServer> {
  const http = createServer();
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const issuer = `http://${options.host ?? '127.0.0.1'}:${(http.address() as AddressInfo).port}`;
  const [own, stranger] = await Promise.all([1, 2].map(() => generateKeyPair('RS256', { extractable: true })));
  if (!own || !stranger) throw new Error('No keys were made');
  const jwk = { ...(await exportJWK(own.privateKey)), kid: 'one', use: 'sig', alg: 'RS256' };
  const people = new Map<string, OidcPerson>();
  const grants: string[] = [];

  const configuration: Configuration = {
    clients: [
      {
        client_id: OIDC_CLIENT.clientId,
        client_secret: OIDC_CLIENT.clientSecret,
        redirect_uris: [options.redirectUrl ?? OIDC_REDIRECT_URL],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [jwk as never] },
    cookies: { keys: ['of no importance'] },
    claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email'] },
    conformIdTokenClaims: options.groupsIn !== 'idToken',
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    issueRefreshToken: async () => options.issuesRefreshTokens ?? true,
    findAccount: async (_context, id) => {
      const person = people.get(id);
      return person && { accountId: id, claims: async () => ({ sub: id, ...person }) };
    },
    // Nobody is asked for consent: the organisation's own application.
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new context.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile email offline_access');
      await grant.save();
      return grant;
    },
  };
  const hear = silenceNotices();
  const provider = new Provider(issuer, configuration);
  const server: { subject: string; forgery: Forgery | undefined } = { subject: '', forgery: undefined };

  provider.use(async (context, next) => {
    await next();
    if (context.oidc?.route !== 'token') return;
    grants.push(String(context.oidc.params?.['grant_type']));
    const body = context.body as { id_token?: string };
    const { forgery } = server;
    if (!forgery || body.id_token === undefined) return;
    const claims = forgery.change(decodeJwt(body.id_token));
    const key = forgery.signer === 'stranger' ? stranger.privateKey : own.privateKey;
    const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    body.id_token =
      forgery.signer === 'nobody'
        ? `${encode({ alg: 'none' })}.${encode(claims)}.`
        : await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(key);
  });

  const answer = provider.callback();
  http.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!request.url?.startsWith('/interaction/')) {
      void answer(request, response);
      return;
    }
    provider
      .interactionFinished(request, response, { login: { accountId: server.subject } })
      .catch(() => response.destroy());
  });

  return Object.assign(server, {
    issuer,
    people,
    grants,
    signIn: (address: string) => followRedirects(address, issuer),
    async stop() {
      hear();
      http.closeAllConnections();
      await new Promise((resolve) => {
        http.close(resolve);
      });
    },
  });
}

/** The package says on the console that its defaults are not for production. @returns the way back. */
function silenceNotices(): () => void {
  const { info, warn } = console;
  const filter =
    (print: typeof info): typeof info =>
    (...words) => {
      if (!String(words[0]).includes('oidc-provider')) print(...words);
    };
  Object.assign(console, { info: filter(info), warn: filter(warn) });
  return () => void Object.assign(console, { info, warn });
}

/** A browser at the provider's pages: it follows redirects and keeps cookies until it is sent elsewhere. */
async function followRedirects(start: string, issuer: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let address = new URL(start);
  for (let hop = 0; hop < 10; hop += 1) {
    if (address.origin !== issuer) return address;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`The provider answered ${response.status}: ${await response.text()}`);
    address = new URL(location, address);
  }
  throw new Error('The provider sent the browser round in circles');
}
