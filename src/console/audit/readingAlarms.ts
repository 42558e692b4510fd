import type { AuditRecord } from '#src/domain/audit.ts';
import { DAY_MS } from '#src/domain/clock.ts';
import { coversOffice } from '#src/domain/office.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import type { StaffNames } from '../nameStaff.ts';
import { timeElement } from '../page/formatTime.ts';
import { type Html, html } from '../page/html.ts';
import type { PageContext } from '../page/pageContext.ts';
import { may } from '../permissions.ts';
import { readDetail } from './describeRecord.ts';

/** Long enough that an alarm of Friday evening is seen after a long weekend. */
const SHOWN_MS = 7 * DAY_MS;

/** Somebody has read unusually many requests within an hour. */
export type ReadingAlarm = Pick<AuditRecord, 'at' | 'subject' | 'detail'>;

/** The alarms of the last days about colleagues whose office the member looks after; none without the right to see them. */
export async function findReadingAlarms(
  { audit, clock }: ConsoleOptions,
  member: StaffMember,
  members: readonly StaffMember[],
): Promise<readonly ReadingAlarm[]> {
  if (!may(member, 'alarm.view')) return [];
  const found = await audit.list({ action: 'access.bulkReading', after: clock.now() - SHOWN_MS });
  return found.filter(({ subject }) => {
    const office = members.find(({ id }) => id === subject)?.office ?? 'both';
    return office === 'both' ? true : coversOffice(member.office, office);
  });
}

/** Says who, how many and when, newest first. What to make of it is for people to decide. */
export function renderReadingAlarms(
  { t, locale }: PageContext,
  alarms: readonly ReadingAlarm[],
  nameOf: StaffNames,
): Html | false {
  if (alarms.length === 0) return false;
  return html`<section class="alert bad" aria-labelledby="reading-title"><h2 id="reading-title">${t('reading.title')}</h2>
<ul>${alarms.map(({ at, subject, detail }) => {
    const { pages, reveals } = readDetail(detail);
    const name = nameOf(subject) ?? t('request.formerStaff');
    return html`<li>${t('reading.line', { name, pages: String(pages), reveals: String(reveals) })} ${timeElement(at, locale)}</li>`;
  })}</ul>
<p>${t('reading.advice')}</p></section>`;
}
