import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const list = z
  .string()
  .transform((text) => text.split(',').map((item) => item.trim()))
  .pipe(z.array(z.string().min(1)));
const url = z.url({ protocol: /^https?$/, error: 'must be a URL that starts with http:// or https://' });
const key = z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 random bytes in base64: openssl rand -base64 32');
const mailbox = z.email({ error: 'must be one e-mail address' });

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
  UNCLAIMED_ALARM_HOURS: {
    schema: z.coerce.number().min(1).max(100).default(8),
    about: 'Working hours after which an unclaimed request is announced again.',
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
