import type { ContactMeans } from '#src/domain/contactRequest.ts';
import type { ContactRequestDetails } from '#src/domain/contactRequestStore.ts';
import type { BlindIndex } from '#src/domain/sealing.ts';
import type { TopicGroup } from '#src/domain/topic.ts';
import { toWesternDigits } from '#src/domain/unicodeDigits.ts';
import { nameMarks } from './nameIndex.ts';

interface IndexMark {
  readonly kind: 'phone' | 'email' | 'name' | 'topicGroup';
  readonly mark: string;
}

/** The look-up values of a request: how to reach the person, their name, what it is about. */
export function indexMarks(
  index: BlindIndex,
  request: {
    readonly id: string;
    readonly details: ContactRequestDetails;
    readonly topicGroup?: TopicGroup | undefined;
  },
): readonly IndexMark[] {
  const { id, details, topicGroup } = request;
  return [
    ...meansMarks(index, details.means),
    ...nameMarks(index, details.name ?? '').map((mark) => ({ kind: 'name', mark }) as const),
    ...(topicGroup === undefined ? [] : [{ kind: 'topicGroup', mark: topicGroupMark(index, id, topicGroup) } as const]),
  ];
}

/** Two spellings of one number give one value (M-02). */
function meansMarks(index: BlindIndex, means: ContactMeans): readonly IndexMark[] {
  switch (means.kind) {
    case 'phone':
    case 'whatsapp':
      return [{ kind: 'phone', mark: meansMark(index, 'phone', means.number) }];
    case 'email':
      return [{ kind: 'email', mark: meansMark(index, 'email', means.address) }];
    case 'chat':
      return means.hintAddress === undefined
        ? []
        : [{ kind: 'email', mark: meansMark(index, 'email', means.hintAddress) }];
  }
}

/** The look-up value of one number or address, however it is spelt. */
export function meansMark(index: BlindIndex, kind: 'phone' | 'email', value: string): string {
  return index.of(kind, kind === 'phone' ? normalisePhone(value) : value.normalize('NFKC').trim().toLowerCase());
}

/**
 * Says what a request is about to whoever holds the key. It differs from request to request: with eighteen groups,
 * equal marks would let anybody with the database count them and guess which is which.
 */
export function topicGroupMark(index: BlindIndex, requestId: string, group: TopicGroup): string {
  return index.of('topicGroup', `${requestId}:${group}`);
}

/** Digits with one leading plus; `00` at the start means the same. Numbers in E.164 stay as they are. */
function normalisePhone(value: string): string {
  const compact = toWesternDigits(value)
    .replace(/\(0\)/g, '')
    .replace(/[^\d+]/g, '')
    .replace(/^00/, '+');
  return compact.startsWith('+') ? `+${compact.replaceAll('+', '')}` : compact.replaceAll('+', '');
}
