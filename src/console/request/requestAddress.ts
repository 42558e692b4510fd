/** What happened to the change that led here: a closed list, because it stands in the address. */
export const CHANGE_RESULTS = [
  'taken',
  'assigned',
  'released',
  'noted',
  'resolved',
  'reopened',
  'revived',
  'stale',
  'notAllowed',
  'emptyNote',
  'joined',
  'sent',
  'handedBack',
  'emptyMessage',
] as const;
export type ChangeOutcome = (typeof CHANGE_RESULTS)[number];

/** True for text that may be an id: everything else never reaches the database. */
export function isRequestId(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** The page of a request, saying what has just happened. */
export function requestAddress(id: string, result: ChangeOutcome): string {
  return `/staff/requests/${id}?result=${result}`;
}

/** What the address says has just happened. */
export function readResult(value: string | null): ChangeOutcome | undefined {
  return CHANGE_RESULTS.find((known) => known === value);
}
