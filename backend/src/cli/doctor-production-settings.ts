/** What the settings of an installation on the open internet must say, beyond what a start asks for. */
import type { Settings } from '../config/settings.ts';
import { DatabaseUnavailableError } from '../db/database-errors.ts';
import { type PostgresqlAddress, readPostgresqlAddress } from '../db/postgresql-address.ts';
import { broken, type Finding, ok, warning } from './doctor-finding.ts';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/;
/** Networks that routers don't let out: a container's neighbours, a private subnet. */
const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[?f[cd])/;

/** The others go on without, when the server (or whoever stands between) offers none. */
const ENCRYPTED_MODES: ReadonlySet<string> = new Set(['require', 'verify-ca', 'verify-full']);

/** Looks at the settings alone; connects to nothing. */
export function* checkProductionSettings(settings: Settings): Generator<Finding> {
  yield checkEnvironment(settings);
  yield checkPublicUrl(settings);
  yield checkSecret(settings);
  yield checkProxies(settings);
  yield checkOrigins(settings);
  yield checkMetrics(settings);
  yield* checkEncryption(settings);
  yield checkMoney(settings);
  yield checkRetention(settings);
  yield checkLog(settings);
}

function checkEnvironment({ environment }: Settings): Finding {
  const name = 'Environment';
  if (environment === 'production' || environment === 'staging') return ok(name, environment);
  return broken(name, `${environment}: weak secrets and wildcard CORS are let through`, 'Set LECTERN_ENV=production.');
}

function checkPublicUrl({ server }: Settings): Finding {
  const name = 'Address for readers';
  const { hostname } = new URL(server.publicUrl);
  if (LOOPBACK.test(hostname)) {
    return broken(name, `${server.publicUrl} is this machine`, 'Set PUBLIC_URL to the origin that readers use.');
  }
  if (server.secure) return ok(name, server.publicUrl);
  const mend = 'End TLS in a proxy (docs/deployment.md), and set PUBLIC_URL to its https:// address.';
  return broken(name, `${server.publicUrl} is not encrypted: cookies and passwords can be read on the way`, mend);
}

function checkSecret({ security, server }: Settings): Finding {
  if (security.secret !== null) return ok('Secret', 'from the environment');
  const mend = 'Set LECTERN_SECRET (openssl rand -base64 48); every replica needs the same.';
  return broken('Secret', `lies in ${server.dataDir} beside the data that it protects`, mend);
}

function checkProxies({ security, server }: Settings): Finding {
  const name = 'Proxies';
  if (security.trustedProxies.length > 0) return ok(name, security.trustedProxies.join(', '));
  if (!server.secure) return ok(name, 'none');
  const text = 'https ends in a proxy that is not trusted: all readers count as one address, and share its limits';
  return broken(name, text, 'Set TRUSTED_PROXIES to the address or network of the proxy, e.g. loopback.');
}

function checkOrigins({ security }: Settings): Finding {
  const name = 'Other origins';
  const { corsOrigins } = security;
  if (corsOrigins.includes('*')) {
    return broken(name, '* lets every site call with the reader’s cookie', 'List the origins in CORS_ORIGINS.');
  }
  const plain = corsOrigins.filter((origin) => origin.startsWith('http:'));
  if (plain.length > 0) {
    return warning(name, `${plain.join(', ')}: not encrypted`, 'Name their https:// addresses in CORS_ORIGINS.');
  }
  return ok(name, corsOrigins.length === 0 ? 'none: the book and the API share one' : corsOrigins.join(', '));
}

function checkMetrics({ security }: Settings): Finding {
  if (security.metricsToken !== null) return ok('Metrics', 'with a token');
  const text = '/metrics answers callers on this machine only: behind a proxy on it, that may be everybody';
  return warning('Metrics', text, 'Set METRICS_TOKEN, and give it to your monitoring.');
}

function* checkEncryption({ database, redisUrl, qdrant }: Settings): Generator<Finding> {
  if (database !== null) {
    const way = readWay(database);
    const mend = 'Add sslmode=verify-full (or require) to DATABASE_URL.';
    if (way) yield judgeWay('Way to the database', way.host, ENCRYPTED_MODES.has(way.tls), mend);
  }
  if (redisUrl !== null) {
    const url = new URL(redisUrl);
    const mend = 'Use rediss:// in REDIS_URL.';
    yield judgeWay('Way to Redis', url.hostname, url.protocol === 'rediss:', mend);
    if (url.password === '' && !LOOPBACK.test(url.hostname)) {
      yield warning(
        'Password of Redis',
        'none: whoever reaches it can change limits',
        'Set requirepass, and name it in REDIS_URL.',
      );
    }
  }
  if (qdrant !== null) {
    const url = new URL(qdrant.url);
    yield judgeWay('Way to Qdrant', url.hostname, url.protocol === 'https:', 'Use https:// in QDRANT_URL.');
    if (qdrant.apiKey === null && !LOOPBACK.test(url.hostname)) {
      yield warning(
        'Key of Qdrant',
        'none: whoever reaches it can change the index',
        'Set QDRANT_API_KEY, in Qdrant too.',
      );
    }
  }
}

/** undefined: it cannot be read, which the check of the database has told. */
function readWay({ url, caFile }: NonNullable<Settings['database']>): PostgresqlAddress | undefined {
  try {
    return readPostgresqlAddress(url, caFile);
  } catch (error) {
    if (error instanceof DatabaseUnavailableError) return undefined;
    throw error;
  }
}

/** A private network is not the open internet, but others may listen there too: a name without dots is a container's. */
function judgeWay(name: string, host: string, encrypted: boolean, mend: string): Finding {
  if (encrypted) return ok(name, 'encrypted');
  if (LOOPBACK.test(host) || host === '') return ok(name, 'does not leave this machine');
  if (PRIVATE.test(host) || !host.includes('.')) {
    return warning(name, `${host} is reached without TLS: all machines of that network must be yours`, mend);
  }
  return broken(name, `${host} is reached without TLS: passwords and data can be read on the way`, mend);
}

function checkMoney({ llm, embedding, translation, budget }: Settings): Finding {
  const name = 'Budgets';
  const asksOthers =
    llm.models.length > 0 ||
    embedding.provider === 'openai' ||
    translation.engines.some((engine) => engine !== 'pseudo');
  if (!asksOthers) return ok(name, 'nothing can be spent: no provider is set');
  const { usdPerDay, usdPerMonth, usdPerAddressPerDay } = budget;
  const text = `${usdPerDay} USD a day, ${usdPerMonth} a month, ${usdPerAddressPerDay} an address and day`;
  if (usdPerMonth > usdPerDay * 31) {
    return warning(
      name,
      `${text}: the month is never reached`,
      'Lower BUDGET_USD_PER_MONTH, or raise BUDGET_USD_PER_DAY.',
    );
  }
  if (usdPerAddressPerDay >= usdPerDay && usdPerDay > 0) {
    const mend = 'Set BUDGET_USD_PER_ADDRESS to a part of BUDGET_USD_PER_DAY.';
    return warning(name, `${text}: one address can spend the whole day's`, mend);
  }
  return ok(name, text);
}

function checkRetention({ retentionDays }: Settings): Finding {
  const name = 'Retention';
  const forever = Object.entries({
    RETENTION_DAYS_CHAT: retentionDays.chat,
    RETENTION_DAYS_LEARNING: retentionDays.learning,
    RETENTION_DAYS_USAGE: retentionDays.usage,
    RETENTION_DAYS_UNVERIFIED: retentionDays.unverified,
    RETENTION_DAYS_MAIL: retentionDays.mail,
  }).flatMap(([variable, days]) => (days === 0 ? [variable] : []));
  if (forever.length === 0) return ok(name, `conversations of nobody's account ${retentionDays.chat} days`);
  return warning(
    name,
    `kept for ever: ${forever.join(', ')}`,
    'Set days, or say in your privacy notice that nothing is deleted.',
  );
}

function checkLog({ logging }: Settings): Finding {
  if (logging.level !== 'debug' && logging.level !== 'trace') return ok('Log', `level ${logging.level}`);
  return warning('Log', `level ${logging.level} writes down what readers ask`, 'Set LOG_LEVEL=info.');
}
