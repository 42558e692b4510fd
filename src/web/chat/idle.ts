import { IDLE_MS, touchSession } from './session.ts';

const CHECK_MS = 15_000;

/**
 * Calls `onIdle` once nobody has touched the page for half an hour (M-31), and when a phone wakes after that long.
 * @returns a function that says: something has happened.
 */
export function watchIdle(onIdle: () => void): () => void {
  let usedAt = Date.now();
  for (const kind of ['pointerdown', 'touchstart', 'keydown', 'wheel']) {
    document.addEventListener(kind, touch, { passive: true, capture: true });
  }
  setInterval(check, CHECK_MS);
  document.addEventListener('visibilitychange', check);
  window.addEventListener('pageshow', check);
  return touch;

  function touch(): void {
    // The touch that wakes a phone comes before any timer: it must not save an old chat.
    check();
    usedAt = Date.now();
    touchSession();
  }

  function check(): void {
    if (Date.now() - usedAt < IDLE_MS) return;
    usedAt = Date.now();
    onIdle();
  }
}
