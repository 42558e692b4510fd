import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { ChatPerson } from '#test/support/chatPerson.ts';
import { fillForm, readReceipt } from '#test/support/contactForm.ts';
import { type Installation, type InstallationOptions, prepareInstallation } from '#test/support/installation.ts';
import { runServerToItsEnd, type ServerProcess, startServerProcess } from '#test/support/serverProcess.ts';
import { START_TIMEOUT_MS } from '#test/support/startApp.ts';
import { queryStored } from '#test/support/stored.ts';
import { waitFor } from '#test/support/waitFor.ts';

/** R3: ten seconds of grace, and a loaded machine. */
const GRACE_MS = 10_000;
const LOADED_MS = 5_000;

let installations: Installation[] = [];
let servers: ServerProcess[] = [];

async function install(options?: InstallationOptions): Promise<Installation> {
  const installation = await prepareInstallation(options);
  installations.push(installation);
  return installation;
}

async function start(installation: Installation): Promise<ServerProcess> {
  const server = await startServerProcess(installation);
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const server of servers) {
    server.kill('SIGKILL');
    await server.exited;
  }
  for (const installation of installations) await installation.remove();
  installations = [];
  servers = [];
});

/** Opens the stream of a conversation and keeps it open. */
async function openStream(server: ServerProcess, person: ChatPerson): Promise<{ readonly closed: Promise<number> }> {
  const response = await fetch(`${server.url}/v3/directline/conversations/${person.conversationId}?watermark=`, {
    headers: { authorization: `Bearer ${person.token}` },
  });
  const { streamUrl } = (await response.json()) as { streamUrl: string };
  const socket = new WebSocket(streamUrl);
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve).once('error', reject);
  });
  return { closed };
}

/** Sends all of a request but the empty line at the end of its head. */
function beginRequest(port: number, line: string) {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text;
  });
  const over = new Promise<string>((resolve) => socket.once('close', () => resolve(received)));
  const sent = new Promise<void>((resolve) => {
    socket.write(`${line}\r\nhost: 127.0.0.1:${port}\r\ncontent-length: 0\r\n`, () => resolve());
  });
  return {
    sent,
    finish: () => {
      socket.write('\r\n');
      return over;
    },
  };
}

describe('a shutdown in the middle of the work (R3, M-44)', () => {
  it(
    'ends with code 0 in time, tells open pages to come back, and nothing acknowledged is lost',
    async () => {
      const installation = await install();
      await installation.addStaff('nora');
      const first = await start(installation);
      const people = Array.from({ length: 20 }, () => new ChatPerson(first));
      for (const person of people) await person.command('human.ask');
      const streams = await Promise.all(people.map((person) => openStream(first, person)));
      const senders = people.slice(0, 5);
      for (const person of senders) await fillForm(person, {}, 'review');

      // Five send their request, the others type, and the signal comes in between.
      const acknowledged = await Promise.all([
        ...senders.map((person) => person.post({ text: 'Send', value: 'choice:review=send' })),
        ...people.slice(5).map((person) => person.post({ text: 'choice', value: 'choice:consent=yes' })),
      ]);
      const began = performance.now();
      first.kill('SIGTERM');
      expect(await first.exited).toEqual({ code: 0, signal: null });
      expect(performance.now() - began).toBeLessThan(GRACE_MS + LOADED_MS);
      expect(new Set(await Promise.all(streams.map(({ closed }) => closed)))).toEqual(new Set([1012]));

      const second = await start(installation);
      for (const person of people) {
        person.moveTo(second);
        await person.listen();
      }
      const replies = people.map(
        (person, i) => person.heard.filter(({ replyToId }) => replyToId === acknowledged[i]).length,
      );
      expect(replies).toEqual(people.map(() => 1));
      for (const person of people.slice(5))
        expect(person.last.buttons.map(({ command }) => command)).toContain('choice:how=phone');
      const references = queryStored(second.dataDir, 'select reference from contact_request');
      expect(references.map(({ reference }) => String(reference)).sort()).toEqual(
        senders.map((person) => readReceipt(person.last).reference).sort(),
      );
      await waitFor('all notices', () => installation.mail.raw.length >= senders.length);
      expect(installation.mail.raw).toHaveLength(senders.length);
    },
    START_TIMEOUT_MS,
  );

  it(
    'ends in time even if the mail server has fallen silent in the middle of a notice',
    async () => {
      const silent = await install();
      await silent.addStaff('nora');
      const server = await start(silent);
      // Every mail from now on is taken in and never answered.
      silent.mail.fallSilent();
      const person = new ChatPerson(server);
      await person.command('human.ask');
      await fillForm(person);
      await waitFor('the worker to try', () => silent.mail.connections() > 0);

      const began = performance.now();
      server.kill('SIGTERM');
      expect(await server.exited).toEqual({ code: 0, signal: null });
      expect(performance.now() - began).toBeLessThan(GRACE_MS + LOADED_MS);
    },
    START_TIMEOUT_MS,
  );

  it(
    'says “not ready” and takes nothing new while it drains',
    async () => {
      const installation = await install();
      await installation.addStaff('nora');
      const server = await start(installation);
      // Requests whose head is still under way when the signal comes: the only ones that can still arrive.
      const late = [
        beginRequest(installation.port, 'GET /readyz HTTP/1.1'),
        beginRequest(installation.port, 'POST /chat/start HTTP/1.1'),
        beginRequest(installation.port, 'POST /v3/directline/tokens/generate HTTP/1.1'),
      ];
      await Promise.all(late.map(({ sent }) => sent));
      // Connections made after these are answered: then the server has read what came before.
      for (let i = 0; i < 3; i += 1) {
        const probe = beginRequest(installation.port, 'GET /livez HTTP/1.1\r\nconnection: close');
        await probe.sent;
        expect(await probe.finish()).toContain('200 OK');
      }
      server.kill('SIGTERM');
      await waitFor('a closed door', () =>
        fetch(`${server.url}/livez`).then(
          () => false,
          () => true,
        ),
      );
      const answers = await Promise.all(late.map(({ finish }) => finish()));

      for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 503 /);
      expect(answers[0]).toContain('draining');
      expect(answers.join()).not.toContain('conversationId');
      expect(await server.exited).toEqual({ code: 0, signal: null });
    },
    START_TIMEOUT_MS,
  );
});

describe('a kill without warning', () => {
  it(
    'answers after the restart, once, what was taken in before',
    async () => {
      const installation = await install();
      await installation.addStaff('nora');
      const first = await start(installation);
      const people = Array.from({ length: 10 }, () => new ChatPerson(first));
      for (const person of people) await person.command('human.ask');
      const ids = await Promise.all(people.map((person) => person.post({ text: 'yes', value: 'choice:consent=yes' })));
      first.kill('SIGKILL');
      expect((await first.exited).signal).toBe('SIGKILL');

      const second = await start(installation);
      for (const [i, person] of people.entries()) {
        person.moveTo(second);
        await person.listen();
        expect(person.heard.filter(({ replyToId }) => replyToId === ids[i])).toHaveLength(1);
        expect(person.last.buttons.map(({ command }) => command)).toContain('choice:how=phone');
      }
    },
    START_TIMEOUT_MS,
  );
});

describe('the start refuses (M-47)', () => {
  it.each([
    'PUBLIC_URL',
    'DATA_KEYS',
    'INDEX_KEY',
    'TOKEN_KEY',
    'SMTP_URL',
    'NOTICE_FROM',
    'NOTICE_TO_BE',
    'NOTICE_TO_LU',
    'SHOW_DRAFT_HIGH_RISK',
  ])('when it is operated without %s, in one line that names it', async (name) => {
    const { env } = await install({ env: { [name]: undefined } });
    const { code, stderr, stdout } = await runServerToItsEnd(env);
    expect(code).toBe(1);
    const lines = stderr.trim().split('\n');
    expect(lines.filter((line) => line.includes(name))).toHaveLength(1);
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+/);
    expect(stdout).not.toContain('listening');
  });

  it('with one line for each variable, and never repeats a value', async () => {
    const { env } = await install({ env: { DATA_KEYS: 'hunter2', SMTP_URL: 'hunter3', PORT: 'hunter4' } });
    const { code, stderr } = await runServerToItsEnd(env);
    expect(code).toBe(1);
    for (const name of ['DATA_KEYS', 'SMTP_URL', 'PORT']) {
      expect(stderr.split('\n').filter((line) => line.includes(`${name}:`))).toHaveLength(1);
    }
    expect(stderr).not.toMatch(/hunter\d/);
  });

  it(
    'when nobody of staff can sign in, and says how to change that',
    async () => {
      const { env } = await install();
      const { code, stderr, stdout } = await runServerToItsEnd(env);
      expect(code).toBe(1);
      expect(stderr.trim()).toMatch(/npm run staff -- add/);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stdout).not.toContain('listening');
    },
    START_TIMEOUT_MS,
  );

  it(
    'when another server already works in the folder',
    async () => {
      const installation = await install();
      await installation.addStaff('nora');
      await start(installation);
      const { code, stderr } = await runServerToItsEnd({ ...installation.env, PORT: '0' });
      expect(code).toBe(1);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stderr).toMatch(/folder|DATA_DIR/);
    },
    START_TIMEOUT_MS,
  );
});
