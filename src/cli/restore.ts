import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { replayTombstones } from '#src/storage/replayTombstones.ts';
import { restoreDatabase } from '#src/storage/restoreDatabase.ts';
import { readTombstones, TOMBSTONE_FILE_NAME } from '#src/storage/tombstoneJournal.ts';
import { findInstallation, runCommand } from './openInstallation.ts';
import { stderrLogger } from './stderrLogger.ts';

const USAGE = `npm run restore -- FILE [--tombstones FILE]   puts a backup in the place of the database; stop the server first
npm run restore -- --replay [--tombstones FILE]   only erases again what was erased (after pg_restore)`;

/** `npm run restore`: brings a backup back without bringing back what people had erased. */
async function restore(): Promise<string> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { tombstones: { type: 'string' }, replay: { type: 'boolean' } },
  });
  const installation = findInstallation();
  const { config, keyring, clock } = installation;
  if (values.replay) {
    const journals = [join(config.dataDir, TOMBSTONE_FILE_NAME), ...(values.tombstones ? [values.tombstones] : [])];
    const tombstones = journals.flatMap((file) => [...readTombstones(file)]);
    const count = await installation.withStorage((_storage, db) =>
      replayTombstones(db, { keyring, clock, tombstones }),
    );
    return `${count} requests were erased again.`;
  }
  const [file] = positionals;
  if (file === undefined) throw new Error(USAGE);
  const { erasedAgain, replacedFile } = await restoreDatabase({
    dataDir: config.dataDir,
    url: config.databaseUrl,
    backupFile: resolve(file),
    ...(values.tombstones === undefined ? {} : { tombstoneFile: resolve(values.tombstones) }),
    keyring,
    clock,
    logger: stderrLogger,
  });
  const replaced = replacedFile ? `\nThe database before lies at ${replacedFile}: delete it when all is well.` : '';
  return `Restored. ${erasedAgain} requests that were erased since were erased again.${replaced}`;
}

runCommand(restore, USAGE);
