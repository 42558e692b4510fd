import type { ContactMeans, ContactRequestView } from '#src/domain/contactRequest.ts';
import type { ContactRequestDetails, ContactRequestRecord } from '#src/domain/contactRequestStore.ts';

/** What a person sees of their own request. If it cannot be opened any more, the status at least. */
export function viewRequest(
  record: ContactRequestRecord,
  details: ContactRequestDetails | undefined,
): ContactRequestView {
  return {
    reference: record.reference,
    kind: record.kind,
    status: record.status,
    createdAt: record.createdAt,
    locale: record.locale,
    country: record.country,
    topic: details?.topic,
    means: details?.means ?? emptyMeans(record.meansKind),
    safeContact: details?.safeContact ?? { safeToCall: 'unsaid', leaveMessage: 'unsaid' },
    ...(details?.message === undefined ? {} : { message: details.message }),
    ...(details?.name === undefined ? {} : { name: details.name }),
    wishes: details?.wishes ?? {},
  };
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
