import type { Country } from './country.ts';

/** The IOM office that looks after a contact request: one per country. */
export type Office = Country;

export const OFFICES: readonly Office[] = ['BE', 'LU'];

/** The offices whose requests a staff member may see. */
export type OfficeScope = Office | 'both';

/** True if somebody with this scope may see requests of this office. */
export function coversOffice(scope: OfficeScope, office: Office): boolean {
  return scope === 'both' || scope === office;
}
