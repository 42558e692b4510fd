import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '#src/domain/clock.ts';
import type { Logger } from '#src/domain/logger.ts';
import { openDatabase } from '#src/storage/openDatabase.ts';
import type { Database } from '#src/storage/sql.ts';
import { startTestPostgres, type TestPostgres } from './postgres.ts';
import { SilentLogger } from './silentLogger.ts';

/** The databases that everything in `src/storage` must behave the same on. */
export const DATABASE_KINDS = ['sqlite', 'sqlite in a thread', 'postgres'] as const;
export type DatabaseKind = (typeof DATABASE_KINDS)[number];

/** Makes empty databases of one kind for a test file, and clears everything away after it. */
export interface DatabaseMaker {
  open(options: { readonly clock: Clock; readonly logger?: Logger }): Promise<OpenedDatabase>;
  end(): Promise<void>;
}

export interface OpenedDatabase {
  readonly db: Database;
  readonly dataDir: string;
  /** Opens the same database once more, as another replica or a command-line tool does. */
  openAgain(): Promise<Database>;
  /** Closes it and opens it again, as a restart does. */
  reopen(): Promise<Database>;
}

export async function createDatabaseMaker(kind: DatabaseKind): Promise<DatabaseMaker> {
  const server: TestPostgres | undefined = kind === 'postgres' ? await startTestPostgres() : undefined;
  const folders: string[] = [];
  const opened = new Set<Database>();
  return {
    async open({ clock, logger = new SilentLogger() }) {
      const dataDir = mkdtempSync(join(tmpdir(), 'return-assistant-'));
      folders.push(dataDir);
      const url = await server?.createDatabase();
      const thread = kind === 'sqlite in a thread' ? 'worker' : 'main';
      const openOne = async (isServer: boolean): Promise<Database> => {
        const db = await openDatabase({ url, dataDir, clock, logger, thread, isServer });
        opened.add(db);
        return db;
      };
      let db = await openOne(true);
      return {
        get db() {
          return db;
        },
        dataDir,
        openAgain: () => openOne(false),
        async reopen() {
          opened.delete(db);
          await db.close();
          db = await openOne(true);
          return db;
        },
      };
    },
    async end() {
      for (const db of opened) await db.close().catch(() => undefined);
      await server?.stop();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}
