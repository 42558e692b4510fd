import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { Delivery } from '#src/domain/delivery.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import { formatDateTime } from '../page/formatTime.ts';
import { type Html, html } from '../page/html.ts';
import { csrfField } from '../page/layout.ts';
import type { PageContext } from '../page/pageContext.ts';
import { may } from '../permissions.ts';

/** Whether staff, and the person, were told: every notice with its tries, and the button that sends again. */
export function renderDeliveries(
  context: PageContext,
  { id, noticeState }: ContactRequestRecord,
  deliveries: readonly Delivery[],
  member: StaffMember,
): Html | false {
  const { t } = context;
  if (deliveries.length === 0) return false;
  // If nobody at all was told, the warning at the top of the page has the button.
  const canRevive =
    noticeState !== 'undelivered' &&
    may(member, 'notice.revive') &&
    deliveries.some(({ state }) => state === 'givenUp');
  return html`<section class="card" aria-labelledby="deliveries-title">
<h2 id="deliveries-title">${t('deliveries.title')}</h2>
<ul class="deliveries">${deliveries.map((delivery) => renderDelivery(context, delivery))}</ul>
${canRevive && html`<form method="post" action="/staff/requests/${id}/revive" class="stack">${csrfField(context)}<button class="button">${t('request.revive')}</button></form>`}
</section>`;
}

const TONES: Readonly<Record<Delivery['state'], string>> = {
  waiting: 'warn',
  delivered: 'good',
  notNeeded: '',
  givenUp: 'bad',
};

function renderDelivery(context: PageContext, delivery: Delivery): Html {
  const { t } = context;
  const { state, tries, lastCode } = delivery;
  return html`<li><p><b>${t(`deliveries.occasion.${delivery.occasion}`)}</b> ${delivery.occasion !== 'hint' && html`<span class="via">${describeNotifier(context, delivery.via)}</span>`}</p>
<p><span class="mark ${TONES[state]}">${t(`deliveries.state.${state}`)}</span> ${describeTime(context, delivery)}</p>
${(tries > 1 || lastCode !== undefined) && html`<p class="meta">${t('deliveries.tries', { count: tries })}${lastCode !== undefined && html` · ${t('deliveries.lastCode')} <code>${lastCode}</code>`}</p>`}</li>`;
}

/** A notifier that this release does not know keeps its own name. */
function describeNotifier({ t }: PageContext, name: string): string {
  const known = (['smtp', 'webhook'] as const).find((each) => each === name);
  return known === undefined ? name : t(`deliveries.via.${known}`);
}

function describeTime({ t, now, locale }: PageContext, { state, at }: Delivery): Html {
  const time = html`<time datetime="${new Date(at).toISOString()}">${formatDateTime(at, locale)}</time>`;
  if (state !== 'waiting') return time;
  return at <= now ? html`${t('deliveries.now')}` : html`${t('deliveries.nextTry')} ${time}`;
}
