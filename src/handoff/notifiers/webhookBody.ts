import { z } from 'zod';
import { NOTICE_OCCASIONS, type Notice } from '#src/domain/notifier.ts';

/** What is posted. `docs/webhook.schema.json` is this schema; receivers may count on it. */
export const WEBHOOK_BODY = z.strictObject({
  type: z.literal('contact_request.notice'),
  data: z.strictObject({
    occasion: z
      .enum(NOTICE_OCCASIONS)
      .describe('new: it has just come. unclaimed, deputy, lead: nobody has taken it, and who should know by now'),
    reference: z.string().describe('The name of the request, as staff and the person say it'),
    office: z.enum(['BE', 'LU']),
    language: z.string().describe('BCP 47 tag of the language of the person'),
    isUrgent: z.boolean(),
    waitingSince: z.iso.datetime().describe('Cut to the hour'),
    consoleUrl: z.url().describe('Where staff sign in to read it'),
  }),
});

/** A notice as JSON: the allow-list of `Notice` and nothing else (M-20). */
export function composeWebhookBody(notice: Notice, consoleUrl: string): string {
  const { occasion, reference, office, locale, isUrgent, waitingSinceHour } = notice;
  return JSON.stringify({
    type: 'contact_request.notice',
    data: {
      occasion,
      reference,
      office,
      language: locale,
      isUrgent,
      waitingSince: new Date(waitingSinceHour).toISOString(),
      consoleUrl: `${consoleUrl}#${reference}`,
    },
  } satisfies z.infer<typeof WEBHOOK_BODY>);
}
