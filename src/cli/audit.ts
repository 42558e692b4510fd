import { parseArgs } from 'node:util';
import type { AuditHead, AuditVerification } from '#src/domain/audit.ts';
import { verifyAudit } from '#src/storage/verifyAudit.ts';
import { findInstallation, runCommand } from './openInstallation.ts';

const USAGE = `npm run audit -- verify [--anchor SEQ:HASH]
The anchor is an “audit head” line of an earlier log: it also finds a trail that was rewritten or cut as a whole.`;

const REASONS: Readonly<Record<Extract<AuditVerification, { kind: 'broken' }>['reason'], string>> = {
  changed: 'was changed after it was written',
  missing: 'is missing',
  tailCut: 'should follow, but the trail ends before it',
  anchorMismatch: 'is not the one that the log names: the trail was rewritten',
  pruneUnexplained: 'and those before it were deleted without an entry that says so',
};

/** `npm run audit`: proves that the audit trail is whole. */
async function checkAudit(): Promise<string> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { anchor: { type: 'string' } } });
  if (positionals[0] !== 'verify') throw new Error(USAGE);
  const anchor = values.anchor === undefined ? undefined : readAnchor(values.anchor);
  const result = await findInstallation().withStorage((_storage, db) => verifyAudit(db, anchor));
  if (result.kind === 'broken')
    throw new Error(`The audit trail is broken: record ${result.seq} ${REASONS[result.reason]}`);
  return `The audit trail is intact: ${result.checked} records, head ${result.head.seq}:${result.head.hash}`;
}

function readAnchor(text: string): AuditHead {
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!seq || !hash) throw new Error(USAGE);
  return { seq: Number(seq), hash };
}

runCommand(checkAudit, USAGE);
