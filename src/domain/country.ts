/** The two countries the assistant serves. A person who has not said where they are has none. */
export const COUNTRIES = ['BE', 'LU'] as const;
export type Country = (typeof COUNTRIES)[number];

/** True for a value that names one of the two countries. */
export function isCountry(value: unknown): value is Country {
  return value === 'BE' || value === 'LU';
}
