import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#src/domain/clock.ts';
import type { Logger } from '#src/domain/logger.ts';
import type { Database, Dialect, Transaction } from './sql.ts';

export const MIGRATIONS_DIR = join(import.meta.dirname, 'migrations');

/** Any number, the same in every replica: who holds this lock migrates, the others wait. */
const ADVISORY_LOCK = 727_274;

/** `0002_name.sql` runs on both; `0002_name.sqlite.sql` and `0002_name.postgres.sql` where no common text exists. */
const FILE_NAME = /^(\d{4}_[a-z0-9_]+)(?:\.(sqlite|postgres))?\.sql$/;

interface Migration {
  readonly name: string;
  readonly script: string;
  readonly sha256: string;
}

/** The database cannot be used by this version of the program. */
class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly code: 'database_newer' | 'migration_changed';

  constructor(code: MigrationError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Brings the schema up to date: numbered files, applied once, in order, in one transaction, their hashes checked ever
 * after.
 * @returns the names of the migrations applied now.
 * @throws {MigrationError} if the database is newer than the program, or an applied file was changed.
 */
export async function migrate(
  db: Database,
  options: { readonly clock: Clock; readonly logger: Logger; readonly directory?: string },
): Promise<readonly string[]> {
  const migrations = readMigrations(options.directory ?? MIGRATIONS_DIR, db.dialect);
  return db.tx(async (sql) => {
    if (db.dialect === 'postgres') await sql.query('select pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
    const applied = await readApplied(sql);
    refuseForeign(applied, migrations);
    const done: string[] = [];
    for (const { name, script, sha256 } of migrations) {
      if (applied.has(name)) continue;
      await sql.exec(script);
      await sql.query('insert into schema_migration (name, sha256, applied_at) values ($1, $2, $3)', [
        name,
        sha256,
        options.clock.now(),
      ]);
      options.logger.info('migration applied', { migration: name });
      done.push(name);
    }
    return done;
  });
}

function readMigrations(directory: string, dialect: Dialect): Migration[] {
  const migrations: Migration[] = [];
  for (const file of readdirSync(directory).sort()) {
    const [, name, only] = FILE_NAME.exec(file) ?? [];
    if (!name || (only && only !== dialect)) continue;
    const script = readFileSync(join(directory, file), 'utf8');
    migrations.push({ name, script, sha256: createHash('sha256').update(script).digest('hex') });
  }
  return migrations;
}

async function readApplied(sql: Transaction): Promise<ReadonlyMap<string, string>> {
  await sql.exec(
    'create table if not exists schema_migration (name text not null primary key, sha256 text not null, applied_at bigint not null)',
  );
  const { rows } = await sql.query<{ name: string; sha256: string }>('select name, sha256 from schema_migration');
  return new Map(rows.map((row) => [row.name, row.sha256]));
}

function refuseForeign(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.sha256]));
  for (const [name, sha256] of applied) {
    const expected = known.get(name);
    if (expected === undefined) {
      throw new MigrationError(
        'database_newer',
        `The database is newer than this program (${name}): install the newer version`,
      );
    }
    if (expected !== sha256) {
      throw new MigrationError(
        'migration_changed',
        `Migration ${name} was changed after it was applied: restore the file`,
      );
    }
  }
}
