import { callServer } from './callServer.ts';
import { getSession, keepSession } from './session.ts';

/** Keeps the token of the conversation alive while the page is open. */
export interface TokenRefresh {
  /** @param expiresIn - Seconds the token lives, if known. */
  start(expiresIn?: number): void;
  stop(): void;
}

const DEFAULT_LIFE_S = 1_800;
const RETRY_MS = 30_000;

/** Renews the token after half of its life. `onEnded`: the server gives no more of them. */
export function createTokenRefresh(onEnded: () => void): TokenRefresh {
  let timer = 0;
  let run = 0;

  return {
    start(expiresIn = DEFAULT_LIFE_S) {
      run += 1;
      plan((expiresIn * 1_000) / 2);
    },
    stop() {
      run += 1;
      clearTimeout(timer);
    },
  };

  function plan(delayMs: number): void {
    clearTimeout(timer);
    timer = window.setTimeout(() => void refresh(), delayMs);
  }

  async function refresh(): Promise<void> {
    const mine = run;
    const token = getSession()?.token;
    if (token === undefined) return;
    const result = await callServer<{ readonly token: string; readonly expires_in?: number }>(
      'POST',
      '/v3/directline/tokens/refresh',
      token,
    );
    const session = getSession();
    if (mine !== run || !session) return;
    if (result.kind === 'ended') {
      onEnded();
    } else if (result.kind === 'done') {
      keepSession({ ...session, token: result.value.token });
      plan(((result.value.expires_in ?? DEFAULT_LIFE_S) * 1_000) / 2);
    } else {
      plan(RETRY_MS);
    }
  }
}
