import { z } from 'zod';
import { cleanText, MAX_MESSAGE_LENGTH } from '#src/domain/cleanText.ts';

/** What is kept of an activity that a client posts. Everything else is dropped unseen. */
export interface ClientActivity {
  readonly type: 'message' | 'event' | 'typing';
  readonly clientActivityId: string | undefined;
  /** What is stored, shown again to the client as its own message, and given to the bot. */
  readonly body: Readonly<Record<string, unknown>>;
}

const MAX_VALUE_CHARACTERS = 8_192;

/** BCP 47, loosely: the bot negotiates. */
const LOCALE = /^[a-z]{2,3}(?:-[a-z\d]{2,8}){0,4}$/i;

const clientActivitySchema = z.object({
  type: z.enum(['message', 'event', 'typing']),
  text: z.string().optional(),
  value: z.unknown().optional(),
  name: z.string().max(100).optional(),
  locale: z.string().regex(LOCALE).optional().catch(undefined),
  attachments: z.array(z.unknown()).optional().catch(undefined),
  channelData: z
    .object({
      clientActivityID: z.string().min(1).max(200).optional().catch(undefined),
      postBack: z.boolean().optional().catch(undefined),
      messageBack: z.object({ displayText: z.string().optional() }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/**
 * Reads what a client posted: known fields only, text cut and cleaned. Files are never accepted; the bot is told that
 * there were some.
 *
 * @returns `undefined` if it is not an activity that a chat page may send, or says nothing.
 */
export function readActivity(input: unknown): ClientActivity | undefined {
  const parsed = clientActivitySchema.safeParse(input);
  if (!parsed.success) return undefined;
  const { type, text, value, name, locale, attachments, channelData } = parsed.data;
  const hasAttachments = (attachments?.length ?? 0) > 0;
  const cleanValue = value === undefined || value === null ? undefined : cleanStrings(value);
  if (cleanValue !== undefined && JSON.stringify(cleanValue).length > MAX_VALUE_CHARACTERS) return undefined;
  if (type === 'message' && text === undefined && cleanValue === undefined && !hasAttachments) return undefined;
  if (type === 'event' && name === undefined) return undefined;
  const cleaned = text === undefined ? undefined : cleanText(text, MAX_MESSAGE_LENGTH);
  const data = dropUndefined({
    clientActivityID: channelData?.clientActivityID,
    postBack: channelData?.postBack,
    messageBack: channelData?.messageBack && cleanStrings(channelData.messageBack),
    attachmentsDropped: hasAttachments ? true : undefined,
    hiddenCharactersRemoved: cleaned?.hadHiddenCharacters ? true : undefined,
  });
  const body = dropUndefined({
    type,
    text: cleaned?.text,
    textFormat: type === 'message' ? 'plain' : undefined,
    value: cleanValue,
    name: name === undefined ? undefined : cleanText(name, 100).text,
    locale,
    channelData: Object.keys(data).length > 0 ? data : undefined,
  });
  return { type, clientActivityId: channelData?.clientActivityID, body };
}

/** The locale of a “start” call, if it is one. */
export function readLocale(input: unknown): string | undefined {
  const parsed = z.object({ locale: z.string().regex(LOCALE) }).safeParse(input);
  return parsed.success ? parsed.data.locale : undefined;
}

function cleanStrings(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value).text;
  if (Array.isArray(value)) return value.map(cleanStrings);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [cleanText(key, 100).text, cleanStrings(inner)]),
  );
}

function dropUndefined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
