import { type Authenticator, problemResponse } from '#src/domain/httpRoute.ts';
import type { ChatTokens } from './chatTokens.ts';
import { TOKEN_EXPIRED } from './directLineRoutes.ts';

const MISSING = problemResponse(401, 'BadArgument', 'A token is needed', { 'www-authenticate': 'Bearer' });
const INVALID = problemResponse(403, 'BadArgument', 'The token is not valid');

/** Reads `Authorization: Bearer …` of chat pages. */
export function createChatTokenAuthenticator(tokens: ChatTokens): Authenticator<'chatToken'> {
  return async ({ headers }) => {
    const token = /^Bearer ([\w.-]{1,2048})$/.exec(headers['authorization'] ?? '')?.[1];
    if (token === undefined) return { kind: 'refused', response: MISSING };
    const verified = await tokens.verify(token);
    switch (verified.kind) {
      case 'valid':
        return { kind: 'known', principal: verified.principal };
      case 'expired':
        return { kind: 'refused', response: TOKEN_EXPIRED };
      case 'invalid':
        return { kind: 'refused', response: INVALID };
    }
  };
}
