import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Card } from '#src/domain/card.ts';
import { SQLITE_FILE_NAME } from '#src/storage/databaseUrl.ts';
import { waitFor } from './waitFor.ts';

/** One message of the bot, as it came over the wire. */
export interface HeardMessage {
  readonly id: string;
  readonly text: string;
  readonly locale: string;
  readonly card: Card | undefined;
  readonly buttons: readonly { readonly title: string; readonly command: string }[];
  readonly replyToId: string | undefined;
}

export interface ChatPersonOptions {
  readonly locale?: string;
  /** A client network of its own, where the server believes `X-Forwarded-For`. */
  readonly network?: string;
}

/** Where a person chats. `dataDir` tells when a turn is over: nothing on the wire does. */
export interface ChatPlace {
  readonly url: string;
  readonly dataDir: string;
}

interface WireActivity {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  readonly text?: string;
  readonly locale?: string;
  readonly replyToId?: string;
  readonly from: { readonly id: string };
  readonly channelData?: { readonly card?: Card };
  readonly suggestedActions?: { readonly actions: readonly { readonly title: string; readonly value: string }[] };
}

/** The server did not take a message; `status` is what it answered. */
export class NotTakenError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`The server answered ${status}`);
    this.status = status;
  }
}

/** Somebody who chats over the real HTTP interface, one message after the other, as the chat page does. */
export class ChatPerson {
  readonly heard: HeardMessage[] = [];
  readonly events: string[] = [];
  locale: string;
  conversationId = '';
  token = '';
  #place: ChatPlace;
  #watermark = '';
  readonly #network: string | undefined;

  constructor(place: ChatPlace, { locale = 'en', network }: ChatPersonOptions = {}) {
    this.#place = place;
    this.locale = locale;
    this.#network = network;
  }

  get last(): HeardMessage {
    const last = this.heard.at(-1);
    if (!last) throw new Error('The bot has said nothing yet');
    return last;
  }

  /** Types a message, waits until the turn is over, and gives the last thing said in it. */
  say(text: string): Promise<HeardMessage> {
    return this.send({ text });
  }

  /** Taps a button of the last message, by title or command. */
  tap(button: string): Promise<HeardMessage> {
    const found = this.last.buttons.find(({ title, command }) => title === button || command === button);
    if (!found) {
      const offered = this.last.buttons.map(({ title, command }) => `${title} [${command}]`).join(', ');
      throw new Error(`No button “${button}” under “${this.last.text}”. There are: ${offered}`);
    }
    return this.send({ text: found.title, value: found.command });
  }

  /** Sends a command of the page's own controls, or a button of an older message. */
  command(command: string): Promise<HeardMessage> {
    return this.send({ text: 'button', value: command });
  }

  async send(part: Readonly<Record<string, unknown>>): Promise<HeardMessage> {
    await this.post(part);
    await this.listen();
    return this.last;
  }

  /** Hands a message in without waiting for the answer. @returns the id that the server gave it. */
  async post(part: Readonly<Record<string, unknown>>, clientActivityID: string = randomUUID()): Promise<string> {
    const activity = { type: 'message', locale: this.locale, ...part, channelData: { clientActivityID } };
    if (this.conversationId === '') return this.#start(activity);
    const path = `/v3/directline/conversations/${this.conversationId}/activities`;
    const { id } = await this.#call<{ id: string }>('POST', path, activity);
    return id;
  }

  /** Waits until nothing is left to answer, and reads what was said. */
  async listen(): Promise<void> {
    await waitForTurns(this.#place.dataDir, this.conversationId);
    await this.read();
  }

  /** Reads what was said since the last time. */
  async read(): Promise<void> {
    const path = `/v3/directline/conversations/${this.conversationId}/activities?watermark=${this.#watermark}`;
    const { activities, watermark } = await this.#call<{ activities: readonly WireActivity[]; watermark: string }>(
      'GET',
      path,
    );
    this.#watermark = watermark;
    for (const activity of activities) this.#hear(activity);
  }

  /** Everything of the conversation from its beginning, for comparing what the server holds with what was heard. */
  async readHistory(): Promise<
    readonly { readonly id: string; readonly from: 'person' | 'bot'; readonly text: string }[]
  > {
    const path = `/v3/directline/conversations/${this.conversationId}/activities?watermark=`;
    const { activities } = await this.#call<{ activities: readonly WireActivity[] }>('GET', path);
    return activities
      .filter(({ type }) => type === 'message')
      .map(({ id, from, text = '' }) => ({ id, from: from.id.startsWith('dl_') ? 'person' : 'bot', text }));
  }

  /** The server was restarted, perhaps elsewhere. */
  moveTo(place: ChatPlace): void {
    this.#place = place;
  }

  async #start(activity: object): Promise<string> {
    const started = await this.#call<{ conversationId: string; token: string; activityId: string }>(
      'POST',
      '/chat/start',
      { locale: this.locale, activity },
    );
    this.conversationId = started.conversationId;
    this.token = started.token;
    return started.activityId;
  }

  async #call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(this.#place.url + path, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(this.#network ? { 'x-forwarded-for': this.#network } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new NotTakenError(response.status);
    return JSON.parse(text) as T;
  }

  #hear(activity: WireActivity): void {
    if (activity.type === 'event') this.events.push(activity.name ?? '');
    if (activity.type !== 'message' || activity.from.id.startsWith('dl_')) return;
    this.locale = activity.locale ?? this.locale;
    this.heard.push({
      id: activity.id,
      text: activity.text ?? '',
      locale: activity.locale ?? '',
      card: activity.channelData?.card,
      buttons: (activity.suggestedActions?.actions ?? []).map(({ title, value }) => ({ title, command: value })),
      replyToId: activity.replyToId,
    });
  }
}

/** Resolves when the bot has no message of this conversation left to answer. */
export async function waitForTurns(dataDir: string, conversationId: string): Promise<void> {
  const db = new DatabaseSync(join(dataDir, SQLITE_FILE_NAME), { readOnly: true });
  try {
    const pending = db.prepare('select count(*) as amount from activity where conversation_id = ? and is_pending = 1');
    await waitFor('the end of the turn', () => (pending.get(conversationId) as { amount: number }).amount === 0);
  } finally {
    db.close();
  }
}
