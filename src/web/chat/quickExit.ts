import { byId } from './element.ts';
import { forgetSession, getSession } from './session.ts';

const SHIFT_TIMES = 3;
const SHIFT_WITHIN_MS = 2_000;

let hasLeft = false;

/**
 * “Leave now”, by tap or three times Shift (M-32): everything is gone from screen and storage at once, the server is
 * told, and a neutral page takes this page's place in the history, so that Back does not lead here. Without network the
 * neutral page is a blank one.
 *
 * @param stop - Ends what still runs, so that nothing is drawn any more.
 */
export function initQuickExit(stop: () => void): void {
  const link = byId('leave') as HTMLAnchorElement;
  const exitUrl = link.href;
  link.addEventListener('click', (event) => {
    event.preventDefault();
    leave();
  });

  let presses: number[] = [];
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Shift') {
      // Capital letters are no wish to leave.
      presses = [];
      return;
    }
    if (event.repeat) return;
    const now = Date.now();
    presses = [...presses.filter((at) => now - at < SHIFT_WITHIN_MS), now];
    if (presses.length >= SHIFT_TIMES) leave();
  });
  // The browser may have kept the page as it was.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted && hasLeft) leave();
  });

  function leave(): void {
    hasLeft = true;
    document.body.textContent = '';
    document.title = '\u00a0';
    const token = getSession()?.token;
    forgetSession();
    stop();
    if (token !== undefined) tellServer(token);
    location.replace(navigator.onLine ? exitUrl : 'about:blank');
  }
}

/** Ends the chat on the server, without waiting. */
function tellServer(token: string): void {
  const body = JSON.stringify({ token });
  if (!('sendBeacon' in navigator) || !navigator.sendBeacon('/chat/end', body)) {
    void fetch('/chat/end', { method: 'POST', body, keepalive: true, credentials: 'omit' }).catch(() => undefined);
  }
}
