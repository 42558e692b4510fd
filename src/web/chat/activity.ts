import type { Card } from '#src/domain/card.ts';

/** What the page reads of an activity of the stream. Everything is optional: it comes from outside. */
export interface Activity {
  readonly type?: string;
  readonly id?: string;
  readonly from?: { readonly id?: string; readonly role?: string };
  readonly text?: string;
  readonly locale?: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly channelData?: {
    readonly clientActivityID?: string;
    readonly card?: Card;
    /** Words of a person at the desk, not of the assistant. */
    readonly staff?: { readonly name: string; readonly seq: number };
  };
  readonly suggestedActions?: { readonly actions?: readonly SuggestedAction[] };
}

export interface SuggestedAction {
  readonly title?: string;
  readonly value?: unknown;
}

/** What the page sends. */
export interface OutgoingActivity {
  readonly type: 'message' | 'event';
  readonly text?: string;
  readonly name?: string;
  readonly value?: string;
  readonly locale?: string;
  readonly channelData: {
    /** Stays the same when a message is sent again, so that the server takes it once. */
    readonly clientActivityID: string;
    readonly messageBack?: { readonly displayText: string };
  };
}

/** A random id for an activity. Not `crypto.randomUUID`: that needs https and a newer browser. */
export function makeActivityId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** True for what the person has said: an echo of the server, or the history after a reload. */
export function isOwn(activity: Activity): boolean {
  return activity.from?.role === 'user' || activity.channelData?.clientActivityID !== undefined;
}
