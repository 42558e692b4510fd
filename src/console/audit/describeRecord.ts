import type { AuditAction, AuditRecord } from '#src/domain/audit.ts';
import { MASKED_PARTS } from '#src/domain/requestDesk.ts';
import type { StaffNames } from '../nameStaff.ts';
import type { PageContext } from '../page/pageContext.ts';

/** What can be looked at beside the page itself. */
const SCREENS = [...MASKED_PARTS, 'chat'] as const;

/** What happened, as a phrase. An action of another release is shown by its name. */
export function describeAction({ t }: PageContext, record: Pick<AuditRecord, 'action' | 'detail'>): string {
  if (record.action === 'request.opened') {
    const { screen } = readDetail(record.detail);
    const shown = SCREENS.find((known) => known === screen);
    if (shown) return t(`event.${shown}Shown`);
  }
  const key = `action.${record.action as AuditAction}` as const;
  const text = t(key);
  return text === key ? record.action : text;
}

/** Who did it: a colleague's name, or what kind of actor it was. */
export function describeActorName({ t }: PageContext, actor: string, nameOf: StaffNames): string {
  if (actor.startsWith('staff:')) return nameOf(actor.slice('staff:'.length)) ?? t('request.formerStaff');
  if (actor === 'person' || actor === 'system' || actor === 'commandLine') return t(`actor.${actor}`);
  return actor;
}

/** The detail of an entry as name–value pairs; nothing if it cannot be read. */
export function readDetail(detail: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(detail);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
