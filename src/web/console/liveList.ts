import { listenLive } from './liveEvents.ts';
import { loadPage } from './loadPage.ts';

/** Waiting times grow without any news. */
const REFRESH_MS = 60_000;

/** Many requests may change at once: one look shows them all. */
const GATHER_MS = 400;

/**
 * Renews the list of requests by itself, keeping the keyboard focus where it is. While nobody sees it, it looks once a
 * minute: the number of those who wait stands in the title, where a tab in the background shows it.
 */
export function keepListFresh(onSignedOut: () => void): void {
  if (!document.getElementById('live')) return;

  let pending = 0;

  async function refresh(): Promise<void> {
    if (isSelecting()) return;
    const result = await loadPage(location.href);
    if (result.kind === 'signedOut') onSignedOut();
    if (result.kind === 'loaded') showNews(result.page);
  }

  async function repeat(): Promise<void> {
    await refresh();
    setTimeout(() => void repeat(), REFRESH_MS);
  }

  const soon = (): void => {
    clearTimeout(pending);
    pending = window.setTimeout(() => void refresh(), GATHER_MS);
  };
  listenLive(undefined, { onQueue: soon, onRequest: soon, onTyping: () => undefined });
  setTimeout(() => void repeat(), REFRESH_MS);
  document.addEventListener('visibilitychange', () => void refresh());
}

function showNews(page: Document): void {
  document.title = page.title;
  const old = document.getElementById('live');
  const fresh = page.getElementById('live');
  if (!old || !fresh || old.textContent === fresh.textContent) return;
  const hasChanged = listRequests(old) !== listRequests(fresh);
  const focused = old.contains(document.activeElement) ? document.activeElement?.id : undefined;
  old.replaceWith(document.importNode(fresh, true));
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  const news = document.getElementById('live-news');
  if (news && hasChanged) news.textContent = news.dataset['changed'] ?? '';
}

/** Which requests are listed: waiting times grow all the time and are no news. */
function listRequests(list: Element): string {
  return Array.from(list.querySelectorAll('.reference'), (link) => link.id).join(' ');
}

function isSelecting(): boolean {
  return getSelection()?.type === 'Range';
}
