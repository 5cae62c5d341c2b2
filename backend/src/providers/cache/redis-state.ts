/** What state a Redis is in, and what its failures mean, for people who run it. */
import { Redis } from 'ioredis';

/** Something that is not as it should be. */
export interface RedisTrouble {
  readonly reason: string;
  readonly mend: string;
}

/** A look at a Redis. */
export interface RedisReport {
  /** E.g. `7.0.15`; undefined when it could not be asked. */
  readonly version: string | undefined;
  /** Nothing of it is used: each process goes on with its own memory. */
  readonly failure?: RedisTrouble;
  /** It is used, and may lose what it was given. */
  readonly warnings: readonly RedisTrouble[];
}

const OLDEST: readonly [number, number] = [6, 2];
const CONNECT_TIMEOUT_MS = 3_000;

/** What Redis answers when it will not, by the first word. @see https://redis.io/docs/latest/develop/reference/protocol-spec/ */
const REFUSALS: Readonly<Record<string, RedisTrouble>> = {
  WRONGPASS: {
    reason: 'it refuses the password',
    mend: 'Correct REDIS_URL (redis://user:password@host, special characters as %XX).',
  },
  NOAUTH: { reason: 'it asks for a password', mend: 'Give it in REDIS_URL: redis://:password@host.' },
  NOPERM: {
    reason: 'its user may not do what is needed',
    mend: 'Give the user of REDIS_URL the rights ~lectern:* &lectern:* +@all -@dangerous.',
  },
  READONLY: { reason: 'it is a read-only replica', mend: 'Use the address of the primary in REDIS_URL.' },
  OOM: { reason: 'its memory is full', mend: 'Raise maxmemory there, or free some.' },
  MISCONF: {
    reason: 'it cannot write to its disk, and stores nothing until it can',
    mend: 'Free space for it, or set stop-writes-on-bgsave-error no.',
  },
  LOADING: { reason: 'it is still loading what it had kept', mend: 'Wait a moment.' },
  CLUSTERDOWN: { reason: 'its cluster is down', mend: 'Look into its log.' },
  MOVED: { reason: 'it is a cluster', mend: 'Use a single Redis, or a proxy before the cluster.' },
};

/** Whether Redis is there and refuses: the connection is whole. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof Error && Object.hasOwn(REFUSALS, firstWord(error.message));

/** What a failure means. */
export function explainRedisFailure(error: unknown): RedisTrouble {
  const text = error instanceof Error ? error.message : String(error);
  const known = REFUSALS[firstWord(text)];
  if (known) return known;
  if (/before secure TLS connection|wrong version number|packet length too long/i.test(text)) {
    return {
      reason: 'it has no TLS on that port',
      mend: 'Use its port with TLS, or redis:// in a network that is yours alone.',
    };
  }
  if (/certificate|altnames/i.test(text)) {
    return {
      reason: `its certificate is not accepted (${text})`,
      mend: 'Name its authority by NODE_EXTRA_CA_CERTS, and use the name in the certificate.',
    };
  }
  return {
    reason: `it does not answer (${codeOf(error) ?? text})`,
    mend: 'Start it, or correct host, port and TLS (rediss://) in REDIS_URL.',
  };
}

const firstWord = (text: string): string => text.split(' ', 1)[0] ?? '';

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What is to be said of a Redis that answers. @throws what the command fails with */
export async function readRedisState(client: Redis): Promise<Pick<RedisReport, 'version' | 'warnings'>> {
  const fields = readInfo(await client.info());
  const version = fields.get('redis_version');
  const warnings = [oldVersion(version), eviction(fields), replica(fields)];
  return { version, warnings: warnings.filter((one) => one !== undefined) };
}

/** Lines `name:value` of INFO. */
function readInfo(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line.includes(':'));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}

function oldVersion(version = '0'): RedisTrouble | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined;
  return { reason: `it is version ${version}`, mend: `Use Redis ${OLDEST.join('.')} or later.` };
}

function eviction(fields: ReadonlyMap<string, string>): RedisTrouble | undefined {
  const policy = fields.get('maxmemory_policy') ?? 'noeviction';
  if (policy === 'noeviction' || Number(fields.get('maxmemory') ?? 0) === 0) return undefined;
  return {
    reason: `it evicts keys when its memory is full (maxmemory-policy ${policy}): limits begin anew, and running answers break off`,
    mend: 'Set maxmemory-policy noeviction there.',
  };
}

function replica(fields: ReadonlyMap<string, string>): RedisTrouble | undefined {
  return fields.get('role') === 'slave' ? REFUSALS['READONLY'] : undefined;
}

/** Looks at a Redis over a connection of its own, and writes a key that ends by itself. */
export async function examineRedis(url: string): Promise<RedisReport> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectionName: 'lectern-doctor',
  });
  let cause: unknown;
  client.on('error', (error) => {
    cause ??= error;
  });
  let state: Pick<RedisReport, 'version' | 'warnings'> = { version: undefined, warnings: [] };
  try {
    await client.connect();
    state = await readRedisState(client);
    await client.set(PROBE_KEY, '1', 'PX', PROBE_MS);
    return state;
  } catch (error) {
    // ioredis closes the connection after it has told why.
    return { ...state, failure: explainRedisFailure(isRefusal(error) ? error : (cause ?? error)) };
  } finally {
    client.disconnect();
  }
}

/** Key that is written to see whether anything can be. */
export const PROBE_KEY = 'lectern:probe';
/** How long it stays, milliseconds. */
export const PROBE_MS = 10_000;
