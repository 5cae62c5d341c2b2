/** The settings: the environment, checked once at the start and handed down as plain values. */
import { isAbsolute, join, resolve } from 'node:path';
import { type DatabaseAddress, databaseAddress } from './database-url.ts';
import { checkTogether } from './settings-checks.ts';
import { type SettingFault, SettingsError } from './settings-error.ts';
import { ENVIRONMENTS } from './settings-server.ts';
import { SETTING_ENTRIES, type Variables } from './settings-table.ts';
import { findUnknownVariables } from './unknown-variables.ts';

/** Where the server runs. */
export type Environment = (typeof ENVIRONMENTS)[number];

/** What an environment looks like: names to texts, as `process.env`. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/** Everything that may be chosen from outside. Paths are absolute. */
export interface Settings {
  readonly environment: Environment;
  readonly server: {
    readonly host: string;
    readonly port: number;
    /** Origin as readers see it, without a slash at the end. */
    readonly publicUrl: string;
    /** True when publicUrl is https: cookies are Secure, HSTS is sent. */
    readonly secure: boolean;
    readonly dataDir: string;
    readonly bodyLimitBytes: number;
    readonly requestTimeoutMs: number;
    readonly shutdownGraceMs: number;
    /** 0: not checked. */
    readonly maxEventLoopDelayMs: number;
  };
  readonly content: {
    readonly siteDir: string;
    /** Absolute path or http(s) URL of the manifest. */
    readonly manifest: string;
    /** Index it again as soon as it changes. */
    readonly watch: boolean;
  };
  /** null: the embedded database in dataDir. */
  readonly database: (DatabaseAddress & { readonly poolSize: number }) | null;
  readonly redisUrl: string | null;
  readonly qdrant: { readonly url: string; readonly apiKey: string | null; readonly collection: string } | null;
  readonly llm: {
    readonly provider: 'none' | 'openai' | 'compatible';
    readonly baseUrl: string | null;
    readonly model: string;
    readonly apiKey: string | null;
  };
  readonly embedding: {
    readonly provider: 'none' | 'latent' | 'openai' | 'compatible' | 'local';
    readonly baseUrl: string | null;
    readonly model: string;
    readonly dimensions: number;
    readonly apiKey: string | null;
  };
  readonly googleTranslate: {
    readonly apiKey: string | null;
    readonly project: string | null;
    readonly credentialsPath: string | null;
  };
  readonly smtp: {
    readonly host: string;
    readonly port: number;
    readonly secure: boolean;
    readonly user: string | null;
    readonly password: string | null;
    readonly from: string | null;
  } | null;
  readonly oauth: {
    readonly github: { readonly clientId: string; readonly clientSecret: string } | null;
    readonly google: { readonly clientId: string; readonly clientSecret: string } | null;
  };
  readonly security: {
    /** null: kept in dataDir, see secret.ts. */
    readonly secret: string | null;
    readonly corsOrigins: readonly string[];
    readonly trustedProxies: readonly string[];
    readonly metricsToken: string | null;
  };
  readonly logging: {
    readonly level: string;
    /** Level by module name. */
    readonly moduleLevels: ReadonlyMap<string, string>;
    readonly format: 'pretty' | 'json';
    /** null: no files. */
    readonly directory: string | null;
    readonly rotateSizeMb: number;
    readonly rotateCount: number;
    readonly rotateDays: number;
    /** 0: no warning. */
    readonly slowRequestMs: number;
  };
  /** 0: no limit. */
  readonly rateLimit: { readonly perMinute: number; readonly askPerMinute: number };
  readonly budget: { readonly usdPerDay: number; readonly usdPerMonth: number; readonly usdPerUserPerDay: number };
  readonly features: {
    readonly chat: boolean;
    readonly accounts: boolean;
    readonly personalization: boolean;
    readonly translation: boolean;
    readonly learning: boolean;
    readonly admin: boolean;
    readonly apiReference: boolean;
  };
  /** Days; 0: for ever. */
  readonly retentionDays: {
    readonly chat: number;
    readonly questions: number;
    readonly metrics: number;
    readonly audit: number;
  };
}

/** How settings are read. */
export interface LoadSettingsOptions {
  /** Directory that relative paths start from; default: the working directory. */
  readonly root?: string;
}

/**
 * Checks an environment and makes the settings of it. Unset and empty variables take their defaults.
 * @throws SettingsError with every fault: invalid values, unknown names, combinations that cannot be.
 */
export function loadSettings(environment: EnvironmentVariables, options: LoadSettingsOptions = {}): Settings {
  const { variables, faults } = readVariables(environment);
  const names = Object.keys(environment).filter((name) => environment[name] !== undefined);
  const known = SETTING_ENTRIES.map(([name]) => name);
  faults.push(...findUnknownVariables(names, known));
  const kind = detectEnvironment(variables.LECTERN_ENV, environment['NODE_ENV']);
  const faulty = new Set(faults.map((fault) => fault.name));
  faults.push(...checkTogether(variables, kind).filter((fault) => !faulty.has(fault.name)));
  if (faults.length > 0) throw new SettingsError(faults);
  return compose(variables, kind, resolve(options.root ?? process.cwd()));
}

/** LECTERN_ENV, else NODE_ENV when it is a known word, else development. */
function detectEnvironment(chosen: Environment | undefined, nodeEnvironment: string | undefined): Environment {
  return chosen ?? ENVIRONMENTS.find((name) => name === nodeEnvironment) ?? 'development';
}

function readVariables(environment: EnvironmentVariables): { variables: Variables; faults: SettingFault[] } {
  const faults: SettingFault[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, entry] of SETTING_ENTRIES) {
    const given = environment[name]?.trim();
    const text = given === undefined || given === '' ? entry.default : given;
    if (text === undefined) continue;
    const result = entry.schema.safeParse(text);
    if (result.success) values[name] = result.data;
    else faults.push({ name, message: `${result.error.issues[0]?.message ?? 'is not valid'}, e.g. ${entry.example}` });
  }
  // Each value was made by the schema of its own entry just above.
  return { variables: values as Variables, faults };
}

function compose(given: Variables, environment: Environment, root: string): Settings {
  const absolute = (path: string) => (isAbsolute(path) ? path : resolve(root, path));
  const dataDir = absolute(given.DATA_DIR);
  const siteDir = absolute(given.SITE_DIR);
  const publicUrl = given.PUBLIC_URL ?? `http://localhost:${given.PORT}`;
  const provider = given.LLM_PROVIDER ?? (given.OPENAI_API_KEY ? 'openai' : given.LLM_BASE_URL ? 'compatible' : 'none');
  const manifest = given.BOOK_MANIFEST ?? join(siteDir, 'lectern', 'book.json');
  return {
    environment,
    server: {
      host: given.HOST,
      port: given.PORT,
      publicUrl,
      secure: publicUrl.startsWith('https:'),
      dataDir,
      bodyLimitBytes: given.BODY_LIMIT_KB * 1024,
      requestTimeoutMs: given.REQUEST_TIMEOUT_SECONDS * 1000,
      shutdownGraceMs: given.SHUTDOWN_GRACE_SECONDS * 1000,
      maxEventLoopDelayMs: given.MAX_EVENT_LOOP_DELAY_MS,
    },
    content: {
      siteDir,
      manifest: /^https?:\/\//.test(manifest) ? manifest : absolute(manifest),
      watch: given.BOOK_WATCH,
    },
    database: given.DATABASE_URL
      ? { ...databaseAddress(given.DATABASE_URL, given.DATABASE_DIRECT_URL), poolSize: given.DATABASE_POOL_SIZE }
      : null,
    redisUrl: given.REDIS_URL ?? null,
    qdrant: given.QDRANT_URL
      ? { url: given.QDRANT_URL, apiKey: given.QDRANT_API_KEY ?? null, collection: given.QDRANT_COLLECTION }
      : null,
    llm: {
      provider,
      baseUrl: given.LLM_BASE_URL ?? null,
      model: given.LLM_MODEL,
      apiKey: given.OPENAI_API_KEY ?? null,
    },
    embedding: {
      provider: given.EMBEDDING_PROVIDER,
      baseUrl: given.EMBEDDING_BASE_URL ?? given.LLM_BASE_URL ?? null,
      model: given.EMBEDDING_MODEL,
      dimensions: given.EMBEDDING_DIMENSIONS,
      apiKey: given.OPENAI_API_KEY ?? null,
    },
    ...composeServices(given, absolute),
    security: {
      secret: given.LECTERN_SECRET ?? null,
      corsOrigins: given.CORS_ORIGINS,
      trustedProxies: given.TRUSTED_PROXIES,
      metricsToken: given.METRICS_TOKEN ?? null,
    },
    logging: composeLogging(given, environment, dataDir, absolute),
    ...composeLimits(given),
  };
}

function composeServices(
  given: Variables,
  absolute: (path: string) => string,
): Pick<Settings, 'googleTranslate' | 'smtp' | 'oauth'> {
  const credentials = given.GOOGLE_APPLICATION_CREDENTIALS;
  const client = (clientId: string | undefined, clientSecret: string | undefined) =>
    clientId && clientSecret ? { clientId, clientSecret } : null;
  return {
    googleTranslate: {
      apiKey: given.GOOGLE_TRANSLATE_API_KEY ?? null,
      project: given.GOOGLE_TRANSLATE_PROJECT ?? null,
      credentialsPath: credentials === undefined ? null : absolute(credentials),
    },
    smtp: given.SMTP_HOST
      ? {
          host: given.SMTP_HOST,
          port: given.SMTP_PORT,
          secure: given.SMTP_SECURE,
          user: given.SMTP_USER ?? null,
          password: given.SMTP_PASSWORD ?? null,
          from: given.SMTP_FROM ?? null,
        }
      : null,
    oauth: {
      github: client(given.GITHUB_CLIENT_ID, given.GITHUB_CLIENT_SECRET),
      google: client(given.GOOGLE_CLIENT_ID, given.GOOGLE_CLIENT_SECRET),
    },
  };
}

function composeLogging(
  given: Variables,
  environment: Environment,
  dataDir: string,
  absolute: (path: string) => string,
): Settings['logging'] {
  const levels = given.LOG_LEVELS.map((pair): [string, string] => {
    const [module = '', level = ''] = pair.split('=');
    return [module, level];
  });
  return {
    level: given.LOG_LEVEL,
    moduleLevels: new Map(levels),
    format: given.LOG_FORMAT ?? (environment === 'development' ? 'pretty' : 'json'),
    directory: given.LOG_FILE ? absolute(given.LOG_DIR ?? join(dataDir, 'logs')) : null,
    rotateSizeMb: given.LOG_ROTATE_SIZE_MB,
    rotateCount: given.LOG_ROTATE_COUNT,
    rotateDays: given.LOG_ROTATE_DAYS,
    slowRequestMs: given.SLOW_REQUEST_MS,
  };
}

function composeLimits(given: Variables): Pick<Settings, 'rateLimit' | 'budget' | 'features' | 'retentionDays'> {
  return {
    rateLimit: { perMinute: given.RATE_LIMIT_PER_MINUTE, askPerMinute: given.RATE_LIMIT_ASK_PER_MINUTE },
    budget: {
      usdPerDay: given.BUDGET_USD_PER_DAY,
      usdPerMonth: given.BUDGET_USD_PER_MONTH,
      usdPerUserPerDay: given.BUDGET_USD_PER_USER,
    },
    features: {
      chat: given.FEATURE_CHAT,
      accounts: given.FEATURE_ACCOUNTS,
      personalization: given.FEATURE_PERSONALIZATION,
      translation: given.FEATURE_TRANSLATION,
      learning: given.FEATURE_LEARNING,
      admin: given.FEATURE_ADMIN,
      apiReference: given.FEATURE_API_REFERENCE,
    },
    retentionDays: {
      chat: given.RETENTION_DAYS_CHAT,
      questions: given.RETENTION_DAYS_QUESTIONS,
      metrics: given.RETENTION_DAYS_METRICS,
      audit: given.RETENTION_DAYS_AUDIT,
    },
  };
}
