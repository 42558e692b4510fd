import { parseArgs } from 'node:util';
import { RETENTION } from '#src/domain/retention.ts';
import { purge } from '#src/maintenance/purge.ts';
import { findInstallation, runCommand } from './openInstallation.ts';
import { stderrLogger } from './stderrLogger.ts';

/** `npm run purge`: the hourly purge by hand; with `--confirm` also what it refused (too much at once, clock jumped). */
async function purgeNow(): Promise<string> {
  const { values } = parseArgs({ options: { confirm: { type: 'boolean', default: false } } });
  const { clock, withStorage } = findInstallation();
  const { deleted, refused } = await withStorage(async ({ retentionStore, auditDesk }, db) => {
    if (values.confirm) {
      await auditDesk.record({ actor: { kind: 'commandLine' }, action: 'retention.capConfirmed', subject: '' });
    }
    return purge({
      retentionStore,
      clock,
      logger: stderrLogger,
      alarms: { raise: () => undefined },
      rules: RETENTION,
      scrub: () => db.scrub(),
      isConfirmed: values.confirm,
    });
  });
  const lines = Object.entries(deleted).map(([kind, count]) => `${kind}\t${count}`);
  if (refused.length > 0)
    lines.push(`refused: ${refused.join(', ')}. Check the clock, then: npm run purge -- --confirm`);
  return lines.join('\n');
}

runCommand(purgeNow, 'npm run purge [-- --confirm]   deletes now what retention says; --confirm also what it refused');
