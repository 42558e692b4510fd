import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createQuestionKeeper } from '#src/questions/questionKeeper.ts';
import { type ConsoleServer, startConsoleServer } from '#test/support/consoleServer.ts';
import { StaffBrowser } from '#test/support/staffBrowser.ts';
import { XSS_PAYLOADS } from '#test/support/xssPayloads.ts';

let server: ConsoleServer;
let browser: StaffBrowser;
let kept = 0;

beforeEach(async () => {
  server = await startConsoleServer();
  await server.addStaff('eva', { roles: ['editor'] });
  browser = new StaffBrowser(server.url);
  await browser.signIn('eva');
});
afterEach(() => server.stop());

const keep = (text: string, locale = 'en') =>
  createQuestionKeeper({ ...server, knowsWord: () => true }).keep({
    conversationId: `chat-${(kept += 1)}`,
    activityId: 'a',
    locale,
    text,
  });
const read = async (query = '?language=en') => (await browser.open(`/staff/questions${query}`)).text;
const fieldsOf = (page: string, kind: 'q' | 'g') =>
  Object.fromEntries(
    [...page.matchAll(new RegExp(`name="(${kind}\\.[0-9a-f]{32})" value="([^"]*)"`, 'g'))].map(([, name, value]) => [
      name,
      value,
    ]),
  ) as Record<string, string>;
const lastAction = async () => (await server.auditDesk.list({ limit: 1 }))[0]?.action;

describe('the page of questions that were not understood', () => {
  it('is where an editor begins, and says when there is nothing', async () => {
    expect((await browser.open('/staff')).location).toBe('/staff/questions');
    expect(await read('')).toContain('There is nothing to read.');
  });

  it('shows how many wait in each language, and sentences only of the one that was chosen', async () => {
    await keep('can my dog come');
    await keep('كيف اخذ كلبي معي', 'ar');
    const page = await read('');
    expect(page).toContain('Choose a language. That you read its sentences is recorded.');
    expect(page).toMatch(/العربية.*<span class="count">1<\/span>/);
    expect(page).not.toContain('my dog');
    expect(await lastAction()).not.toBe('questions.opened');
    const arabic = await read('?language=ar');
    expect(arabic).toContain('<bdi class="word" dir="auto" lang="ar">كيف اخذ كلبي معي</bdi>');
    expect(await lastAction()).toBe('questions.opened');
    expect(await read('?language=xx')).not.toContain('lang="ar">كيف');
  });

  it('puts a whole group to a topic at once, and back', async () => {
    await keep('can my dog come with me');
    await keep('can my dogs come with me');
    await keep('where is the bus');
    const page = await read();
    expect(page).toContain('2 alike');
    const answer = await browser.send('/staff/questions/sort', {
      language: 'en',
      action: 'assign',
      topic: 'apply-how',
      ...fieldsOf(page, 'g'),
    });
    expect(answer.location).toBe('/staff/questions?language=en&result=assigned');
    const sorted = await read();
    expect(sorted).toMatch(/<legend>How do I apply\?<\/legend>.*\n?.*dog/);
    expect(sorted).toMatch(/English.*<span class="count">1<\/span>/);
    const assigned = sorted.slice(sorted.indexOf('assigned-title'));
    await browser.send('/staff/questions/sort', { language: 'en', action: 'putBack', ...fieldsOf(assigned, 'q') });
    expect(await lastAction()).toBe('questions.putBack');
    expect(await read()).toMatch(/English.*<span class="count">3<\/span>/);
  });

  it('deletes what is no question', async () => {
    await keep('asdf qwer');
    const fields = fieldsOf(await read(), 'q');
    const answer = await browser.send('/staff/questions/sort', { language: 'en', action: 'dismiss', ...fields });
    expect(answer.location).toContain('result=dismissed');
    expect(await read('')).toContain('There is nothing to read.');
    expect(await lastAction()).toBe('questions.dismissed');
  });

  it('changes nothing without a choice, a topic of the list, or well-formed ids', async () => {
    await keep('can my dog come');
    const fields = fieldsOf(await read(), 'q');
    const send = async (changes: Record<string, string>) =>
      (await browser.send('/staff/questions/sort', { language: 'en', action: 'assign', ...changes })).location;
    expect(await send({ topic: 'apply-how' })).toContain('nothingChosen');
    expect(await send({ topic: '', ...fields })).toContain('noTopic');
    expect(await send({ topic: '__proto__', ...fields })).toContain('noTopic');
    expect(await send({ topic: 'apply-how', "q.x' or 1=1": 'on', 'g.x': "' or 1=1,%" })).toContain('nothingChosen');
    expect((await browser.send('/staff/questions/sort', { language: 'EN<b>', action: 'assign' })).status).toBe(400);
    expect((await browser.send('/staff/questions/sort', { language: 'en', action: 'drop' })).status).toBe(400);
    expect(await lastAction()).toBe('questions.opened');
    expect(await read('?language=en&result=noTopic')).toContain('Choose a topic first.');
  });

  it('gives the sorted sentences as additions to phrases.json', async () => {
    await keep('can my dog come');
    await keep('where is the bus');
    const [first] = Object.keys(fieldsOf(await read(), 'q'));
    await browser.send('/staff/questions/sort', {
      language: 'en',
      action: 'assign',
      topic: 'apply-how',
      [first ?? '']: 'on',
    });
    await read();
    const file = await browser.send('/staff/questions/download', { language: 'en' });
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="phrases-additions.en.json"');
    expect(file.headers.get('content-type')).toContain('application/json');
    expect(JSON.parse(file.text)).toEqual({ 'apply-how': [expect.stringMatching(/dog|bus/)] });
    expect(await lastAction()).toBe('questions.downloaded');
  });

  it('shows words as words, whatever they are', async () => {
    for (const payload of XSS_PAYLOADS) await keep(`${payload} my dog`);
    const page = await read();
    expect(page).not.toMatch(/<(?:script(?! src="\/assets)|img|svg|iframe)/i);
    expect(page).not.toMatch(/<bdi[^>]*>[^<]*<(?!\/bdi)/);
  });
});
