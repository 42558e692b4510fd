import type { LocaleTag } from './locale.ts';
import type { Office } from './office.ts';
import type { StaffMember } from './staff.ts';

/** What is counted per week and language. The order is that of the report. */
export const MEASURES = [
  'conversations',
  'answered',
  'offered',
  'notUnderstood',
  'crisis',
  'requests',
  'resolved',
  'ratedGood',
  'ratedMiddling',
  'ratedBad',
] as const;
export type Measure = (typeof MEASURES)[number];

/** Ratings are counted from their own table, which holds nothing else. */
export type CountedMeasure = Exclude<Measure, `rated${string}`>;

export interface WeeklyCount<M extends Measure = Measure> {
  /** ISO week, UTC: `2026-W48`. */
  readonly week: string;
  readonly locale: LocaleTag;
  readonly measure: M;
  readonly amount: number;
}

/** From sending a request until staff were told of it, and until somebody answered. */
export const WAIT_KINDS = ['notice', 'answer'] as const;
export type WaitKind = (typeof WAIT_KINDS)[number];

/** Cases that took up to `upTo` minutes of the office's working time. */
export interface WeeklyWait {
  readonly week: string;
  readonly locale: LocaleTag;
  readonly kind: WaitKind;
  readonly upTo: number;
  readonly amount: number;
}

/** Longer than the longest class. */
export const BEYOND_CLASSES = -1;

/** What happens to a request once, and is counted once. */
export const REQUEST_STEPS = ['submitted', 'noticed', 'answered', 'resolved'] as const;
export type RequestStep = (typeof REQUEST_STEPS)[number];

/** A step that a request has passed and that is not counted yet. */
export interface PassedStep {
  readonly requestId: string;
  readonly step: RequestStep;
  readonly locale: LocaleTag;
  readonly office: Office;
  readonly submittedAt: number;
  /** When; `undefined` for a notice that nobody had to send, because staff look into the console only. */
  readonly at: number | undefined;
}

/** Stores weekly numbers, within a running transaction. */
export interface ReportStore {
  /** Adds to what is counted already. */
  addCounts(counts: readonly WeeklyCount<CountedMeasure>[]): Promise<void>;
  addWaits(waits: readonly WeeklyWait[]): Promise<void>;
  /** Steps that are not counted yet, oldest requests first. */
  passedSteps(step: RequestStep, limit: number): Promise<readonly PassedStep[]>;
  /** @returns false if the step was counted before, perhaps by another replica. */
  claimStep(passed: PassedStep): Promise<boolean>;
  /** Everything counted in these weeks, ratings included. */
  counts(fromWeek: string, throughWeek: string): Promise<readonly WeeklyCount[]>;
  waits(fromWeek: string, throughWeek: string): Promise<readonly WeeklyWait[]>;
}

/**
 * A number as it may be shown. `few`: fewer than five, or none. `atLeast`: the sum of what may be shown, while something
 * hidden comes on top. `hidden`: nothing that goes into it may be shown.
 */
export type Figure =
  | { readonly kind: 'exact'; readonly value: number }
  | { readonly kind: 'few' }
  | { readonly kind: 'atLeast'; readonly value: number }
  | { readonly kind: 'hidden' };

/** Half of the cases, and nine in ten, took up to so many minutes of working time ({@link BEYOND_CLASSES}: longer). */
export type WaitFigure =
  | { readonly kind: 'exact'; readonly median: number; readonly ninetieth: number }
  | { readonly kind: 'few' };

export type Figures = Readonly<Record<Measure, Figure>>;

export interface ReportWeek {
  readonly week: string;
  readonly figures: Figures;
  readonly waits: Readonly<Record<WaitKind, WaitFigure>>;
}

/** One language, or all of them, week by week. */
export interface ReportSeries {
  readonly weeks: readonly ReportWeek[];
  /** Of all weeks together. */
  readonly total: Figures;
}

/** What may be shown of the numbers: small ones are hidden, and cannot be found out from the others. */
export interface Report {
  /** Finished weeks, oldest first; empty if nothing was counted in any. */
  readonly weeks: readonly string[];
  readonly all: ReportSeries;
  readonly byLanguage: ReadonlyMap<LocaleTag, ReportSeries>;
}

/** Why somebody takes numbers out of the console: a closed list, so that the trail holds no free text. */
export const EXPORT_REASONS = ['planning', 'donorReport', 'evaluation', 'incident'] as const;
export type ExportReason = (typeof EXPORT_REASONS)[number];

/** The numbers as the console reads them. */
export interface ReportDesk {
  /** The last `weeks` finished weeks; earlier ones in which nothing was counted yet are left out. */
  read(weeks: number): Promise<Report>;
  /** The same, to be taken away: written to the audit trail first. */
  export(member: StaffMember, weeks: number, reason: ExportReason): Promise<Report>;
}
