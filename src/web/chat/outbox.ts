import type { OutgoingActivity } from './activity.ts';
import { backOffMs } from './backOff.ts';
import type { CallResult } from './callServer.ts';

export type SendState = 'sending' | 'sent' | 'failed';

export interface OutboxEvents {
  /** Brings one activity to the server. */
  readonly deliver: (activity: OutgoingActivity) => Promise<CallResult<unknown>>;
  readonly onState: (activityId: string, state: SendState) => void;
  readonly onBusy: () => void;
  readonly onUnreachable: () => void;
}

/** Sends one after the other, in order, each until it has arrived or a person must decide. */
export interface Outbox {
  add(activity: OutgoingActivity): void;
  /** Sends a failed one again, under its old id. */
  retry(activityId: string): void;
  /** The server has shown that it has this one. */
  confirm(activityId: string): void;
  /** True while something waits to be sent. */
  isBusy(): boolean;
  /** Tries at once. */
  wake(): void;
  clear(): void;
}

interface Item {
  readonly activity: OutgoingActivity;
  since: number;
  failures: number;
}

const GIVE_UP_AFTER_MS = 60_000;
const MIN_TRIES = 4;

/** A queue of unsent activities. It lives in memory: what a person wrote is never put into storage. */
export function createOutbox(events: OutboxEvents): Outbox {
  let queue: Item[] = [];
  let failed: Item[] = [];
  let isRunning = false;
  let wakeUp: (() => void) | undefined;

  return {
    add(activity) {
      queue.push({ activity, since: Date.now(), failures: 0 });
      events.onState(idOf(activity), 'sending');
      void run();
    },
    retry(activityId) {
      const item = failed.find(({ activity }) => idOf(activity) === activityId);
      if (!item) return;
      failed = failed.filter((other) => other !== item);
      queue.push({ activity: item.activity, since: Date.now(), failures: 0 });
      events.onState(activityId, 'sending');
      void run();
    },
    confirm(activityId) {
      const isOther = ({ activity }: Item): boolean => idOf(activity) !== activityId;
      queue = queue.filter(isOther);
      failed = failed.filter(isOther);
      events.onState(activityId, 'sent');
    },
    isBusy: () => queue.length > 0,
    wake: () => wakeUp?.(),
    clear() {
      queue = [];
      failed = [];
      wakeUp?.();
    },
  };

  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    for (let item = queue[0]; item; item = queue[0]) {
      const result = await events.deliver(item.activity);
      // Confirmed by its echo, or cleared, while we waited for the answer.
      if (queue[0] !== item) continue;
      await settle(item, result);
    }
    isRunning = false;
  }

  async function settle(item: Item, result: CallResult<unknown>): Promise<void> {
    if (result.kind === 'done') {
      queue.shift();
      events.onState(idOf(item.activity), 'sent');
      return;
    }
    if (result.kind === 'busy') {
      events.onBusy();
      await wait(result.waitMs);
      return;
    }
    item.failures += 1;
    const isHopeless = Date.now() - item.since > GIVE_UP_AFTER_MS && item.failures >= MIN_TRIES;
    if (result.kind === 'unreachable' && !isHopeless) {
      events.onUnreachable();
      await wait(backOffMs(item.failures));
      return;
    }
    queue.shift();
    failed.push(item);
    events.onState(idOf(item.activity), 'failed');
  }

  function wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function idOf(activity: OutgoingActivity): string {
  return activity.channelData.clientActivityID;
}
