import { z } from 'zod';
import { NO_CLOSED_DAYS, parseClosedDays } from './parseClosedDays.ts';
import { parseEscalationHours } from './parseEscalationHours.ts';
import { parseGroupGrants } from './parseGroupGrants.ts';
import { parseOfficeHours } from './parseOfficeHours.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const list = z
  .string()
  .transform((text) => text.split(',').map((item) => item.trim()))
  .pipe(z.array(z.string().min(1)));
const url = z.url({ protocol: /^https?$/, error: 'must be a URL that starts with http:// or https://' });
const key = z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 random bytes in base64: openssl rand -base64 32');
const USUAL_HOURS = parseOfficeHours('Mon-Fri 09:00-17:00');
const mailbox = z.email({ error: 'must be one e-mail address' });

/** A value that `parse` turns into what the program uses; what it throws is told to the operator. */
function parsedBy<T>(parse: (text: string) => T): z.ZodType<T> {
  return z.string().transform((text, context) => {
    try {
      return parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'is not valid' });
      return z.NEVER;
    }
  }) as unknown as z.ZodType<T>;
}

/**
 * Every environment variable the program reads, described once. `.env.example` and `docs/operations.md` are held to this
 * table by a test. An empty value counts as not set.
 */
export const VARIABLES = {
  PORT: { schema: port.default(3978), about: 'Port of the web server.' },
  HOST: {
    schema: z.string().optional(),
    about: 'Address to listen on. Default: 127.0.0.1 in demonstration mode, all addresses when operated.',
  },
  PUBLIC_URL: {
    schema: url.optional(),
    about: 'The https address under which people reach the server. Required when operated.',
  },
  DATA_DIR: {
    schema: z.string().default('./data'),
    about: 'Folder of the embedded database and of generated keys. One server per folder, on a local disk.',
  },
  DATABASE_URL: {
    schema: z
      .string()
      .regex(/^postgres(?:ql)?:\/\//, 'must start with postgres://')
      .optional(),
    about: 'PostgreSQL 13 or newer, for several replicas. Without it: SQLite in DATA_DIR.',
  },
  OPERATOR_NAME: {
    schema: z.string().min(2).optional(),
    about: 'Name of the organisation that runs the assistant, shown to people. Without it: demonstration mode.',
  },
  SHOW_DRAFT_HIGH_RISK: {
    schema: z.enum(['yes', 'no']).optional(),
    about:
      'Show high-risk answers that nobody has reviewed yet (yes), or the referral sentence instead (no). Required when operated; no default.',
  },
  DATA_KEYS: {
    schema: list
      .pipe(
        z.array(
          z.string().regex(/^[\w-]{1,20}:[A-Za-z0-9+/]{43}=$/, 'must be NAME:KEY pairs, KEY = openssl rand -base64 32'),
        ),
      )
      .optional(),
    about:
      'Keys that seal personal data, NAME:KEY, comma-separated; the first one writes, all read. Losing them loses the data. Required when operated.',
  },
  INDEX_KEY: {
    schema: key.optional(),
    about: 'Key of the blind index over phone numbers and addresses. Required when operated; never changes.',
  },
  TOKEN_KEY: { schema: key.optional(), about: 'Key that signs chat tokens. Required when operated.' },
  SMTP_URL: {
    schema: z
      .string()
      .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
      .optional(),
    about: 'Mail server for notices to staff: smtp://user:password@host:587. Required when operated.',
  },
  NOTICE_FROM: { schema: mailbox.optional(), about: 'Sender address of notices.' },
  NOTICE_TO_BE: { schema: mailbox.optional(), about: 'Mailbox of the Belgian office.' },
  NOTICE_TO_LU: { schema: mailbox.optional(), about: 'Mailbox of the Luxembourg office.' },
  NOTICE_LANGUAGE: { schema: z.enum(['en', 'fr', 'nl']).default('en'), about: 'Language of notices to staff.' },
  NOTICE_DEPUTY_BE: {
    schema: mailbox.optional(),
    about: 'Mailbox of the Belgian deputy, told of requests that nobody takes. Without it: the mailbox of the office.',
  },
  NOTICE_DEPUTY_LU: { schema: mailbox.optional(), about: 'The same for Luxembourg.' },
  NOTICE_LEAD_BE: {
    schema: mailbox.optional(),
    about: 'Mailbox of the Belgian lead, told last. Without it: the mailbox of the office.',
  },
  NOTICE_LEAD_LU: { schema: mailbox.optional(), about: 'The lead of the Luxembourg office.' },
  HINT_FROM: {
    schema: mailbox.optional(),
    about:
      'Sender of the bare word “there is an answer” to people who asked for it. Choose an address that names neither IOM nor return: others may see it on their phone. Without it: NOTICE_FROM.',
  },
  WEBHOOK_URL: {
    schema: url.optional(),
    about: 'Where each notice is posted as signed JSON, for your own desk: docs/webhook.md. https:// when operated.',
  },
  WEBHOOK_SECRET: {
    schema: list
      .pipe(
        z
          .array(
            z.string().regex(/^whsec_[A-Za-z0-9+/]{43}=$/, 'must be whsec_ and the output of openssl rand -base64 32'),
          )
          .max(2, 'at most two: the new one and the one it replaces'),
      )
      .optional(),
    about:
      'Secret that signs webhooks: whsec_ and 32 random bytes in base64. Two, comma-separated, while you change it.',
  },
  WEBHOOK_PRIVATE_NETWORK: {
    schema: z.enum(['yes', 'no']).default('no'),
    about: 'Whether WEBHOOK_URL may lead to an address inside your own network.',
  },
  EXIT_URL: { schema: url.default('https://www.meteo.be/'), about: 'Neutral page that “Leave now” opens.' },
  ALLOWED_ORIGINS: {
    schema: list.default([]),
    about: 'Other origins whose pages may use the chat API, comma-separated.',
  },
  FRAME_ANCESTORS: {
    schema: list.default([]),
    about: 'Origins that may show the chat page in a frame, comma-separated.',
  },
  TRUSTED_PROXY_HOPS: {
    schema: z.coerce.number().int().min(0).max(5).default(0),
    about: 'Number of reverse proxies whose X-Forwarded-For is believed.',
  },
  MAX_CONNECTIONS_PER_NETWORK: {
    schema: z.coerce.number().int().min(10).default(1000),
    about: 'Open connections per client network. A reception centre shares one.',
  },
  METRICS_PORT: {
    schema: port.default(9464),
    about: 'Port of /metrics, on the loopback address only. 0 chooses a free one.',
  },
  OFFICE_HOURS_BE: {
    schema: parsedBy(parseOfficeHours).default(USUAL_HOURS),
    about:
      'When the Belgian office works, in its own time: Mon-Thu 09:00-12:30 13:30-17:00; Fri 09:00-12:30. Public holidays are free by themselves.',
  },
  OFFICE_HOURS_LU: {
    schema: parsedBy(parseOfficeHours).default(USUAL_HOURS),
    about: 'When the Luxembourg office works.',
  },
  OFFICE_CLOSED_DAYS: {
    schema: parsedBy(parseClosedDays).default(NO_CLOSED_DAYS),
    about: 'More days without work, comma-separated: 2026-12-24/2027-01-02 closes both offices, BE:2027-05-07 one.',
  },
  ESCALATION_HOURS: {
    schema: parsedBy(parseEscalationHours).default(parseEscalationHours('4,8,16')),
    about:
      'Working hours after which a request that nobody takes is announced again, to the deputy, and to the lead (with an alarm).',
  },
  QUEUE_ALARM_HOURS: {
    schema: z.coerce.number().min(1).max(100).default(8),
    about: 'Working hours without any request taken, while one waits, after which an alarm says that the queue stands.',
  },
  TAKE_TARGET_HOURS: {
    schema: z.coerce.number().min(1).max(100).default(8),
    about: 'Working hours within which somebody should take a request; then the console marks it overdue.',
  },
  RESOLVE_TARGET_HOURS: {
    schema: z.coerce.number().min(1).max(1000).default(40),
    about: 'Working hours within which a request should be closed; then the console marks it overdue.',
  },
  BULK_READING_PAGES: {
    schema: z.coerce.number().int().min(1).max(10_000).default(120),
    about: 'Different requests one staff member may open within an hour before an alarm is raised. Nothing is blocked.',
  },
  BULK_READING_REVEALS: {
    schema: z.coerce.number().int().min(1).max(10_000).default(40),
    about: 'The same for requests of which number, name, words or chat were shown.',
  },
  STAFF_CHAT_LANGUAGES: {
    schema: list.default(['en', 'fr', 'nl']),
    about: 'Languages in which staff can write: only there “here in this chat” is offered. Comma-separated.',
  },
  STAFF_CHAT_NAME: {
    schema: z.enum(['firstName', 'role']).default('firstName'),
    about: 'How staff appear in the chat: by first name, or as “a counsellor”.',
  },
  STAFF_CHAT_PATIENCE_MINUTES: {
    schema: z.coerce.number().int().min(1).max(240).default(10),
    about: 'Minutes a person waits for a staff member who is in the chat; then the assistant answers again.',
  },
  OIDC_ISSUER: {
    schema: url.optional(),
    about:
      'Sign-in of staff through the organisation’s identity provider (OpenID Connect): its issuer address. Needs PUBLIC_URL.',
  },
  OIDC_CLIENT_ID: {
    schema: z.string().min(1).optional(),
    about: 'Name of this application at the identity provider.',
  },
  OIDC_CLIENT_SECRET: {
    schema: z.string().min(1).optional(),
    about: 'Secret of this application at the identity provider.',
  },
  OIDC_GROUPS: {
    schema: parsedBy(parseGroupGrants).optional(),
    about:
      'What the provider’s groups may do: GROUP=ROLE@OFFICE, separated by semicolons; several roles with +. Example: avrr-be=counsellor@BE; avrr-leads=counsellor+lead@both; it=administrator@both',
  },
  BREAK_GLASS: {
    schema: z.enum(['yes', 'no']).default('no'),
    about:
      'Let local passwords in beside the identity provider (yes), for the day on which it is away. Each use is audited and alarms.',
  },
  STAFF_SECOND_FACTOR: {
    schema: z.enum(['required', 'optional']).optional(),
    about: 'One-time codes for local passwords. Default: required when operated, optional in demonstration mode.',
  },
  SEMANTIC_HELP: {
    schema: z.enum(['off', 'embeddings', 'local-embeddings', 'chat']).default('off'),
    about:
      'Optional model of meaning, asked only when the matcher is not sure; it chooses which topics are offered, never words. Messages leave this process for it: see docs/privacy.md.',
  },
  SEMANTIC_URL: {
    schema: url.optional(),
    about: 'OpenAI-compatible service for SEMANTIC_HELP=embeddings or chat, up to and including /v1.',
  },
  SEMANTIC_MODEL: { schema: z.string().min(1).optional(), about: 'Name of the model at SEMANTIC_URL.' },
  SEMANTIC_API_KEY: { schema: z.string().min(1).optional(), about: 'Bearer token for SEMANTIC_URL, if it wants one.' },
  SEMANTIC_MODEL_DIR: {
    schema: z.string().min(1).optional(),
    about: 'Folder of an ONNX sentence encoder for SEMANTIC_HELP=local-embeddings. Nothing is fetched.',
  },
  SEMANTIC_TIMEOUT_MS: {
    schema: z.coerce.number().int().min(50).max(5_000).default(800),
    about: 'Milliseconds a person waits for semantic help at most.',
  },
  LOG_LEVEL: {
    schema: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    about: 'Least important log lines to print.',
  },
} as const;

export type VariableName = keyof typeof VARIABLES;
