/** What the settings are once they have been checked: plain values, handed down. */
import type { DatabaseSettings } from './database-url.ts';
import type { PAID_FEATURES } from './settings-limits.ts';
import type { LLM_REASONING, LlmProtocol } from './settings-llm.ts';
import type { ENVIRONMENTS } from './settings-server.ts';
import type { GoogleAccountKey, TranslationEngineName } from './settings-translation.ts';
import type { QDRANT_QUANTIZATIONS, VECTOR_STORES } from './settings-vectors.ts';

/** Where the server runs. */
export type Environment = (typeof ENVIRONMENTS)[number];

/** A feature that may cost money. */
export type PaidFeatureName = (typeof PAID_FEATURES)[number];

/** A model that may be asked, and where. */
export interface LlmModelSetting {
  readonly protocol: LlmProtocol;
  /** Name in receipts and prices, and for readers. */
  readonly provider: string;
  /** null: the provider's own. */
  readonly baseUrl: string | null;
  /** null: none is sent. */
  readonly apiKey: string | null;
  readonly model: string;
}

/** Qdrant, and how collections are made in it. */
export interface QdrantSetting {
  readonly url: string;
  readonly apiKey: string | null;
  /** The alias; collections are named by it with a suffix. */
  readonly collection: string;
  readonly shards: number;
  readonly replicas: number;
  readonly quantization: (typeof QDRANT_QUANTIZATIONS)[number];
  readonly onDisk: boolean;
  /** Longest wait for the answer to a question. */
  readonly timeoutMs: number;
}

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
  readonly database: DatabaseSettings | null;
  readonly redisUrl: string | null;
  readonly vectorStore: (typeof VECTOR_STORES)[number];
  readonly qdrant: QdrantSetting | null;
  readonly llm: {
    /** Of the first model; none: answers are quotes. */
    readonly provider: 'none' | LlmProtocol;
    /** In the order in which they are asked; empty without any. */
    readonly models: readonly LlmModelSetting[];
    /** What makes questions stand alone. */
    readonly rewriteModels: readonly LlmModelSetting[];
    readonly reasoning: (typeof LLM_REASONING)[number];
    readonly timeouts: {
      readonly headersMs: number;
      readonly firstTokenMs: number;
      readonly stallMs: number;
      readonly answerMs: number;
    };
  };
  /** Answers that a model writes. */
  readonly answers: {
    readonly contextTokens: number;
    readonly historyTokens: number;
    readonly maxOutputTokens: number;
    readonly rewriteTimeoutMs: number;
    /** 0: none is kept. */
    readonly cacheDays: number;
    readonly cacheEntries: number;
    /** Whether a model is asked about sentences that the measure of support cannot tell. */
    readonly judge: boolean;
  };
  readonly embedding: {
    readonly provider: 'none' | 'latent' | 'openai' | 'compatible' | 'local';
    readonly baseUrl: string | null;
    readonly model: string;
    readonly dimensions: number;
    readonly apiKey: string | null;
  };
  readonly translation: {
    /** In the order in which they are asked; empty: only the memory. */
    readonly engines: readonly TranslationEngineName[];
    /** Model of the engine `llm`; null: the models that write answers. */
    readonly model: LlmModelSetting | null;
    /** The most that one request holds. */
    readonly batch: { readonly segments: number; readonly characters: number };
    readonly timeoutMs: number;
    readonly google: {
      readonly apiKey: string | null;
      readonly credentials: GoogleAccountKey | null;
      /** Absolute path. */
      readonly credentialsPath: string | null;
      /** null: that of the service account. */
      readonly project: string | null;
      readonly location: string;
      readonly glossary: string | null;
      /** null: general/nmt */
      readonly model: string | null;
      /** null: Google's own. */
      readonly endpoint: string | null;
    };
  };
  /** null: no mail is sent. */
  readonly smtp: {
    readonly host: string;
    readonly port: number;
    /** TLS from the first byte. */
    readonly secure: boolean;
    /** Without `secure`: whether STARTTLS must, may or must not be spoken. */
    readonly startTls: 'required' | 'optional' | 'never';
    /** null: mails are handed over without signing in. */
    readonly user: string | null;
    readonly password: string | null;
    /** An address, with a name or without. */
    readonly from: string;
    /** Absolute path of a private authority's certificates; null: those that Node trusts. */
    readonly caFile: string | null;
  } | null;
  readonly oauth: {
    readonly github: { readonly clientId: string; readonly clientSecret: string } | null;
    readonly google: { readonly clientId: string; readonly clientSecret: string } | null;
    readonly oidc: {
      readonly issuer: string;
      readonly clientId: string;
      readonly clientSecret: string;
      /** On the sign-in button. */
      readonly name: string;
    } | null;
  };
  readonly signIn: {
    readonly sessionDays: number;
    /** However much a session is used. */
    readonly sessionMaxDays: number;
    /** t of Argon2id. */
    readonly passwordHashPasses: number;
    /** Attempts per address and minute; 0: no limit. */
    readonly attemptsPerMinute: number;
    /** Attempts per account and quarter of an hour; 0: no limit. */
    readonly attemptsPerAccount: number;
    /** Sign-ups per address and hour that need no proof of work; 0: none ever does. */
    readonly proofAfterSignUpsPerHour: number;
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
  readonly budget: {
    readonly usdPerDay: number;
    readonly usdPerMonth: number;
    /** Features that are not there have no limit of their own. */
    readonly usdPerDayByFeature: ReadonlyMap<PaidFeatureName, number>;
    readonly usdPerReaderPerDay: number;
    readonly usdPerAddressPerDay: number;
    /** 0: not limited. */
    readonly answersPerReaderPerDay: number;
    /** 0: not limited. */
    readonly answersPerAddressPerDay: number;
    /** Absolute path of the operator's own prices; null: none. */
    readonly pricesFile: string | null;
  };
  readonly proofOfWork: {
    /** Model answers per address and minute that need no proof; 0: none ever does. */
    readonly afterPerMinute: number;
    /** hashes, at most */
    readonly difficulty: number;
  };
  readonly features: {
    readonly chat: boolean;
    readonly accounts: boolean;
    readonly personalization: boolean;
    readonly translation: boolean;
    readonly learning: boolean;
    readonly admin: boolean;
    readonly mcp: boolean;
    readonly apiReference: boolean;
  };
  /** Whether a model may write the answers of /mcp. */
  readonly mcpModelAnswers: boolean;
  /** Days; 0: for ever. */
  readonly retentionDays: {
    readonly chat: number;
    /** Of anonymous readers; an account's stays until it is deleted. */
    readonly learning: number;
    readonly questions: number;
    readonly usage: number;
    readonly metrics: number;
    readonly audit: number;
    /** Accounts whose address was never confirmed. */
    readonly unverified: number;
    /** Mails that could not be delivered. */
    readonly mail: number;
  };
}
