import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A number or link as the page shows it without asking the server. */
export interface PageContact {
  readonly id: string;
  readonly value: string;
  readonly href: string;
  readonly country: 'BE' | 'LU' | 'both';
  readonly isEmergency: boolean;
}

interface ContactRow {
  readonly id: string;
  readonly value: string;
  readonly tel?: string;
  readonly url?: string;
  readonly country: PageContact['country'];
  readonly state: 'show' | 'hold';
  readonly emergency?: boolean;
}

/**
 * Reads what of `locales/contacts.json` may be shown and tapped, in the order of the table (most urgent first).
 * @throws {Error} if there is no emergency number: a page without one must not be built.
 */
export function readPageContacts(localesDir: string): readonly PageContact[] {
  const rows = JSON.parse(readFileSync(join(localesDir, 'contacts.json'), 'utf8')) as readonly ContactRow[];
  const contacts = rows.flatMap((row): PageContact[] => {
    const href = row.tel === undefined ? row.url : `tel:${row.tel}`;
    if (row.state !== 'show' || href === undefined) return [];
    return [{ id: row.id, value: row.value, href, country: row.country, isEmergency: row.emergency === true }];
  });
  if (!contacts.some((contact) => contact.isEmergency)) {
    throw new Error('locales/contacts.json marks no number that may be shown with "emergency": true');
  }
  return contacts;
}
