/** The settings: the environment, checked once at the start and handed down as plain values. */
import { resolve } from 'node:path';
import type { DatabaseAddress } from './database-url.ts';
import { checkTogether } from './settings-checks.ts';
import { composeSettings } from './settings-compose.ts';
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
  /** Variables that are set but that nothing reads yet: told at the start. */
  readonly unused: readonly string[];
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
  const unused = SETTING_ENTRIES.filter(([name, entry]) => entry.planned === true && isSet(environment[name]));
  return {
    ...composeSettings(variables, kind, resolve(options.root ?? process.cwd())),
    unused: unused.map(([name]) => name),
  };
}

/** Empty and blank variables count as unset. */
function isSet(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '';
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
