import type { Activity } from './activity.ts';
import { backOffMs } from './backOff.ts';
import { type CallResult, callServer } from './callServer.ts';
import { getSession, keepSession } from './session.ts';
import { openStream, type Stream } from './stream.ts';

export interface ConnectionEvents {
  /** `isHistory`: what was said before the page was loaded. */
  readonly onActivities: (activities: readonly Activity[], isHistory: boolean) => void;
  readonly onReachable: (isReachable: boolean) => void;
  /** The server does not know the conversation or its token any more. */
  readonly onEnded: () => void;
}

/** Receives what is said in the conversation: by WebSocket, and by asking again and again where that is refused. */
export interface Connection {
  /** Begins with the stream of a new conversation. */
  begin(streamUrl: string): void;
  /** Takes up an older conversation, from its first message. */
  resume(): void;
  /** Tries at once what would have been tried later: the network is back, or the person is. */
  wake(): void;
  stop(): void;
}

interface Frame {
  readonly activities?: readonly Activity[];
  readonly watermark?: string;
}

// A network that refuses WebSockets refuses them again; two refusals in a row are enough to know.
const MAX_STREAM_REFUSALS = 2;
const POLL_MS = 2_000;
const POLLS_BEFORE_NEXT_STREAM = 60;

/** Keeps one conversation connected. Nothing is missed: each new start names the last message that arrived. */
export function createConnection(events: ConnectionEvents): Connection {
  let watermark = '';
  let isHistory = false;
  let failures = 0;
  let refusals = 0;
  let polls = 0;
  let stream: Stream | undefined;
  let timer = 0;
  let pending: (() => void) | undefined;
  // Answers that come after `stop` belong to nobody.
  let run = 0;

  return {
    begin(streamUrl) {
      reset();
      listen(streamUrl);
    },
    resume() {
      reset();
      isHistory = true;
      void reconnect();
    },
    wake() {
      failures = 0;
      if (pending) pending();
      else stream?.check();
    },
    stop: reset,
  };

  function reset(): void {
    run += 1;
    clearTimeout(timer);
    pending = undefined;
    stream?.close();
    stream = undefined;
    watermark = '';
    isHistory = false;
    failures = refusals = polls = 0;
  }

  function listen(streamUrl: string): void {
    stream = openStream(streamUrl, {
      onOpen: () => events.onReachable(true),
      onText(data) {
        failures = refusals = 0;
        receive(JSON.parse(data) as Frame);
      },
      onClose(wasOpen) {
        stream = undefined;
        if (!wasOpen) refusals += 1;
        // Whether there is no network, or only no WebSocket, the next call tells.
        if (!navigator.onLine) events.onReachable(false);
        later(reconnect);
      },
    });
  }

  async function reconnect(): Promise<void> {
    const result = await call<{ readonly token?: string; readonly streamUrl: string }>(
      `?watermark=${encodeURIComponent(watermark)}`,
    );
    if (!result) return;
    const session = getSession();
    if (session && result.token) keepSession({ ...session, token: result.token });
    if (refusals >= MAX_STREAM_REFUSALS) {
      polls = 0;
      await poll();
    } else {
      listen(result.streamUrl);
    }
  }

  async function poll(): Promise<void> {
    const frame = await call<Frame>(`/activities?watermark=${encodeURIComponent(watermark)}`);
    if (!frame) return;
    failures = 0;
    events.onReachable(true);
    receive(frame);
    polls += 1;
    if (polls < POLLS_BEFORE_NEXT_STREAM) {
      later(poll, POLL_MS);
    } else {
      refusals = MAX_STREAM_REFUSALS - 1;
      later(reconnect, POLL_MS);
    }
  }

  /** Asks the server; what is not an answer is dealt with here. */
  async function call<T>(rest: string): Promise<T | undefined> {
    const mine = run;
    const session = getSession();
    if (!session) return undefined;
    const path = `/v3/directline/conversations/${encodeURIComponent(session.conversationId)}${rest}`;
    const result: CallResult<T> = await callServer<T>('GET', path, session.token);
    if (mine !== run) return undefined;
    if (result.kind === 'done') return result.value;
    if (result.kind === 'ended') {
      events.onEnded();
      return undefined;
    }
    if (result.kind !== 'busy') events.onReachable(false);
    later(reconnect, result.kind === 'busy' ? result.waitMs : undefined);
    return undefined;
  }

  function later(action: () => Promise<void>, delayMs = backOffMs(failures++)): void {
    clearTimeout(timer);
    pending = () => {
      clearTimeout(timer);
      pending = undefined;
      void action();
    };
    timer = window.setTimeout(pending, delayMs);
  }

  function receive(frame: Frame): void {
    if (frame.watermark !== undefined) watermark = frame.watermark;
    const wasHistory = isHistory;
    isHistory = false;
    if (frame.activities) events.onActivities(frame.activities, wasHistory);
  }
}
