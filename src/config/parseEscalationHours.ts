import type { EscalationHours } from '#src/domain/escalationStage.ts';

const MAX_HOURS = 200;

/**
 * Reads `4,8,16`.
 * @throws {Error} whose message says to the operator what is wrong.
 */
export function parseEscalationHours(text: string): EscalationHours {
  const [unclaimed = Number.NaN, deputy = Number.NaN, lead = Number.NaN, ...more] = text.split(',').map(Number);
  if (!(unclaimed > 0 && unclaimed < deputy && deputy < lead && lead <= MAX_HOURS) || more.length > 0) {
    throw new Error(`must be three growing numbers of at most ${MAX_HOURS} hours, as in 4,8,16`);
  }
  return { unclaimed, deputy, lead };
}
