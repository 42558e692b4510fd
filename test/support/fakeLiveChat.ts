import type { LiveChat, Rating, ThreadMessage } from '#src/domain/liveChat.ts';

/** Staff of a dialog test: `holds` says whether somebody is in the chat. */
export class FakeLiveChat implements LiveChat {
  readonly received: { readonly text: string; readonly isDanger: boolean }[] = [];
  readonly seen: number[] = [];
  readonly rated: { readonly requestId: string; readonly rating: Rating }[] = [];
  readonly messages = new Map<number, ThreadMessage>();
  holds = true;

  async receive(message: { readonly text: string; readonly isDanger: boolean }): ReturnType<LiveChat['receive']> {
    if (!this.holds) return { kind: 'notHeld' };
    const isFirstDanger = message.isDanger && !this.received.some((earlier) => earlier.isDanger);
    this.received.push({ text: message.text, isDanger: message.isDanger });
    return { kind: 'received', isFirstDanger };
  }

  async read(_requestId: string, seq: number): Promise<ThreadMessage | undefined> {
    return this.messages.get(seq);
  }

  async markSeen(_conversationId: string, seq: number): Promise<void> {
    this.seen.push(seq);
  }

  async leave(): Promise<void> {
    this.holds = false;
  }

  async rate(requestId: string, rating: Rating): Promise<void> {
    this.rated.push({ requestId, rating });
  }
}
