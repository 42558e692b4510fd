/**
 * A hint from one part of the system, or replica, to another that something changed. Payloads carry ids only and may
 * be lost: the truth is in the log with its watermark.
 */
export interface Bus {
  publish(channel: string, payload: string): void;
  /** @returns a function that ends the subscription. */
  subscribe(channel: string, listener: (payload: string) => void): () => void;
}

export const BUS_CHANNELS = {
  /** Payload: conversation id. New activities are in its log. */
  activity: 'activity',
  /** Payload: conversation id. The bot is typing; nothing is stored. */
  typing: 'typing',
  /** Payload: conversation id. The chat was erased: close its sockets. */
  conversationEnded: 'conversation-ended',
  /** Payload: conversation id. Somebody but the person has put something into the log that the bot must handle. */
  turnWaiting: 'turn-waiting',
  /** Payload: conversation id. The person is typing; nothing is stored. */
  personTyping: 'person-typing',
  /** Payload: contact request id. */
  contactRequest: 'contact-request',
  /** Payload: empty. Jobs wait in the outbox. */
  outbox: 'outbox',
  /** Payload: empty. Hints may have been lost (the connection was down): read again from the last watermark. */
  resync: 'resync',
} as const;
