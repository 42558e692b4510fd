import type { Card } from '#src/domain/card.ts';
import { isoDay } from '#src/domain/clock.ts';
import type { ContactMeans, ContactRequestView } from '#src/domain/contactRequest.ts';
import type { TopicGroup } from '#src/domain/topic.ts';
import type { Turn } from '../turn.ts';
import { formatDay, formatInstant } from './formatDay.ts';

type Rows = NonNullable<Card['rows']>;

// Left-to-right isolate: a number or code inside Arabic text keeps its order (rule R04).
const isolate = (value: string): string => `\u2066${value}\u2069`;

/** A request as its owner sees it at a glance. */
export function viewCard(request: ContactRequestView, turn: Turn): Card {
  const { texts, memory } = turn;
  return {
    kind: 'summary',
    title: texts.t('status.intro', { reference: isolate(request.reference) }),
    paragraphs: [
      [{ text: texts.t(`status.state.${request.status}`) }],
      [{ text: texts.t('status.sentOn', { date: formatDay(isoDay(request.createdAt), memory.locale) }) }],
    ],
    rows: [
      meansRow(request.means, turn),
      ...optionalRow('when', request.safeContact.when, turn),
      ...optionalRow('message', request.message, turn),
      ...optionalRow('name', request.name, turn),
    ],
  };
}

/** What the person and staff have written to each other. */
export function messagesCard(request: ContactRequestView, turn: Turn): Card {
  const { texts, memory } = turn;
  const title = texts.t('status.messagesTitle', { reference: isolate(request.reference) });
  if (request.messages.length === 0) {
    return { kind: 'summary', title, paragraphs: [[{ text: texts.t('status.noAnswer') }]] };
  }
  return {
    kind: 'summary',
    title,
    rows: request.messages.map(({ from, name, at, text }) => {
      const { day, time } = formatInstant(at, memory.locale);
      const author = from === 'you' ? texts.t('status.you') : (name ?? texts.t('live.counsellor'));
      return { label: `${author} · ${day} ${isolate(time)}`, value: text };
    }),
  };
}

/** Everything that is kept about a request: readable, and the same as JSON in a file (GDPR, articles 15 and 20). */
export function exportCard(request: ContactRequestView, turn: Turn): Card {
  const { texts, memory, services } = turn;
  const topic = request.topic === undefined ? undefined : services.knowledge.findTopic(request.topic);
  const topicTitle = topic
    ? services.knowledge.title(topic.id, memory.locale)
    : request.topic && texts.find(`group.${request.topic as TopicGroup}`);
  const rows: Rows = [
    { label: texts.t('form.review.field.how'), value: texts.t(`form.how.${request.means.kind}`) },
    meansRow(request.means, turn),
    ...optionalRow('country', request.country && texts.t(`country.${request.country}`), turn),
    ...optionalRow('topic', topicTitle, turn),
    ...optionalRow('safe', safeText(request, turn), turn),
    ...optionalRow('when', request.safeContact.when, turn),
    ...optionalRow('message', request.message, turn),
    ...optionalRow('name', request.name, turn),
    ...optionalRow('interpreter', request.wishes.interpreter, turn),
    ...optionalRow(
      'gender',
      request.wishes.counsellorGender && texts.t(`form.wishes.${request.wishes.counsellorGender}`),
      turn,
    ),
    ...optionalRow('spokenLanguage', request.wishes.spokenLanguage, turn),
  ];
  const day = (at: number): string => formatDay(isoDay(at), memory.locale);
  return {
    kind: 'summary',
    title: texts.t('status.exportIntro', { reference: isolate(request.reference) }),
    paragraphs: [
      [{ text: texts.t(`status.state.${request.status}`) }],
      [{ text: texts.t('status.sentOn', { date: day(request.createdAt) }) }],
      ...(request.consentedAt === undefined
        ? []
        : [[{ text: texts.t('status.consentedOn', { date: day(request.consentedAt) }) }]]),
    ],
    rows: [...rows, ...(request.messages.length > 0 ? (messagesCard(request, turn).rows ?? []) : [])],
    file: {
      label: texts.t('status.exportDownload'),
      name: 'data.json',
      text: `${JSON.stringify(request, undefined, 2)}\n`,
    },
    notes: [texts.t('status.exportWarning')],
  };
}

function meansRow(means: ContactMeans, { texts }: Turn): Rows[number] {
  if (means.kind === 'chat') {
    return means.hintAddress === undefined
      ? { label: texts.t('form.review.field.how'), value: texts.t('form.how.chat') }
      : { label: texts.t('form.review.field.hint'), value: isolate(means.hintAddress) };
  }
  return {
    label: texts.t('form.review.field.value'),
    value: isolate(means.kind === 'email' ? means.address : means.number),
  };
}

function optionalRow(
  field: 'country' | 'topic' | 'safe' | 'when' | 'message' | 'name' | 'interpreter' | 'gender' | 'spokenLanguage',
  value: string | undefined,
  { texts }: Turn,
): Rows {
  return value ? [{ label: texts.t(`form.review.field.${field}`), value }] : [];
}

function safeText({ safeContact }: ContactRequestView, { texts }: Turn): string | undefined {
  if (safeContact.safeToCall === 'unsaid') return undefined;
  if (safeContact.safeToCall === 'no') return texts.t('form.safe.writeOnly');
  return texts.t(safeContact.leaveMessage === 'yes' ? 'form.safe.callAndMessage' : 'form.safe.callOnly');
}
