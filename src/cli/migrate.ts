import { findInstallation, runCommand } from './openInstallation.ts';

/** `npm run migrate`: brings the schema up to date. A server does the same at its start. */
async function migrateDatabase(): Promise<string> {
  return findInstallation().withStorage(async (_storage, db) => {
    const { rows } = await db.query<{ name: string }>('select name from schema_migration order by name');
    return `The schema is up to date: ${rows.map(({ name }) => name).join(', ')}`;
  });
}

runCommand(migrateDatabase, 'npm run migrate   brings the schema up to date, as a server does at its start');
