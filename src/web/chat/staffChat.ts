import { type Activity, isOwn } from './activity.ts';
import { callServer } from './callServer.ts';
import { getSession } from './session.ts';

/** The page's part of a chat with a person at the desk. */
export interface StaffChat {
  /** Notes who is there now, and which of their messages are on the screen. */
  notice(activities: readonly Activity[]): void;
  /** The person types: the staff member sees it. */
  type(): void;
}

/** The staff member sees “is writing” for a little longer than this. On prepaid data every call costs. */
const TYPING_EVERY_MS = 4_000;

/** @param onSeen - Tells the bot that messages up to this number have been shown. */
export function createStaffChat(onSeen: (seq: number) => void): StaffChat {
  let isHeld = false;
  let newest = 0;
  let told = 0;
  let typedAt = 0;
  document.addEventListener('visibilitychange', tell);

  return {
    notice(activities) {
      for (const activity of activities) {
        if (isOwn(activity)) continue;
        if (activity.name === 'handoff.status')
          isHeld = (activity.value as { readonly state?: string } | undefined)?.state === 'accepted';
        newest = Math.max(newest, activity.channelData?.staff?.seq ?? 0);
      }
      tell();
    },
    type() {
      const session = getSession();
      if (!isHeld || !session || Date.now() - typedAt < TYPING_EVERY_MS) return;
      typedAt = Date.now();
      const path = `/v3/directline/conversations/${encodeURIComponent(session.conversationId)}/activities`;
      void callServer('POST', path, session.token, { type: 'typing' });
    },
  };

  /** Only what somebody could really see counts as seen. */
  function tell(): void {
    if (newest <= told || document.visibilityState !== 'visible') return;
    told = newest;
    onSeen(newest);
  }
}
