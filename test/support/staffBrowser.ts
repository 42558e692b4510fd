import { STAFF_PASSWORD } from './consoleServer.ts';

/** A page of the console as a browser without script sees it. */
export interface StaffPage {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  readonly location: string | undefined;
}

/** Follows the rules of a browser that matter here: cookies, `Origin`, `Sec-Fetch-Site`, and the CSRF field of forms. */
export class StaffBrowser {
  readonly #url: string;
  readonly cookies = new Map<string, string>();
  csrf: string | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** Opens a page. */
  async open(path: string, headers: Record<string, string> = {}): Promise<StaffPage> {
    const response = await fetch(this.#url + path, {
      redirect: 'manual',
      headers: { cookie: this.#cookie, 'sec-fetch-site': 'none', ...headers },
    });
    return this.#read(response);
  }

  /** Sends a form of the console, with the CSRF value of the page opened last. */
  async send(
    path: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<StaffPage> {
    const csrf: Record<string, string> = this.csrf === undefined ? {} : { csrf: this.csrf };
    const response = await fetch(this.#url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: this.#cookie, origin: this.#url, 'sec-fetch-site': 'same-origin', ...headers },
      body: new URLSearchParams({ ...csrf, ...fields }),
    });
    return this.#read(response);
  }

  async signIn(login: string, password = STAFF_PASSWORD): Promise<StaffPage> {
    const answer = await this.send('/staff/sign-in', { login, password });
    if (answer.status === 303) await this.open('/staff/requests');
    return answer;
  }

  get #cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async #read(response: Response): Promise<StaffPage> {
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (cookie.includes('Max-Age=0')) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    // Events never end: the first word of them is enough.
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
    const text = isStream ? await readFirst(response) : await response.text();
    this.csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? this.csrf;
    return {
      status: response.status,
      text,
      headers: response.headers,
      location: response.headers.get('location') ?? undefined,
    };
  }
}

async function readFirst({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return new TextDecoder().decode(value);
}
