/** The server ends a session that nobody has used for 15 minutes; the warning comes two minutes earlier. */
const WARN_AFTER_MS = 13 * 60_000;

/** How often the page asks whether the session still lives. */
const CHECK_MS = 30_000;

/** Typing and clicking count as use, but are told to the server only this often. */
const TOUCH_MS = 60_000;

/** The address that tells whether the session lives. */
const SESSION = '/staff/session';

/**
 * Keeps the session alive while somebody works, warns before it ends, and clears the screen when it is over: what stood
 * here must not stay visible on an empty desk.
 */
export function watchSession(): { readonly leave: () => void } {
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('staff-session') : undefined;
  const warning = document.getElementById('idle-warning');
  let usedAt = Date.now();

  function leave(): void {
    document.body.replaceChildren();
    location.replace('/staff?ended');
  }

  async function ask(headers: Record<string, string>): Promise<boolean> {
    try {
      const response = await fetch(SESSION, { headers });
      if (response.status === 401) leave();
      return response.ok;
    } catch {
      return false; // No network: the server decides when it is back.
    }
  }

  function noteUse(): void {
    usedAt = Date.now();
    if (warning) warning.hidden = true;
  }

  async function touch(): Promise<void> {
    usedAt = Date.now();
    if (!(await ask({}))) return;
    noteUse();
    tabs?.postMessage('used');
  }

  async function check(): Promise<void> {
    await ask({ 'x-background': '1' });
    if (warning) warning.hidden = Date.now() - usedAt < WARN_AFTER_MS;
  }

  function noticePresence(): void {
    // While the warning stands, only its button counts: somebody may have brushed against the table.
    if (Date.now() - usedAt > TOUCH_MS && warning?.hidden !== false) void touch();
  }

  async function repeat(): Promise<void> {
    await check();
    setTimeout(() => void repeat(), CHECK_MS);
  }

  if (tabs) tabs.onmessage = noteUse;
  tabs?.postMessage('used');
  document.getElementById('idle-stay')?.addEventListener('click', () => void touch());
  for (const event of ['keydown', 'pointerdown', 'input']) document.addEventListener(event, noticePresence);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void check();
  });
  setTimeout(() => void repeat(), CHECK_MS);
  return { leave };
}
