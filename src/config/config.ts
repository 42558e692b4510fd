import type { z } from 'zod';
import type { EscalationHours } from '#src/domain/escalationStage.ts';
import type { GroupGrant } from '#src/domain/groupGrants.ts';
import type { Office } from '#src/domain/office.ts';
import type { Shift } from '#src/domain/officeHours.ts';
import type { ServiceTargets } from '#src/domain/serviceTarget.ts';
import type { SemanticHelp } from '#src/domain/topicAdvisor.ts';
import type { ClosedDays } from './parseClosedDays.ts';
import { VARIABLES, type VariableName } from './variables.ts';

/** The configuration of one process, checked. Nothing else reads the environment. */
export interface AppConfig {
  readonly mode: 'demonstration' | 'operated';
  readonly operatorName: string | undefined;
  readonly showDraftHighRisk: boolean;
  readonly http: {
    readonly port: number;
    readonly host: string;
    readonly publicUrl: string | undefined;
    readonly exitUrl: string;
    readonly allowedOrigins: readonly string[];
    readonly frameAncestors: readonly string[];
    readonly trustedProxyHops: number;
    readonly maxConnectionsPerNetwork: number;
    readonly metricsPort: number;
  };
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  /** Absent in demonstration mode: then keys are generated in `DATA_DIR/keys`. */
  readonly keys:
    | { readonly dataKeys: readonly string[]; readonly indexKey: string; readonly tokenKey: string }
    | undefined;
  readonly mail: MailConfig | undefined;
  readonly webhook: WebhookConfig | undefined;
  readonly staffSignIn: {
    /** Absent unless the organisation's identity provider is set up. */
    readonly provider: OidcConfig | undefined;
    readonly hasBreakGlass: boolean;
    readonly isSecondFactorRequired: boolean;
  };
  /** Absent unless the operator set up a model of meaning. */
  readonly semanticHelp: SemanticHelp | undefined;
  readonly officeHours: {
    readonly shifts: Readonly<Record<Office, Readonly<Record<number, readonly Shift[]>>>>;
    readonly closedDays: ClosedDays;
  };
  readonly escalation: {
    readonly hours: EscalationHours;
    /** Working hours without any request taken until a queue counts as standing. */
    readonly queueHours: number;
  };
  readonly serviceTargets: ServiceTargets;
  /** Requests that one staff member may read within an hour without an alarm. */
  readonly readingLimits: { readonly pages: number; readonly reveals: number };
  readonly staffChat: {
    readonly languages: readonly string[];
    readonly shownName: 'firstName' | 'role';
    readonly patienceMinutes: number;
  };
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

export interface MailConfig {
  readonly smtpUrl: string;
  readonly from: string;
  /** Sender of the bare hint that there is an answer. */
  readonly hintFrom: string;
  readonly to: Readonly<Record<Office, string>>;
  readonly deputies: Readonly<Record<Office, string | undefined>>;
  readonly leads: Readonly<Record<Office, string | undefined>>;
  readonly language: 'en' | 'fr' | 'nl';
}

export interface WebhookConfig {
  readonly url: string;
  /** `whsec_…`; the newest first, at most two. */
  readonly secrets: readonly string[];
  readonly mayBePrivate: boolean;
}

export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Our address that people's browsers come back to. */
  readonly publicUrl: string;
  readonly grants: readonly GroupGrant[];
}

/** The environment does not fit: one line per variable, each saying what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'config_invalid';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration is not complete:\n${problems.map((line) => `  ${line}`).join('\n')}`);
    this.problems = problems;
  }
}

type Values = { readonly [Name in VariableName]: z.infer<(typeof VARIABLES)[Name]['schema']> };

/** Groups of variables that make sense only together. */
const MAIL_VARIABLES = ['SMTP_URL', 'NOTICE_FROM', 'NOTICE_TO_BE', 'NOTICE_TO_LU'] as const;
const WEBHOOK_VARIABLES = ['WEBHOOK_URL', 'WEBHOOK_SECRET'] as const;
const KEY_VARIABLES = ['DATA_KEYS', 'INDEX_KEY', 'TOKEN_KEY'] as const;
const OIDC_VARIABLES = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_GROUPS'] as const;
const REQUIRED_WHEN_OPERATED = ['PUBLIC_URL', 'SHOW_DRAFT_HIGH_RISK', ...KEY_VARIABLES, ...MAIL_VARIABLES] as const;

/**
 * Reads and checks the environment.
 * @throws {ConfigError} with one line per variable.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): AppConfig {
  const { values, problems } = parseVariables(env);
  if (!values) throw new ConfigError(problems);
  problems.push(...findGaps(values));
  if (problems.length > 0) throw new ConfigError(problems);
  const isOperated = values.OPERATOR_NAME !== undefined;
  return {
    mode: isOperated ? 'operated' : 'demonstration',
    operatorName: values.OPERATOR_NAME,
    showDraftHighRisk: values.SHOW_DRAFT_HIGH_RISK !== 'no',
    http: {
      port: values.PORT,
      host: values.HOST ?? (isOperated ? '::' : '127.0.0.1'),
      publicUrl: values.PUBLIC_URL?.replace(/\/+$/, ''),
      exitUrl: values.EXIT_URL,
      allowedOrigins: values.ALLOWED_ORIGINS,
      frameAncestors: values.FRAME_ANCESTORS,
      trustedProxyHops: values.TRUSTED_PROXY_HOPS,
      maxConnectionsPerNetwork: values.MAX_CONNECTIONS_PER_NETWORK,
      metricsPort: values.METRICS_PORT,
    },
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    keys:
      values.DATA_KEYS && values.INDEX_KEY && values.TOKEN_KEY
        ? { dataKeys: values.DATA_KEYS, indexKey: values.INDEX_KEY, tokenKey: values.TOKEN_KEY }
        : undefined,
    mail:
      values.SMTP_URL && values.NOTICE_FROM && values.NOTICE_TO_BE && values.NOTICE_TO_LU
        ? {
            smtpUrl: values.SMTP_URL,
            from: values.NOTICE_FROM,
            hintFrom: values.HINT_FROM ?? values.NOTICE_FROM,
            to: { BE: values.NOTICE_TO_BE, LU: values.NOTICE_TO_LU },
            deputies: { BE: values.NOTICE_DEPUTY_BE, LU: values.NOTICE_DEPUTY_LU },
            leads: { BE: values.NOTICE_LEAD_BE, LU: values.NOTICE_LEAD_LU },
            language: values.NOTICE_LANGUAGE,
          }
        : undefined,
    webhook:
      values.WEBHOOK_URL && values.WEBHOOK_SECRET
        ? {
            url: values.WEBHOOK_URL,
            secrets: values.WEBHOOK_SECRET,
            mayBePrivate: values.WEBHOOK_PRIVATE_NETWORK === 'yes',
          }
        : undefined,
    staffSignIn: {
      provider: toOidcConfig(values),
      hasBreakGlass: values.BREAK_GLASS === 'yes',
      isSecondFactorRequired: (values.STAFF_SECOND_FACTOR ?? (isOperated ? 'required' : 'optional')) === 'required',
    },
    semanticHelp: toSemanticHelp(values),
    officeHours: {
      shifts: { BE: values.OFFICE_HOURS_BE, LU: values.OFFICE_HOURS_LU },
      closedDays: values.OFFICE_CLOSED_DAYS,
    },
    escalation: { hours: values.ESCALATION_HOURS, queueHours: values.QUEUE_ALARM_HOURS },
    serviceTargets: { takeHours: values.TAKE_TARGET_HOURS, resolveHours: values.RESOLVE_TARGET_HOURS },
    readingLimits: { pages: values.BULK_READING_PAGES, reveals: values.BULK_READING_REVEALS },
    staffChat: {
      languages: values.STAFF_CHAT_LANGUAGES,
      shownName: values.STAFF_CHAT_NAME,
      patienceMinutes: values.STAFF_CHAT_PATIENCE_MINUTES,
    },
    logLevel: values.LOG_LEVEL,
  };
}

function toOidcConfig(values: Values): OidcConfig | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = values;
  const { OIDC_GROUPS: grants, PUBLIC_URL: publicUrl } = values;
  if (!issuer || !clientId || !clientSecret || !grants || !publicUrl) return undefined;
  return { issuer, clientId, clientSecret, grants, publicUrl: publicUrl.replace(/\/+$/, '') };
}

/** What each kind of semantic help cannot do without. */
const SEMANTIC_NEEDS = {
  off: [],
  embeddings: ['SEMANTIC_URL', 'SEMANTIC_MODEL'],
  chat: ['SEMANTIC_URL', 'SEMANTIC_MODEL'],
  'local-embeddings': ['SEMANTIC_MODEL_DIR'],
} as const satisfies Record<Values['SEMANTIC_HELP'], readonly VariableName[]>;

function toSemanticHelp(values: Values): SemanticHelp | undefined {
  const { SEMANTIC_HELP: kind, SEMANTIC_TIMEOUT_MS: timeoutMs } = values;
  if (kind === 'local-embeddings') return { kind, modelDir: values.SEMANTIC_MODEL_DIR as string, timeoutMs };
  if (kind === 'off') return undefined;
  return {
    kind,
    url: values.SEMANTIC_URL as string,
    model: values.SEMANTIC_MODEL as string,
    apiKey: values.SEMANTIC_API_KEY,
    timeoutMs,
  };
}

function parseVariables(env: Readonly<Record<string, string | undefined>>): {
  values: Values | undefined;
  problems: string[];
} {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema }] of Object.entries(VARIABLES)) {
    const raw = env[name]?.trim();
    const result = (schema as z.ZodType).safeParse(raw === '' ? undefined : raw);
    // The value itself is never repeated: it may be a password.
    if (result.success) values[name] = result.data;
    else problems.push(`${name}: ${result.error.issues[0]?.message ?? 'is not valid'}`);
  }
  return { values: problems.length === 0 ? (values as unknown as Values) : undefined, problems };
}

function findGaps(values: Values): readonly string[] {
  const problems: string[] = SEMANTIC_NEEDS[values.SEMANTIC_HELP]
    .filter((name) => values[name] === undefined)
    .map((name) => `${name}: is required when SEMANTIC_HELP=${values.SEMANTIC_HELP}. ${VARIABLES[name].about}`);
  if (values.OIDC_ISSUER !== undefined) {
    if (!isProtected(values.OIDC_ISSUER)) problems.push('OIDC_ISSUER: must start with https://');
    if (values.PUBLIC_URL === undefined && values.OPERATOR_NAME === undefined)
      problems.push(`PUBLIC_URL: is required together with ${OIDC_VARIABLES.join(', ')}`);
  }
  if (values.OPERATOR_NAME !== undefined) {
    for (const name of REQUIRED_WHEN_OPERATED) {
      if (values[name] === undefined)
        problems.push(`${name}: is required when OPERATOR_NAME is set. ${VARIABLES[name].about}`);
    }
    if (values.PUBLIC_URL && !isProtected(values.PUBLIC_URL)) {
      problems.push('PUBLIC_URL: must start with https:// when OPERATOR_NAME is set');
    }
    if (values.WEBHOOK_URL && !values.WEBHOOK_URL.startsWith('https://')) {
      problems.push('WEBHOOK_URL: must start with https:// when OPERATOR_NAME is set');
    }
  }
  // When operated, the other groups are required as a whole.
  const groups = [
    WEBHOOK_VARIABLES,
    OIDC_VARIABLES,
    ...(values.OPERATOR_NAME === undefined ? [MAIL_VARIABLES, KEY_VARIABLES] : []),
  ];
  for (const group of groups) problems.push(...findPartOfGroup(values, group));
  return problems;
}

/** What is missing of a group of which only a part is set. */
function findPartOfGroup(values: Values, group: readonly VariableName[]): readonly string[] {
  const missing = group.filter((name) => values[name] === undefined);
  if (missing.length === group.length) return [];
  return missing.map(
    (name) => `${name}: is required together with ${group.filter((other) => other !== name).join(', ')}`,
  );
}

/** True if nobody on the way can read along: https, or an address that never leaves the machine. */
function isProtected(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
