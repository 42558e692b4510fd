import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ConsoleServer, startConsoleServer } from '#test/support/consoleServer.ts';
import { FakeNotifier } from '#test/support/fakeNotifier.ts';
import { StaffBrowser } from '#test/support/staffBrowser.ts';

describe('the page of a request, on its notices', () => {
  let server: ConsoleServer;
  let browser: StaffBrowser;
  let path: string;

  beforeAll(async () => {
    server = await startConsoleServer({
      notifiers: [
        new FakeNotifier({ name: 'smtp', outages: 1 }),
        new FakeNotifier({ name: 'webhook', failures: ['delivery_rejected'] }),
        new FakeNotifier({ name: 'teams' }),
      ],
    });
    await server.addStaff('lea', { roles: ['lead'] });
    browser = new StaffBrowser(server.url);
    await browser.signIn('lea');
    path = `/staff/requests/${(await server.submit()).id}`;
  });
  afterAll(() => server.stop());

  /** The list as a person reads it, one notice a line. */
  const lines = async (): Promise<string[]> => {
    const { text } = await browser.open(path);
    const [, list = ''] = /<ul class="deliveries">([\s\S]*?)<\/ul>/.exec(text) ?? [];
    return list
      .split('</li>')
      .map((item) =>
        item
          .replace(/<[^>]+>/g, ' ')
          .replace(/\s+/g, ' ')
          .trim(),
      )
      .filter((item) => item !== '');
  };

  it('says before the first try that they are being sent', async () => {
    expect(await lines()).toEqual([
      'New request by e-mail Waiting is being sent',
      'New request teams Waiting is being sent',
      'New request to your own desk Waiting is being sent',
    ]);
    expect((await browser.open(path)).text).not.toContain('Send the notice again');
  });

  it('says what was delivered when, what is tried again when, what was given up, and why', async () => {
    await server.worker.drain();
    const [mail = '', teams = '', webhook = ''] = await lines();
    expect(mail).toMatch(
      /^New request by e-mail Waiting next try: 1 Mar 2027, \d+:\d+ Tries: 1 · last answer: delivery_unavailable$/,
    );
    expect(webhook).toMatch(/^New request to your own desk Given up .* Tries: 1 · last answer: delivery_rejected$/);
    expect(teams).toMatch(/^New request teams Delivered 1 Mar 2027, \d+:\d+$/);
  });

  it('offers to send again what was given up, though another way has reached staff', async () => {
    expect((await browser.open(path)).text).toContain('Send the notice again');
    const answer = await browser.send(`${path}/revive`);
    expect(answer.location).toContain('result=revived');
    await server.clock.advance({ minutes: 1 });
    await server.worker.drain();
    expect((await lines()).map((line) => /Waiting|Delivered|Given up/.exec(line)?.[0])).toEqual([
      'Delivered',
      'Delivered',
      'Delivered',
    ]);
    expect((await browser.open(path)).text).not.toContain('Send the notice again');
  });
});
