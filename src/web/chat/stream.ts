/** An open or opening WebSocket of the conversation. */
export interface Stream {
  /** Gives up a connection that has been silent for too long: phones sleep without telling anybody. */
  check(): void;
  /** Closes without a call of `onClose`. */
  close(): void;
}

export interface StreamEvents {
  readonly onOpen: () => void;
  readonly onText: (data: string) => void;
  /** `wasOpen`: it had worked before. */
  readonly onClose: (wasOpen: boolean) => void;
}

const OPEN_TIMEOUT_MS = 15_000;
// The server sends an empty text each 25 seconds.
const SILENCE_MS = 60_000;

/** Opens the stream, on our own host whatever the address says: the page talks to nobody else. */
export function openStream(streamUrl: string, events: StreamEvents): Stream {
  const { pathname, search } = new URL(streamUrl, location.href);
  const socket = new WebSocket(
    `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${pathname}${search}`,
  );
  let isOpen = false;
  let isDone = false;
  let heardAt = Date.now();
  let watchdog = window.setTimeout(giveUp, OPEN_TIMEOUT_MS);

  socket.onopen = () => {
    if (isDone) return;
    isOpen = true;
    hear();
    events.onOpen();
  };
  socket.onmessage = ({ data }) => {
    if (isDone) return;
    hear();
    if (typeof data === 'string' && data !== '') events.onText(data);
  };
  socket.onclose = giveUp;

  return {
    check() {
      if (Date.now() - heardAt > SILENCE_MS) giveUp();
    },
    close: end,
  };

  function hear(): void {
    heardAt = Date.now();
    clearTimeout(watchdog);
    watchdog = window.setTimeout(giveUp, SILENCE_MS);
  }

  function giveUp(): void {
    if (isDone) return;
    end();
    events.onClose(isOpen);
  }

  function end(): void {
    isDone = true;
    clearTimeout(watchdog);
    socket.close();
  }
}
