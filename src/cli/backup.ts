import { resolve } from 'node:path';
import { backupDatabase } from '#src/storage/backupDatabase.ts';
import { findInstallation, runCommand } from './openInstallation.ts';

const USAGE = 'npm run backup -- FILE   copies the embedded database while the server runs';

/** `npm run backup -- FILE`: copies the embedded database while the server runs. */
async function backup(): Promise<string> {
  const file = process.argv[2];
  if (file === undefined) throw new Error(USAGE);
  const { clock, withStorage } = findInstallation();
  const target = resolve(file);
  await withStorage((_storage, db) => backupDatabase(db, target, clock));
  return [
    `${target} holds the whole database, checked.`,
    'Keep the keys (DATA_KEYS, INDEX_KEY, or DATA_DIR/keys) in another place: without them nothing in it can be read.',
    'Keep DATA_DIR/tombstones.jsonl with it, always the newest: it tells a restore what was erased since.',
    'Delete the copy after 35 days at the latest.',
  ].join('\n');
}

runCommand(backup, USAGE);
