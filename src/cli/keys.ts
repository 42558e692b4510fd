import { rewrapKeys } from '#src/storage/sealing/rewrapKeys.ts';
import { findInstallation, runCommand } from './openInstallation.ts';

const USAGE = 'npm run keys -- rewrap   after a new key was put first in DATA_KEYS';

/** `npm run keys -- rewrap`: after a new key was put first in DATA_KEYS, makes the older ones unnecessary. */
async function manageKeys(): Promise<string> {
  if (process.argv[2] !== 'rewrap') throw new Error(USAGE);
  const { keyring, withStorage } = findInstallation();
  const count = await withStorage(async ({ auditDesk }, db) => {
    const renewed = await rewrapKeys(db, keyring);
    const detail = { count: renewed, key: keyring.newestKeyId };
    await auditDesk.record({ actor: { kind: 'commandLine' }, action: 'keys.rewrapped', subject: '', detail });
    return renewed;
  });
  return `${count} data keys were wrapped with ${keyring.newestKeyId}. Older keys may now be taken out of DATA_KEYS, but keep them as long as backups from before.`;
}

runCommand(manageKeys, USAGE);
