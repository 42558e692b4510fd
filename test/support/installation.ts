import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '#src/config/config.ts';
import type { OfficeScope } from '#src/domain/office.ts';
import type { StaffRole } from '#src/domain/staff.ts';
import { createStorage, type Storage } from '#src/storage/createStorage.ts';
import { openDatabase } from '#src/storage/openDatabase.ts';
import { loadKeyring } from '#src/storage/sealing/loadKeyring.ts';
import type { Database } from '#src/storage/sql.ts';
import { systemClock } from '#src/systemClock.ts';
import { createSystemIds } from '#src/systemIds.ts';
import { type MailAnswer, type MailServer, startMailServer } from './mailServer.ts';
import { SilentLogger } from './silentLogger.ts';
import { createTestCertificate, type TestCertificate } from './testCertificate.ts';

/** Every account of these tests has this password. */
export const COUNSELLOR_PASSWORD = 'a long sentence nobody guesses';

/** What an operator has prepared before the first start: environment, data folder, mail server, staff. */
export interface Installation {
  readonly env: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly port: number;
  /** A mail server that speaks TLS only with `certificate`. */
  readonly mail: MailServer;
  readonly certificate: TestCertificate;
  /** Where the certificate lies, for `NODE_EXTRA_CA_CERTS`. */
  readonly certificateFile: string;
  /** Works on the stored data with the installation's own keys, beside a running server, as the commands do. */
  withStorage<T>(work: (storage: Storage, db: Database) => Promise<T>): Promise<T>;
  addStaff(login: string, roles?: readonly StaffRole[], office?: OfficeScope): Promise<void>;
  remove(): Promise<void>;
}

export interface InstallationOptions {
  readonly mode?: 'demonstration' | 'operated';
  /** Changes of the environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly mailAnswers?: readonly MailAnswer[];
}

const key = (): string => randomBytes(32).toString('base64');

/** Prepares an installation in a temporary folder: operated, with generated keys, unless told otherwise. */
export async function prepareInstallation(options: InstallationOptions = {}): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'return-assistant-'));
  const dataDir = join(folder, 'data');
  const certificate = createTestCertificate();
  const certificateFile = join(folder, 'mail-certificate.pem');
  writeFileSync(certificateFile, certificate.cert);
  const mail = await startMailServer(options.mailAnswers ?? [], {
    ...certificate,
    disabledCommands: ['AUTH'],
    hideSTARTTLS: false,
  });
  const port = await findFreePort();
  const env = dropUndefined({
    PORT: String(port),
    HOST: '127.0.0.1',
    METRICS_PORT: '0',
    DATA_DIR: dataDir,
    ...(options.mode === 'demonstration' ? {} : operatedVariables(port, mail.port)),
    ...options.env,
  });
  return {
    env,
    dataDir,
    port,
    mail,
    certificate,
    certificateFile,
    withStorage: (work) => withStorage(env, work),
    addStaff: (login, roles = ['counsellor'], office = 'both') =>
      withStorage(env, async ({ staffDirectory }) => {
        await staffDirectory.add({ login, displayName: login, roles, office, password: COUNSELLOR_PASSWORD });
      }),
    async remove() {
      await mail.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function operatedVariables(port: number, mailPort: number): Record<string, string> {
  return {
    OPERATOR_NAME: 'IOM in a test',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    SHOW_DRAFT_HIGH_RISK: 'yes',
    DATA_KEYS: `test:${key()}`,
    INDEX_KEY: key(),
    TOKEN_KEY: key(),
    SMTP_URL: `smtp://localhost:${mailPort}`,
    NOTICE_FROM: 'assistant@iom.example',
    NOTICE_TO_BE: 'brussels@iom.example',
    NOTICE_TO_LU: 'luxembourg@iom.example',
    // The second step has tests of its own.
    STAFF_SECOND_FACTOR: 'optional',
  };
}

async function withStorage<T>(
  env: Readonly<Record<string, string>>,
  work: (storage: Storage, db: Database) => Promise<T>,
): Promise<T> {
  const { keys, dataDir, databaseUrl } = loadConfig(env);
  const ids = createSystemIds(systemClock);
  const keyring = loadKeyring({
    source: keys
      ? { kind: 'given', dataKeys: keys.dataKeys, indexKey: keys.indexKey }
      : { kind: 'generated', directory: join(dataDir, 'keys') },
    ids,
  });
  const logger = new SilentLogger();
  const db = await openDatabase({
    url: databaseUrl,
    dataDir,
    clock: systemClock,
    logger,
    thread: 'main',
    isServer: false,
  });
  try {
    return await work(createStorage({ db, keyring, dataDir, clock: systemClock, ids }), db);
  } finally {
    await db.close();
  }
}

/** A port that was free a moment ago: the public address must be known before the server listens. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  if (typeof address !== 'object' || address === null) throw new Error('No port was given');
  return address.port;
}

function dropUndefined(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
