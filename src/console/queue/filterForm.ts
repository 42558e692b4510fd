import type { StaffMember } from '#src/domain/staff.ts';
import { nameLanguage } from '../page/describeLanguage.ts';
import { type Html, html } from '../page/html.ts';
import type { PageContext } from '../page/pageContext.ts';
import { MEANS_KINDS, NO_FILTER, type QueueChoice, queueAddress, SUBJECT_GROUPS } from './queueChoice.ts';
import { QUEUES } from './queues.ts';

interface Select {
  /** As it stands in the address. */
  readonly name: string;
  readonly label: string;
  readonly chosen: string | undefined;
  readonly choices: readonly (readonly [value: string, text: string])[];
}

/** Narrows the list down. A plain form: the address keeps what was chosen, and the heading names it. */
export function renderFilters(context: PageContext, member: StaffMember, choice: QueueChoice): Html {
  const { t } = context;
  const selects = describeSelects(context, member, choice);
  const chosen = selects.flatMap(({ chosen, choices }) => choices.find(([value]) => value === chosen)?.[1] ?? []);
  if (choice.isUrgent) chosen.push(t('mark.urgent'));
  return html`<details class="filters">
<summary>${t('filter.title')}${chosen.length > 0 && html` <span class="count">${chosen.length}</span> <span class="chosen">${chosen.join(' · ')}</span>`}</summary>
<form method="get" action="/staff/requests">
<input type="hidden" name="queue" value="${choice.queue}">
${selects.map((select) => renderSelect(context, select))}
<label class="check"><input type="checkbox" name="urgent" value="yes"${choice.isUrgent && html` checked`}> ${t('filter.urgent')}</label>
<div class="filter-buttons"><button class="button">${t('filter.apply')}</button></div>
</form>
</details>
${chosen.length > 0 && html`<p><a id="filter-clear" href="${queueAddress(NO_FILTER, { queue: choice.queue })}">${t('filter.clear')}</a></p>`}`;
}

function describeSelects(
  { t, options, locale }: PageContext,
  member: StaffMember,
  choice: QueueChoice,
): readonly Select[] {
  const statuses = QUEUES[choice.queue].statuses;
  const selects: readonly Select[] = [
    {
      name: 'office',
      label: t('queue.office'),
      chosen: choice.office,
      choices: member.office === 'both' ? (['BE', 'LU'] as const).map((id) => [id, t(`office.${id}`)]) : [],
    },
    {
      name: 'language',
      label: t('column.language'),
      chosen: choice.locale,
      choices: options.languages
        .map((tag) => [tag, nameLanguage(tag, locale)] as const)
        .toSorted((a, b) => a[1].localeCompare(b[1], locale)),
    },
    {
      name: 'topic',
      label: t('filter.topic'),
      chosen: choice.topicGroup,
      choices: SUBJECT_GROUPS.map((group) => [group, options.topicTitle(group, locale) ?? group]),
    },
    {
      name: 'status',
      label: t('column.status'),
      chosen: choice.status,
      choices: statuses.map((status) => [status, t(`status.${status}`)]),
    },
    {
      name: 'means',
      label: t('filter.means'),
      chosen: choice.meansKind,
      choices: MEANS_KINDS.map((kind) => [kind, t(`means.${kind}`)]),
    },
  ];
  return selects.filter(({ choices }) => choices.length > 1);
}

function renderSelect({ t }: PageContext, { name, label, chosen, choices }: Select): Html {
  return html`<label>${label}<select name="${name}"><option value="">${t('filter.all')}</option>${choices.map(
    ([value, text]) => html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`,
  )}</select></label>`;
}
