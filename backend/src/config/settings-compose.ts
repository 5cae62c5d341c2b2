/** From the checked variables to the settings: derived values, absolute paths, groups. */
import { isAbsolute, join, resolve } from 'node:path';
import { composeDatabase } from './settings-database-compose.ts';
import { composeSmtp } from './settings-email-compose.ts';
import { composeLlm, composeTranslationModel, namesModel } from './settings-llm-compose.ts';
import type { Variables } from './settings-table.ts';
import { composeTranslation } from './settings-translation-compose.ts';
import type { Environment, Settings } from './settings-values.ts';
import { composeVectors } from './settings-vectors-compose.ts';

/**
 * Makes the settings of checked variables.
 * @param root absolute path that relative paths start from
 */
export function composeSettings(given: Variables, environment: Environment, root: string): Omit<Settings, 'unused'> {
  const absolute = (path: string) => (isAbsolute(path) ? path : resolve(root, path));
  const dataDir = absolute(given.DATA_DIR);
  const siteDir = absolute(given.SITE_DIR);
  const publicUrl = given.PUBLIC_URL ?? `http://localhost:${given.PORT}`;
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
    database: composeDatabase(given, absolute),
    redisUrl: given.REDIS_URL ?? null,
    ...composeVectors(given),
    llm: composeLlm(given),
    answers: composeAnswers(given),
    embedding: composeEmbedding(given, absolute),
    translation: composeTranslation(given, {
      model: composeTranslationModel(given),
      hasModel: namesModel(given),
      absolute,
    }),
    ...composeServices(given, absolute),
    security: {
      secret: given.LECTERN_SECRET ?? null,
      corsOrigins: given.CORS_ORIGINS,
      trustedProxies: given.TRUSTED_PROXIES,
      metricsToken: given.METRICS_TOKEN ?? null,
    },
    logging: composeLogging(given, environment, dataDir, absolute),
    ...composeLimits(given, absolute),
  };
}

function composeAnswers(given: Variables): Settings['answers'] {
  return {
    contextTokens: given.ANSWER_CONTEXT_TOKENS,
    historyTokens: given.ANSWER_HISTORY_TOKENS,
    maxOutputTokens: given.ANSWER_MAX_TOKENS,
    rewriteTimeoutMs: given.ANSWER_REWRITE_TIMEOUT_MS,
    cacheDays: given.ANSWER_CACHE_DAYS,
    cacheEntries: given.ANSWER_CACHE_ENTRIES,
    judge: given.LLM_JUDGE,
  };
}

function composeEmbedding(given: Variables, absolute: (path: string) => string): Settings['embedding'] {
  const provider = given.EMBEDDING_PROVIDER;
  const ownAddress = given.EMBEDDING_BASE_URL;
  const sharedAddress = provider === 'compatible' ? (given.LLM_BASE_URL ?? null) : null;
  // A key is never sent to another address than the one that it was given for.
  const isForeign = ownAddress !== undefined && ownAddress !== given.LLM_BASE_URL;
  return {
    provider,
    baseUrl: ownAddress ?? sharedAddress,
    model: provider === 'local' ? absolute(given.EMBEDDING_MODEL) : given.EMBEDDING_MODEL,
    dimensions: given.EMBEDDING_DIMENSIONS,
    apiKey: given.EMBEDDING_API_KEY ?? (isForeign ? null : (given.OPENAI_API_KEY ?? null)),
  };
}

function composeServices(
  given: Variables,
  absolute: (path: string) => string,
): Pick<Settings, 'smtp' | 'oauth' | 'signIn'> {
  const client = (clientId: string | undefined, clientSecret: string | undefined) =>
    clientId && clientSecret ? { clientId, clientSecret } : null;
  return {
    smtp: composeSmtp(given, absolute),
    oauth: {
      github: client(given.GITHUB_CLIENT_ID, given.GITHUB_CLIENT_SECRET),
      google: client(given.GOOGLE_CLIENT_ID, given.GOOGLE_CLIENT_SECRET),
      oidc: composeOidc(given),
    },
    signIn: {
      sessionDays: given.SESSION_DAYS,
      sessionMaxDays: given.SESSION_MAX_DAYS,
      passwordHashPasses: given.PASSWORD_HASH_PASSES,
      attemptsPerMinute: given.RATE_LIMIT_SIGN_IN_PER_MINUTE,
      attemptsPerAccount: given.RATE_LIMIT_SIGN_IN_PER_ACCOUNT,
      proofAfterSignUpsPerHour: given.PROOF_AFTER_SIGN_UPS_PER_HOUR,
    },
  };
}

function composeOidc(given: Variables): Settings['oauth']['oidc'] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = given;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null;
  return { issuer: issuer.replace(/\/+$/, ''), clientId, clientSecret, name: given.OIDC_NAME };
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

function composeLimits(
  given: Variables,
  absolute: (path: string) => string,
): Pick<Settings, 'rateLimit' | 'budget' | 'proofOfWork' | 'features' | 'mcpModelAnswers' | 'retentionDays'> {
  return {
    rateLimit: { perMinute: given.RATE_LIMIT_PER_MINUTE, askPerMinute: given.RATE_LIMIT_ASK_PER_MINUTE },
    budget: {
      usdPerDay: given.BUDGET_USD_PER_DAY,
      usdPerMonth: given.BUDGET_USD_PER_MONTH,
      usdPerDayByFeature: new Map(given.BUDGET_USD_PER_FEATURE),
      usdPerReaderPerDay: given.BUDGET_USD_PER_USER,
      usdPerAddressPerDay: given.BUDGET_USD_PER_ADDRESS,
      answersPerReaderPerDay: given.ANSWERS_PER_DAY,
      answersPerAddressPerDay: given.ANSWERS_PER_ADDRESS_PER_DAY,
      pricesFile: given.PRICES_FILE === undefined ? null : absolute(given.PRICES_FILE),
    },
    proofOfWork: { afterPerMinute: given.PROOF_AFTER_PER_MINUTE, difficulty: given.PROOF_DIFFICULTY },
    features: {
      chat: given.FEATURE_CHAT,
      accounts: given.FEATURE_ACCOUNTS,
      personalization: given.FEATURE_PERSONALIZATION,
      translation: given.FEATURE_TRANSLATION,
      learning: given.FEATURE_LEARNING,
      admin: given.FEATURE_ADMIN,
      mcp: given.FEATURE_MCP,
      apiReference: given.FEATURE_API_REFERENCE,
    },
    mcpModelAnswers: given.MCP_MODEL_ANSWERS,
    retentionDays: {
      chat: given.RETENTION_DAYS_CHAT,
      learning: given.RETENTION_DAYS_LEARNING,
      questions: given.RETENTION_DAYS_QUESTIONS,
      usage: given.RETENTION_DAYS_USAGE,
      metrics: given.RETENTION_DAYS_METRICS,
      audit: given.RETENTION_DAYS_AUDIT,
      unverified: given.RETENTION_DAYS_UNVERIFIED,
      mail: given.RETENTION_DAYS_MAIL,
    },
  };
}
