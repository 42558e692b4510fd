import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

const dataDir = mkdtempSync(join(tmpdir(), 'cli-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** Runs a command as an operator does. */
function run(
  command: string,
  args: readonly string[],
  input = '',
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [`src/cli/${command}.ts`, ...args], {
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

describe('the commands of an operator', () => {
  it('add, list, reset and disable staff accounts', async () => {
    const added = await run(
      'staff',
      ['add', 'amal@iom.example', '--office', 'BE', '--role', 'counsellor,lead'],
      'a sentence to sign in\n',
    );
    expect(added).toMatchObject({ code: 0, out: 'amal@iom.example was added (counsellor, lead; BE)\n' });
    expect(await run('staff', ['reset', 'amal@iom.example'], 'another sentence to use\n')).toMatchObject({ code: 0 });
    expect(await run('staff', ['disable', 'amal@iom.example'])).toMatchObject({ code: 0 });
    expect(await run('staff', ['enable', 'amal@iom.example'])).toMatchObject({ code: 0 });
    expect(await run('staff', ['sign-out', 'amal@iom.example'])).toMatchObject({ code: 0 });
    expect(await run('staff', ['reset-second-step', 'amal@iom.example'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('without a second step'),
    });
    expect(await run('staff', ['disable', 'amal@iom.example'])).toMatchObject({ code: 0 });
    expect((await run('staff', ['list'])).out).toBe('amal@iom.example\tcounsellor,lead\tBE\tdisabled\tpassword\n');
    for (const name of readdirSync(dataDir).filter((file) => file.includes('sqlite'))) {
      expect(readFileSync(join(dataDir, name)).includes('another sentence')).toBe(false);
    }
  });

  it.each([
    ['a password that is too short', ['add', 'b@iom.example', '--office', 'BE'], 'short\n', /at least 15 characters/],
    ['no password', ['add', 'b@iom.example', '--office', 'BE'], '', /No password was given/],
    ['a login that exists', ['add', 'amal@iom.example', '--office', 'LU'], 'a sentence to sign in\n', /use reset/],
    ['no office', ['add', 'b@iom.example'], 'a sentence to sign in\n', /--office BE, LU or both/],
    ['an unknown role', ['add', 'b@iom.example', '--office', 'BE', '--role', 'king'], '', /There is no role king/],
    ['an unknown account', ['disable', 'nobody@iom.example'], '', /There is no such account/],
    ['an unknown command', ['promote', 'amal@iom.example'], '', /npm run staff -- add LOGIN/],
  ])('say what to do about %s', async (_name, args, input, expected) => {
    const result = await run('staff', args, input);
    expect(result.code).toBe(1);
    expect(result.err).toMatch(expected);
    expect(result.err).not.toMatch(/\bat .*\.ts:\d/);
  });

  it('check the trail, copy and bring back the database, and purge', async () => {
    const verified = await run('audit', ['verify']);
    const head = /head (\d+:[0-9a-f]{64})/.exec(verified.out)?.[1] ?? '';
    expect(verified.out).toContain('intact: 7 records');
    expect(await run('audit', ['verify', '--anchor', head])).toMatchObject({ code: 0 });
    const wrong = await run('audit', ['verify', '--anchor', `2:${'0'.repeat(64)}`]);
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('record 2') });
    const file = join(dataDir, 'copy.sqlite');
    expect(await run('backup', [file])).toMatchObject({ code: 0 });
    expect(await run('restore', [file])).toMatchObject({
      code: 0,
      out: expect.stringContaining('Restored. 0 requests'),
    });
    expect(await run('purge', ['--confirm'])).toMatchObject({ code: 0 });
    expect(await run('keys', ['rewrap'])).toMatchObject({ code: 0 });
    expect((await run('migrate', [])).out).toContain('0001_init');
    expect((await run('audit', ['verify'])).code).toBe(0);
  });
});
