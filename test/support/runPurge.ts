import { RETENTION } from '#src/domain/retention.ts';
import { type PurgeReport, purge } from '#src/maintenance/purge.ts';
import type { TestHandoff } from './handoff.ts';

/** Runs the purge as the server does, at the time of the test. For less than one batch: between two it would rest. */
export function runPurge({ retentionStore, clock, logger, opened }: TestHandoff): Promise<PurgeReport> {
  const alarms = { raise: () => undefined };
  return purge({ retentionStore, clock, logger, alarms, rules: RETENTION, scrub: () => opened.db.scrub() });
}
