/**
 * Redis as this server uses it: one connection for commands, one for messages. While Redis is away every call fails
 * at once; nothing is queued, and nothing that fails is left unhandled.
 */
import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { explainRedisFailure, isRefusal, type RedisTrouble, readRedisState } from './redis-state.ts';

/** A script that Redis runs whole, so that nothing happens in between. */
export interface RedisScript {
  readonly text: string;
  readonly sha1: string;
}

/** Redis, or its absence. */
export interface RedisConnection {
  /** How many times it has connected: after each the server may have lost everything. */
  readonly connections: number;
  /** Runs a command. @throws whatever it fails with, at once while Redis is away */
  run<Result>(command: (client: Redis) => Promise<Result>): Promise<Result>;
  /** Stores a value for so long, milliseconds; the first time after a refusal the log says that it is over. @throws as `run` */
  store(key: string, value: string, ttlMs: number): Promise<void>;
  /** Runs a script. @throws as `run` */
  runScript(script: RedisScript, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  /** Hears of the messages of a channel, also after Redis was away. @returns ends it */
  subscribe(channel: string, listener: (message: string) => void): () => void;
  /** Ends both connections. */
  close(): Promise<void>;
}

/** What the connection needs. */
export interface RedisConnectionOptions {
  /** `redis://` or `rediss://`. */
  readonly url: string;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

/** Prefix of all keys and channels. */
export const REDIS_PREFIX = 'lectern:';

const CONNECT_TIMEOUT_MS = 2_000;
/** Redis answers within a millisecond; a loop that is behind must not look like a Redis that is away. */
const COMMAND_TIMEOUT_MS = 1_000;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 2_000;
/** A Redis that hangs is not asked again so long, so that commands don't pile up on it. */
const PAUSE_MS = 1_000;

const OPTIONS = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  // Ours, below: it would queue where the offline queue is off.
  autoResubscribe: false,
  maxRetriesPerRequest: 0,
  connectTimeout: CONNECT_TIMEOUT_MS,
  commandTimeout: COMMAND_TIMEOUT_MS,
  retryStrategy: (times: number) => Math.min(FIRST_RETRY_MS * 2 ** Math.min(times, 10), LONGEST_RETRY_MS),
};

/** Makes a script. */
export const defineRedisScript = (text: string): RedisScript => ({
  text,
  sha1: createHash('sha1').update(text).digest('hex'),
});

/** Connects, and goes on trying when Redis is away. */
export function connectRedis({ url, logger }: RedisConnectionOptions): RedisConnection {
  const commands = new Redis(url, { ...OPTIONS, connectionName: 'lectern' });
  const messages = new Redis(url, { ...OPTIONS, connectionName: 'lectern-messages' });
  const listeners = new Map<string, Set<(message: string) => void>>();
  let pausedUntil = 0;
  let connections = 0;
  commands.on('connect', () => {
    connections += 1;
  });
  const outages = new OutageTeller(logger);
  commands.on('error', (error: Error) => outages.failed(error));
  commands.on('ready', () => {
    outages.connected();
    readRedisState(commands).then(
      ({ warnings }) => {
        for (const warning of warnings) outages.warn(warning);
      },
      // A user without the right to INFO: then nobody knows.
      () => undefined,
    );
  });
  // The other connection tells it already; an error without a listener would end the process.
  messages.on('error', () => undefined);
  messages.on('message', (channel: string, message: string) => {
    for (const listener of listeners.get(channel) ?? []) listener(message);
  });
  // A connection that ends before it is ready again loses this; the next one gets all of it once more.
  const subscribeAll = () => listeners.size > 0 && messages.subscribe(...listeners.keys()).catch(() => undefined);
  messages.on('ready', subscribeAll);

  const run: RedisConnection['run'] = async (command) => {
    if (Date.now() < pausedUntil) throw new Error('Redis does not answer');
    try {
      return await command(commands);
    } catch (error) {
      if (isTimeout(error)) {
        pausedUntil = Date.now() + PAUSE_MS;
        // What waits for an answer is given up with the connection.
        commands.disconnect(true);
      }
      if (isRefusal(error)) outages.failed(error);
      throw error;
    }
  };

  return {
    get connections() {
      return connections;
    },
    run,
    async store(key, value, ttlMs) {
      await run((client) => client.set(key, value, 'PX', ttlMs));
      outages.stored();
    },
    runScript: (script, keys, args) =>
      run(async (client) => {
        try {
          return await client.evalsha(script.sha1, keys.length, ...keys, ...args);
        } catch (error) {
          if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
          return await client.eval(script.text, keys.length, ...keys, ...args);
        }
      }),
    subscribe(channel, listener) {
      const own = listeners.get(channel) ?? new Set();
      if (own.size === 0) {
        listeners.set(channel, own);
        if (messages.status === 'ready') messages.subscribe(channel).catch(() => undefined);
      }
      own.add(listener);
      return () => {
        if (!own.delete(listener) || own.size > 0 || listeners.get(channel) !== own) return;
        listeners.delete(channel);
        if (messages.status === 'ready') messages.unsubscribe(channel).catch(() => undefined);
      };
    },
    async close() {
      commands.disconnect();
      messages.disconnect();
    },
  };
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.message === 'Command timed out';

/** Tells of outages: one line when Redis goes away or refuses, and one when that is over, whatever is tried in between. */
class OutageTeller {
  readonly #logger: RedisConnectionOptions['logger'];
  #told: 'away' | 'refusing' | undefined;
  readonly #warned = new Set<string>();

  constructor(logger: RedisConnectionOptions['logger']) {
    this.#logger = logger;
  }

  failed(error: unknown): void {
    const kind = isRefusal(error) ? 'refusing' : 'away';
    if (this.#told !== undefined) return;
    this.#told = kind;
    const text = kind === 'away' ? 'Redis is away' : 'Redis cannot be used';
    this.#logger.warn({ ...explainRedisFailure(error) }, `${text}: this process goes on with its own memory`);
  }

  /** A connection is ready. Whether anything can be stored over it is not known yet. */
  connected(): void {
    if (this.#told === 'away') this.stored();
  }

  /** Something was stored. */
  stored(): void {
    if (this.#told !== undefined) this.#logger.info({}, 'Redis is back');
    this.#told = undefined;
  }

  /** Says once in the life of the process what may go wrong. */
  warn(trouble: RedisTrouble): void {
    if (this.#warned.has(trouble.reason)) return;
    this.#warned.add(trouble.reason);
    this.#logger.warn({ ...trouble }, 'Redis is used, but not set up as it should be');
  }
}
