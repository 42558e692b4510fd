import type { Browser, BrowserContext, BrowserContextOptions, Page, Request } from 'playwright-core';

export interface ChatPageOptions extends BrowserContextOptions {
  /** `?lang=`; default `en`. */
  readonly lang?: string;
}

/** The chat page in a browser, as a person uses it, with everything it asked for and complained about. */
export class ChatPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly requests: Request[] = [];
  /** Errors and warnings of the console: violations of the content security policy are among them. */
  readonly complaints: string[] = [];
  readonly #url: string;

  private constructor(context: BrowserContext, page: Page, url: string) {
    this.context = context;
    this.page = page;
    this.#url = url;
    page.on('request', (request) => this.requests.push(request));
    page.on('pageerror', (error) => this.complaints.push(String(error.stack)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
  }

  /** A phone of 360 × 740 unless said otherwise; nothing opened yet. */
  static async create(browser: Browser, url: string, options: ChatPageOptions = {}): Promise<ChatPage> {
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      locale: 'en-GB',
      ...options,
    });
    return new ChatPage(context, await context.newPage(), url);
  }

  /** The page opened and its script running. */
  static async open(browser: Browser, url: string, options: ChatPageOptions = {}): Promise<ChatPage> {
    const chat = await ChatPage.create(browser, url, options);
    await chat.goto(options.lang ?? 'en');
    return chat;
  }

  async goto(lang = 'en'): Promise<void> {
    await this.page.goto(`${this.#url}/?lang=${lang}`);
    await this.ready();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** Types a message and sends it by its button. */
  async write(text: string): Promise<void> {
    await this.page.fill('#text', text);
    await this.page.click('#send');
  }

  async tap(choice: string): Promise<void> {
    await this.page.locator('#choices button', { hasText: choice }).click();
  }

  /** Waits until a message of the bot says this. */
  async hears(text: string): Promise<void> {
    await this.page.locator('.message.bot .bubble', { hasText: text }).last().waitFor();
  }

  async waitForText(selector: string, text: string): Promise<void> {
    await this.page.locator(selector, { hasText: text }).first().waitFor();
  }

  /** What has been said, without the welcome: `> …` the person, `< …` the bot, `! …` the page. */
  transcript(): Promise<string[]> {
    return this.page
      .locator('#messages > .message:not(#welcome):not(.typing), #messages > .note')
      .evaluateAll((messages) =>
        messages.map((message) => {
          const text = (message.querySelector('.bubble') ?? message).textContent ?? '';
          const mark = message.classList.contains('note') ? '!' : message.classList.contains('own') ? '>' : '<';
          return `${mark} ${text.trim()}`;
        }),
      );
  }

  buttons(): Promise<string[]> {
    return this.page.locator('#choices button').allTextContents();
  }

  storage(): Promise<Record<string, string>> {
    return this.page.evaluate(() => ({ ...sessionStorage, ...localStorage }));
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  async ready(): Promise<void> {
    await this.page.locator('#human:enabled').waitFor();
  }
}
