import type { ContactMeans, ContactRequestView, PersonMessage } from '#src/domain/contactRequest.ts';
import type { ContactRequestDetails, ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { ThreadMessage } from '#src/domain/liveChat.ts';

/** What a person sees of their own request. If it cannot be opened any more, the status at least. */
export function viewRequest(
  record: ContactRequestRecord,
  details: ContactRequestDetails | undefined,
  {
    consentedAt,
    thread = [],
  }: { readonly consentedAt: number | undefined; readonly thread?: readonly ThreadMessage[] },
): ContactRequestView {
  return {
    reference: record.reference,
    kind: record.kind,
    status: record.status,
    createdAt: record.createdAt,
    consentedAt,
    locale: record.locale,
    country: record.country,
    topic: details?.topic,
    means: details?.means ?? emptyMeans(record.meansKind),
    safeContact: details?.safeContact ?? { safeToCall: 'unsaid', leaveMessage: 'unsaid' },
    ...(details?.message === undefined ? {} : { message: details.message }),
    ...(details?.name === undefined ? {} : { name: details.name }),
    wishes: details?.wishes ?? {},
    messages: thread.flatMap(viewMessage),
  };
}

/** Who of staff wrote is nobody's business but the name they gave. What cannot be opened is left out. */
function viewMessage({ author, name, at, text }: ThreadMessage): readonly PersonMessage[] {
  if (text === undefined) return [];
  return [{ from: author === 'person' ? 'you' : 'staff', at, text, ...(name === undefined ? {} : { name }) }];
}

function emptyMeans(kind: ContactMeans['kind']): ContactMeans {
  switch (kind) {
    case 'phone':
    case 'whatsapp':
      return { kind, number: '', isValid: false };
    case 'email':
      return { kind, address: '' };
    case 'chat':
      return { kind };
  }
}
