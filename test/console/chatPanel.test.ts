import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import { type ConsoleServer, startConsoleServer } from '#test/support/consoleServer.ts';
import { StaffBrowser } from '#test/support/staffBrowser.ts';
import { waitFor } from '#test/support/waitFor.ts';
import { XSS_PAYLOADS } from '#test/support/xssPayloads.ts';

let server: ConsoleServer;
let nora: StaffBrowser;
let request: ContactRequestRecord;
let path: string;

beforeAll(async () => {
  server = await startConsoleServer();
  await server.addStaff('nora', { displayName: 'Nora Peeters' });
  await server.addStaff('jan', { displayName: 'Jan' });
  nora = new StaffBrowser(server.url);
  await nora.signIn('nora');
});
beforeEach(async () => {
  const conversationId = `dl-${Math.random()}`;
  await server.conversationLog.open(conversationId, 'dl_person');
  request = await server.submit({ means: { kind: 'chat' }, conversationId, channel: 'directline' });
  path = `/staff/requests/${request.id}`;
  await nora.open('/staff/requests');
});
afterAll(() => server.stop());

const take = () => nora.send(`${path}/take`, { version: '1' });
const says = (text: string) =>
  server.liveChat.receive({ conversationId: request.conversationId, activityId: text, text, isDanger: false });

describe('the chat with the person, without a script', () => {
  it('says that the person waits, and that the request must be taken first', async () => {
    const { text } = await nora.open(path);
    expect(text).toContain('The person waits in the chat');
    expect(text).toContain('Take the request to write to the person.');
    expect(text).not.toContain('chat-form');
  });

  it('joins, writes, leaves, and leads back to the page each time', async () => {
    await take();
    expect((await nora.send(`${path}/chat/join`)).location).toBe(`${path}?result=joined#chat-title`);
    expect((await nora.send(`${path}/chat/send`, { formId: '1', text: 'good morning' })).location).toContain('=sent');
    await says('thank you');
    const { text } = await nora.open(path);
    expect(text).toContain('Nora Peeters is in the chat');
    expect(text.indexOf('good morning')).toBeLessThan(text.indexOf('thank you'));
    expect((await nora.send(`${path}/chat/hand-back`)).location).toContain('=handedBack');
    expect((await nora.open(path)).text).toContain('The automatic assistant answers again');
  });

  it('sends a ready-made reply by its name, in the person’s language, and refuses an empty one', async () => {
    await take();
    await nora.send(`${path}/chat/send`, { formId: '1', canned: 'hello', text: '' });
    expect((await nora.open(path)).text).toContain('hello ar');
    expect((await nora.send(`${path}/chat/send`, { formId: '2', text: '  ' })).location).toContain('=emptyMessage');
    expect((await nora.send(`${path}/chat/send`, { formId: '2', text: 'x', canned: 'unknown' })).status).toBe(400);
  });

  it('lets nobody else write', async () => {
    await take();
    const jan = new StaffBrowser(server.url);
    await jan.signIn('jan');
    expect((await jan.open(path)).text).toContain('Only the colleague who has taken the request can write');
    expect((await jan.send(`${path}/chat/send`, { formId: '1', text: 'me too' })).location).toContain('=notAllowed');
  });

  it('shows words of the person as words, whatever they hold', async () => {
    await take();
    await nora.send(`${path}/chat/join`);
    for (const payload of XSS_PAYLOADS) await says(payload);
    const { text } = await nora.open(`${path}/chat`);
    for (const payload of XSS_PAYLOADS) if (/[<>"]/.test(payload)) expect(text).not.toContain(payload);
    expect(text.match(/class="theirs"/g)?.length).toBe(new Set(XSS_PAYLOADS).size);
  });
});

describe('the event stream', () => {
  it('tells that something changed, and never what', async () => {
    await take();
    await nora.send(`${path}/chat/join`);
    const controller = new AbortController();
    const response = await fetch(`${server.url}/staff/live?request=${request.id}`, {
      signal: controller.signal,
      headers: {
        accept: 'text/event-stream',
        cookie: [...nora.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    let heard = '';
    void (async () => {
      for await (const chunk of response.body ?? []) heard += new TextDecoder().decode(chunk);
    })().catch(() => undefined);
    await waitFor('the first event', () => heard.includes('event: request'));
    const before = heard.length;
    await says('CANARY');
    server.opened.db.bus.publish('person-typing', request.conversationId);
    await waitFor('news', () => heard.slice(before).includes('event: request') && heard.includes('event: typing'));
    await server.submit();
    await waitFor('news of the list', () => heard.includes('event: queue'));
    expect(heard).not.toContain('CANARY');
    expect(heard).not.toContain(request.id);
    controller.abort();
  });

  it('keeps no session alive', async () => {
    const before = await server.staffSessions.peek(
      nora.cookies.get('__Host-staff') ?? [...nora.cookies.values()][0] ?? '',
    );
    await server.clock.advance({ minutes: 10 });
    await nora.open('/staff/live', { accept: 'text/event-stream' });
    await server.clock.advance({ minutes: 6 });
    expect(before).toBeDefined();
    expect((await nora.open('/staff/requests', { 'x-background': '1' })).status).toBe(401);
    await nora.signIn('nora');
  });
});
