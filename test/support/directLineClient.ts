import { type Activity, DirectLine } from 'botframework-directlinejs';
import { WebSocket } from 'ws';
import { waitFor } from './waitFor.ts';
import { XmlHttpRequest } from './xmlHttpRequest.ts';

Object.assign(globalThis, { XMLHttpRequest: XmlHttpRequest });

export interface ReceivedActivity {
  readonly id: string;
  readonly type: string;
  readonly text?: string;
  readonly timestamp: string;
  readonly from: { readonly id: string };
  readonly channelData?: { readonly clientActivityID?: string };
}

export interface DirectLineClientOptions {
  readonly url: string;
  readonly token: string;
  readonly conversationId?: string;
  readonly watermark?: string;
  readonly webSocket?: boolean;
  readonly timeoutMs?: number;
}

/** Microsoft's DirectLineJS, unchanged, with what it received written down. */
export class DirectLineClient {
  readonly received: ReceivedActivity[] = [];
  readonly statuses: number[] = [];
  end: 'open' | 'completed' | string = 'open';
  readonly #line: DirectLine;
  readonly #activities: { unsubscribe(): void };

  constructor({ url, webSocket = true, timeoutMs = 2_000, ...rest }: DirectLineClientOptions) {
    this.#line = new DirectLine({
      ...rest,
      webSocket,
      domain: `${url}/v3/directline`,
      timeout: timeoutMs,
      pollingInterval: 200,
      conversationStartProperties: { locale: 'fr-FR' },
      // Injectable for tests: the delay before a reconnect is 3 s plus up to 12 s at random.
      ...({ WebSocket, random: () => 0 } as object),
    });
    this.#line.connectionStatus$.subscribe((status) => this.statuses.push(status));
    this.#activities = this.#line.activity$.subscribe(
      (activity) => this.received.push(activity as unknown as ReceivedActivity),
      (error: Error) => {
        this.end = error.message;
      },
      () => {
        this.end = 'completed';
      },
    );
  }

  get texts(): readonly (string | undefined)[] {
    return this.received.filter(({ type }) => type === 'message').map(({ text }) => text);
  }

  get status(): number | undefined {
    return this.statuses.at(-1);
  }

  /** Private in its types, but what a page keeps to resume. */
  get watermark(): string {
    return (this.#line as unknown as { watermark: string }).watermark;
  }

  get token(): string {
    return (this.#line as unknown as { token: string }).token;
  }

  get conversationId(): string {
    return (this.#line as unknown as { conversationId: string }).conversationId;
  }

  /** Resolves with the id, or `retry`, as DirectLineJS gives it; rejects where a page shows “Send failed”. */
  post(text: string, clientActivityID?: string): Promise<string> {
    const activity = {
      type: 'message',
      text,
      from: { id: 'forged' },
      ...(clientActivityID ? { channelData: { clientActivityID } } : {}),
    };
    return new Promise((resolve, reject) => {
      this.#line.postActivity(activity as unknown as Activity).subscribe(resolve, reject);
    });
  }

  refresh(): Promise<string> {
    return new Promise((resolve, reject) => {
      (
        this.#line as unknown as {
          refreshToken(): { subscribe(ok: (token: string) => void, bad: (e: unknown) => void): void };
        }
      )
        .refreshToken()
        .subscribe(resolve, reject);
    });
  }

  waitForText(text: string, count = 1): Promise<unknown> {
    return waitFor(`“${text}” ×${count}`, () => this.texts.filter((seen) => seen === text).length >= count);
  }

  stop(): void {
    this.#activities.unsubscribe();
    this.#line.end();
  }
}

/** What a page asks for first. */
export async function generateToken(
  url: string,
): Promise<{ token: string; conversationId: string; expires_in: number }> {
  const response = await fetch(`${url}/v3/directline/tokens/generate`, { method: 'POST' });
  if (response.status !== 200) throw new Error(`tokens/generate answered ${response.status}`);
  return (await response.json()) as { token: string; conversationId: string; expires_in: number };
}
