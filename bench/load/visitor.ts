import { WebSocket } from 'ws';
import type { HttpCaller } from './httpCaller.ts';

/** What the bot said first in answer to a message. */
export interface BotMessage {
  readonly text: string;
  readonly cardKind: string | undefined;
  readonly commands: readonly string[];
}

interface WireActivity {
  readonly type: string;
  readonly text?: string;
  readonly replyToId?: string;
  readonly from: { readonly id: string };
  readonly channelData?: { readonly card?: { readonly kind: string } };
  readonly suggestedActions?: { readonly actions: readonly { readonly value: string }[] };
}

interface Started {
  readonly conversationId: string;
  readonly token: string;
  readonly streamUrl: string;
}

/** A reply that takes that long has been lost. */
const REPLY_TIMEOUT_MS = 20_000;

let visitors = 0;

/** One person with the chat page open: posts messages, hears the answers over the WebSocket. */
export class Visitor {
  readonly locale: string;
  readonly #caller: HttpCaller;
  readonly #started: Started;
  readonly #network: string;
  readonly #socket: WebSocket;
  readonly #heard = new Map<string, BotMessage>();
  #awaited: { readonly id: string; readonly resolve: (message: BotMessage) => void } | undefined;
  #posts = 0;

  private constructor(caller: HttpCaller, locale: string, started: Started, network: string, socket: WebSocket) {
    this.#caller = caller;
    this.locale = locale;
    this.#started = started;
    this.#network = network;
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#hear(data.toString('utf8')));
  }

  /** Opens a chat as the page does: one call, one WebSocket. Everybody comes from a network of their own. */
  static async arrive(caller: HttpCaller, port: number, locale: string): Promise<Visitor> {
    visitors += 1;
    const network = `10.${(visitors >> 16) & 255}.${(visitors >> 8) & 255}.${visitors & 255}`;
    const headers = { 'x-forwarded-for': network };
    const started = await caller.post<Started>('/chat/start', { locale }, headers);
    const socket = new WebSocket(`ws://127.0.0.1:${port}${started.streamUrl}`, { headers, perMessageDeflate: false });
    const visitor = new Visitor(caller, locale, started, network, socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return visitor;
  }

  /** Posts a message and waits for the first message of the bot that answers it. */
  async send(part: { readonly text: string; readonly value?: string }): Promise<BotMessage> {
    this.#posts += 1;
    const { conversationId, token } = this.#started;
    const { id } = await this.#caller.post<{ readonly id: string }>(
      `/v3/directline/conversations/${conversationId}/activities`,
      { type: 'message', locale: this.locale, ...part, channelData: { clientActivityID: String(this.#posts) } },
      { authorization: `Bearer ${token}`, 'x-forwarded-for': this.#network },
    );
    // The answer may be here before the answer to the POST.
    const early = this.#heard.get(id);
    if (early) return early;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The bot did not answer')), REPLY_TIMEOUT_MS);
      this.#awaited = {
        id,
        resolve: (message) => {
          clearTimeout(timer);
          resolve(message);
        },
      };
    });
  }

  leave(): void {
    this.#socket.terminate();
  }

  #hear(frame: string): void {
    if (frame === '') return;
    const { activities } = JSON.parse(frame) as { readonly activities: readonly WireActivity[] };
    for (const { type, from, replyToId, text, channelData, suggestedActions } of activities) {
      if (type !== 'message' || from.id !== 'bot' || replyToId === undefined || this.#heard.has(replyToId)) continue;
      const message = {
        text: text ?? '',
        cardKind: channelData?.card?.kind,
        commands: (suggestedActions?.actions ?? []).map(({ value }) => value),
      };
      this.#heard.set(replyToId, message);
      if (this.#awaited?.id === replyToId) this.#awaited.resolve(message);
    }
  }
}
