import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChatPerson, NotTakenError } from '#test/support/chatPerson.ts';
import { fillForm, readReceipt, requestContact, stepOf } from '#test/support/contactForm.ts';
import {
  COUNSELLOR_PASSWORD,
  findFreePort,
  type Installation,
  prepareInstallation,
} from '#test/support/installation.ts';
import { type ServerProcess, startServerProcess } from '#test/support/serverProcess.ts';
import { StaffBrowser } from '#test/support/staffBrowser.ts';
import { START_TIMEOUT_MS } from '#test/support/startApp.ts';
import { disturbStored, findTraces, lockStored, queryStored } from '#test/support/stored.ts';
import { waitFor } from '#test/support/waitFor.ts';

const NAME = 'CANARY-NAME-Amira';
const MESSAGE = 'CANARY-MESSAGE my brother is in Kabul';
const EMAIL = 'canary.amira@example.org';
const QUESTION = 'CANARY-QUESTION how much money do I get?';
const CRY = 'CANARY-CRY I want to kill myself';
const DATABASE_ERROR = 'CANARY-DATABASE value was CANARY-NAME-Amira';
/** Four ways to write one number, and how it is stored. */
const NUMBERS = ['+32 470 99 99 99', '0470999999', '0470/99.99.99', '٠٤٧٠ ٩٩ ٩٩ ٩٩'] as const;
const TRACES = ['canary', '470999999', '470 99 99 99', '470/99.99.99', '٤٧٠ ٩٩'];

let installation: Installation;
let server: ServerProcess;
let metricsPort: number;
const secrets: string[] = [COUNSELLOR_PASSWORD];
const replies: string[] = [];

beforeAll(async () => {
  metricsPort = await findFreePort();
  installation = await prepareInstallation({ env: { LOG_LEVEL: 'debug', METRICS_PORT: String(metricsPort) } });
  await installation.addStaff('nora', ['counsellor', 'lead', 'auditor']);
  server = await startServerProcess(installation);
}, START_TIMEOUT_MS);

afterAll(async () => {
  server?.kill('SIGKILL');
  await server?.exited;
  await installation?.remove();
});

function tracesIn(text: string): readonly string[] {
  const lower = text.toLowerCase();
  return [...TRACES, ...secrets].filter((trace) => lower.includes(trace.toLowerCase()));
}

function printed(): string {
  const { stdout, stderr } = server.output();
  // The address of the server itself is the one thing that is printed for the operator.
  return stdout + stderr.replace(`${server.url}\n`, '').replaceAll(server.url, '');
}

function aPerson(locale = 'en'): ChatPerson {
  return new ChatPerson(server, { locale });
}

/** Every path below is followed with planted values; this is what they must have left behind, so that each really ran. */
function waitForLog(message: string): Promise<unknown> {
  return waitFor(`“${message}” in the log`, () => printed().includes(message));
}

async function askRaw(
  path: string,
  init: RequestInit & { readonly body?: string | Uint8Array<ArrayBuffer> | null },
): Promise<void> {
  const response = await fetch(server.url + path, init);
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.status).toBeLessThan(500);
  replies.push(await response.text());
}

describe('what people say stays between them and staff (M-01, M-20, M-25)', () => {
  it.each(NUMBERS)('a whole conversation and request with %s', async (number) => {
    const person = aPerson(number.startsWith('٠') ? 'ar' : 'en');
    await person.say(QUESTION);
    await person.say(CRY);
    const receipt = await requestContact(person, {
      value: number,
      safe: ['choice:safe=callOnly'],
      message: MESSAGE,
      name: NAME,
      topic: ['choice:topic=skip'],
    });
    const { reference, secret } = readReceipt(receipt);
    secrets.push(secret, person.token);
    await person.command('status.start');
    await person.say(reference);
    await person.say('0000 0000 0000 0000');
    await person.say(reference);
    await person.say(secret);
    expect(person.last.text).toContain(NAME);
  });

  it('an address, wishes and words in the wrong place', async () => {
    const person = aPerson('fr');
    await person.command('human.ask');
    await person.command('choice:consent=yes');
    await person.say(`CANARY-WRONG ${'x'.repeat(1_500)}`);
    await person.say(EMAIL);
    await person.command('choice:country=LU');
    await person.command('choice:topic=money');
    await person.say('CANARY-WHEN demain après 18 h');
    await person.command('choice:safe=writeOnly');
    await person.say(MESSAGE);
    await person.say(NAME);
    await person.command('choice:review=wishes');
    await fillForm(person, {
      interpreter: 'CANARY-DARI',
      gender: ['choice:gender=woman'],
      spokenLanguage: 'CANARY-DARI',
    });
    expect(person.last.card?.kind).toBe('receipt');
    secrets.push(readReceipt(person.last).secret);
  });

  it('requests that cannot be read, with planted values everywhere', async () => {
    const json = { 'content-type': 'application/json', 'user-agent': NAME, 'x-canary': EMAIL, cookie: `c=${NAME}` };
    const token = { authorization: `Bearer ${NAME}.${NAME}.${NAME}` };
    await askRaw(`/${NAME}?q=${EMAIL}`, { headers: json });
    await askRaw('/chat/start', { method: 'POST', headers: json, body: `{"activity": "${NAME}` });
    await askRaw('/chat/start', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ activity: { type: NAME, text: 5 } }),
    });
    await askRaw('/chat/start', { method: 'POST', headers: { ...json, 'content-encoding': 'gzip' }, body: NAME });
    await askRaw('/chat/start', { method: 'POST', headers: { 'content-type': `text/${NAME}` }, body: NAME });
    await askRaw('/chat/end', { method: 'POST', headers: json, body: JSON.stringify({ token: NAME }) });
    await askRaw(`/v3/directline/conversations/${NAME}/activities`, {
      method: 'POST',
      headers: { ...json, ...token },
      body: '{}',
    });
    await askRaw('/staff/sign-in', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: server.url,
        'sec-fetch-site': 'same-origin',
      },
      body: new URLSearchParams({ login: 'canary-login', password: 'canary-password-0' }).toString(),
    });
    await askRaw(`/staff/requests/${NAME}`, { headers: { cookie: `s=${NAME}` } });
    expect(tracesIn(replies.filter((reply) => !reply.includes('<html')).join())).toEqual([]);
  });

  it('a database that refuses, with the planted value in its own error', async () => {
    const person = aPerson();
    await person.command('human.ask');
    await fillForm(person, { value: NUMBERS[0], message: MESSAGE, name: NAME }, 'review');
    disturbStored(
      server.dataDir,
      `create trigger refuse before insert on contact_request begin select raise(abort, '${DATABASE_ERROR}'); end`,
    );
    await person.command('choice:review=send');
    expect(person.last.card).toBeUndefined();
    expect(person.last.text).toContain('0800 32 745');
    disturbStored(server.dataDir, 'drop trigger refuse');
    await person.command('choice:review=send');
    expect(person.last.card?.kind).toBe('receipt');
    secrets.push(readReceipt(person.last).secret);
  });

  it('a database that somebody else has locked: the person is told in time, and can send again (R4)', async () => {
    const person = aPerson();
    await person.command('human.ask');
    await fillForm(person, { value: NUMBERS[0], message: MESSAGE, name: NAME }, 'review');
    const unlock = lockStored(server.dataDir);
    const began = performance.now();
    const failure = await person.post({ text: NAME, value: 'choice:review=send' }).catch((error: unknown) => error);
    const tookMs = performance.now() - began;
    unlock();
    expect(failure).toBeInstanceOf(NotTakenError);
    expect((failure as NotTakenError).status).toBe(503);
    // Three seconds are asked for; ten times as many are a failure on any machine.
    expect(tookMs).toBeLessThan(30_000);
    await person.command('choice:review=send');
    expect(person.last.card?.kind).toBe('receipt');
    secrets.push(readReceipt(person.last).secret);
  });

  it('a conversation saved by another release, one that cannot be opened, and one that makes the dialog fail', async () => {
    const stale = aPerson();
    await stale.command('human.ask');
    await fillForm(stale, { value: NUMBERS[1], message: MESSAGE }, 'name');
    await rewriteState(stale, (data) => data.replaceAll('contact.v2', 'contact.v1'));
    await stale.say(NAME);
    expect(stale.last.buttons.map(({ command }) => command)).toContain('human.ask');

    const failing = aPerson();
    await failing.command('human.ask');
    await fillForm(failing, { value: NUMBERS[1], message: MESSAGE }, 'name');
    await rewriteState(failing, (data) => data.replace('"step":"name"', '"step":"CANARY-STEP"'));
    await failing.say(NAME);
    await waitForLog('turn failed');
    expect(failing.last.buttons.map(({ command }) => command)).toContain('emergency.show');

    const broken = aPerson();
    await broken.say(QUESTION);
    disturbStored(server.dataDir, `update bot_state set sealed = 'damaged' where subject = '${broken.conversationId}'`);
    const before = broken.heard.length;
    await broken.say(MESSAGE);
    await waitForLog('the state of a conversation cannot be opened');
    expect(broken.heard.length).toBe(before + 1);
    await broken.command('human.ask');
    expect(stepOf(broken.last)).toBe('consent');
  });

  it('a mail server that is gone', async () => {
    await installation.mail.close();
    const person = aPerson();
    const receipt = await requestContact(person, { value: NUMBERS[2], message: MESSAGE, name: NAME });
    secrets.push(readReceipt(receipt).secret);
    await waitForLog('notice not delivered');
  });

  it('a counsellor who reads, writes and closes', async () => {
    const staff = new StaffBrowser(server.url);
    await staff.open('/staff');
    expect((await staff.signIn('nora', COUNSELLOR_PASSWORD)).status).toBe(303);
    const [request] = queryStored(server.dataDir, 'select id from contact_request order by id');
    const path = `/staff/requests/${request?.['id']}`;
    expect((await staff.open(path)).text).not.toContain(NAME);
    expect((await staff.send(`${path}/reveal`, { show: 'words' })).text).toContain(NAME);
    expect((await staff.send(`${path}/reveal`, { show: 'means' })).text).toContain('99 99 99');
    await staff.send(`/staff/requests/${request?.['id']}/note`, { text: 'CANARY-NOTE called, nobody there' });
    await staff.open(`/staff/requests/${NAME}`);
    expect((await staff.open(`/staff/requests/${request?.['id']}`)).text).toContain('CANARY-NOTE');
    for (const value of staff.cookies.values()) secrets.push(value);
  });

  it('leaves no trace in what the server has printed, counted, mailed or stored', async () => {
    const metrics = await fetch(`http://127.0.0.1:${metricsPort}/metrics`).then((response) => response.text());
    server.kill('SIGTERM');
    await server.exited;

    // The paths above really were taken.
    for (const message of ['contact request stored', 'notice not delivered', 'turn failed']) {
      expect(printed()).toContain(message);
    }
    expect(metrics).toContain('chat_turns_total');
    expect(tracesIn(printed())).toEqual([]);
    expect(printed()).not.toMatch(/127\.0\.0\.1|Bearer|eyJ/);
    expect(tracesIn(metrics)).toEqual([]);

    const mails = await installation.mail.parsed();
    expect(mails.length).toBeGreaterThanOrEqual(NUMBERS.length);
    for (const [i, mail] of mails.entries()) {
      expect(
        tracesIn(`${installation.mail.raw[i]} ${mail.subject} ${mail.text} ${JSON.stringify([...mail.headers])}`),
      ).toEqual([]);
    }
    const spellings = ['CANARY', 'Canary', 'canary', '470999999', '470 99 99 99', '470/99.99.99', '٤٧٠ ٩٩', '٠٤٧٠'];
    // What does lie there is found: the search itself works.
    expect(findTraces(server.dataDir, ['contact_request'])).not.toEqual([]);
    expect(findTraces(server.dataDir, [...spellings, ...secrets])).toEqual([]);
  });
});

/** Changes what the bot remembers of a conversation, under the installation's own keys. */
async function rewriteState(person: ChatPerson, change: (data: string) => string): Promise<void> {
  const [row] = queryStored(server.dataDir, `select key from bot_state where subject = '${person.conversationId}'`);
  await installation.withStorage(async ({ stateStore }) => {
    const key = String(row?.['key']);
    const state = (await stateStore.read([key])).get(key);
    const before = JSON.stringify(state?.data);
    const after = change(before);
    expect(after).not.toBe(before);
    await stateStore.write(
      new Map([[key, { data: JSON.parse(after) as Record<string, unknown>, expectedVersion: undefined }]]),
    );
  });
}
