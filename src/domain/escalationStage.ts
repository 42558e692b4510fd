/**
 * Who is told that nobody has taken a request, one after the other: the office again, the deputy, the lead. Each stage is
 * an occasion of a notice.
 */
export const ESCALATION_STAGES = ['unclaimed', 'deputy', 'lead'] as const;
export type EscalationStage = (typeof ESCALATION_STAGES)[number];

/** Working hours of waiting after which each stage is reached. */
export type EscalationHours = Readonly<Record<EscalationStage, number>>;
