import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import { readServiceClock } from '#src/domain/serviceTarget.ts';
import { formatWorkingTime } from './formatTime.ts';
import { type Html, html } from './html.ts';
import type { PageContext } from './pageContext.ts';

/** How long the person has waited, in working hours, and how long they should wait at most; nothing once it is closed. */
export function renderServiceClock(
  { t, locale, now, options }: PageContext,
  record: ContactRequestRecord,
): Html | false {
  const clock = readServiceClock(record, now, options.serviceTargets, options.workingWeeks?.[record.office]);
  if (!clock) return false;
  const words = t('clock.waited', {
    waited: formatWorkingTime(clock.waitedMs, locale),
    target: formatWorkingTime(clock.targetMs, locale),
  });
  return html`<span class="waiting${clock.isOverdue && ' long'}">${words}</span>${clock.isOverdue && html` <span class="mark bad">${t('mark.overdue')}</span>`}`;
}
