/** What the server tells a page: that something changed, never what. */
export interface LiveEvents {
  readonly onQueue: () => void;
  readonly onRequest: () => void;
  readonly onTyping: () => void;
}

/** Listens while somebody can see the page. The browser connects again by itself. */
export function listenLive(requestId: string | undefined, events: LiveEvents): void {
  const address = requestId === undefined ? '/staff/live' : `/staff/live?request=${encodeURIComponent(requestId)}`;
  let source: EventSource | undefined;

  function open(): void {
    if (source || document.visibilityState !== 'visible') return;
    source = new EventSource(address);
    source.addEventListener('queue', events.onQueue);
    source.addEventListener('request', events.onRequest);
    source.addEventListener('typing', events.onTyping);
  }

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') return open();
    source?.close();
    source = undefined;
  });
  open();
}
