/**
 * Streams in Redis, so that any process can go on with a stream or stop it. Of each stream a hash (owner, writer, end)
 * and a list of events, both with a time to live; a message on the stream's channel tells readers to look. A process
 * that writes holds a lease: when that has run out, its streams are lost.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { defineRedisScript, REDIS_PREFIX, type RedisConnection } from './redis-connection.ts';
import {
  ATTENDANCE_MS,
  type StoredEvent,
  type StreamSlice,
  type StreamStore,
  sizeOfEvent,
} from './stream-store.port.ts';

/** How the store keeps streams. */
export interface RedisStreamStoreOptions {
  readonly redis: RedisConnection;
  /** How long a stream is kept after its end, milliseconds. */
  readonly keptMs: number;
  /** How long a process that writes counts as alive after its last sign, milliseconds; default 10 s. */
  readonly leaseMs?: number;
}

const DEFAULT_LEASE_MS = 10_000;
/** A lease survives some lost signs. */
const SIGNS_PER_LEASE = 4;
/** Far above the longest answer: what a process that died has left goes away by itself. */
const RUNNING_KEPT_MS = 60 * 60_000;
/** How long it is known that there was a stream. */
const EXPIRED_KNOWN_MS = 60 * 60_000;
/** Events of one read: some hundred kilobytes at most. */
const EVENTS_PER_READ = 256;
const STOP_CHANNEL = `${REDIS_PREFIX}stop`;

const headKey = (id: string): string => `${REDIS_PREFIX}stream:{${id}}:head`;
const eventsKey = (id: string): string => `${REDIS_PREFIX}stream:{${id}}:events`;
const attendedKey = (id: string): string => `${REDIS_PREFIX}stream:{${id}}:attended`;
const channelOf = (id: string): string => `${REDIS_PREFIX}stream:${id}`;
const leaseKey = (writer: string): string => `${REDIS_PREFIX}writer:${writer}`;

/** KEYS head, events. ARGV owner, writer, at, ended, kept, running kept, expired known, channel, events (size, text)… */
const WRITE = defineRedisScript(`
local length = redis.call('LLEN', KEYS[2])
local at = tonumber(ARGV[3])
local function state() return { redis.call('LLEN', KEYS[2]), redis.call('HEXISTS', KEYS[1], 'stop') } end
if at > length or redis.call('HEXISTS', KEYS[1], 'ended') == 1 then return state() end
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'writer', ARGV[2])
for index = 9 + 2 * (length - at), #ARGV, 2 do
  redis.call('HINCRBY', KEYS[1], 'bytes', ARGV[index])
  redis.call('RPUSH', KEYS[2], ARGV[index + 1])
end
if ARGV[4] == '1' then
  redis.call('HSET', KEYS[1], 'ended', 1)
  redis.call('PEXPIRE', KEYS[2], ARGV[5])
  redis.call('PEXPIRE', KEYS[1], ARGV[5] + ARGV[7])
else
  redis.call('PEXPIRE', KEYS[2], ARGV[6])
  redis.call('PEXPIRE', KEYS[1], ARGV[6])
end
redis.call('PUBLISH', ARGV[8], redis.call('HGET', KEYS[1], 'bytes') or '0')
return state()
`);
/** KEYS head, events. ARGV from, last. */
const READ = defineRedisScript(`
local head = redis.call('HMGET', KEYS[1], 'owner', 'writer', 'ended', 'bytes')
if not head[2] then return false end
local length = redis.call('LLEN', KEYS[2])
return { head[1], head[2], head[3] or '', head[4] or '0', length, redis.call('LRANGE', KEYS[2], ARGV[1], ARGV[2]) }
`);
/** KEYS head. ARGV channel, id. */
const ASK_TO_STOP = defineRedisScript(`
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'stop', 1) end
return redis.call('PUBLISH', ARGV[1], ARGV[2])
`);

const writtenSchema = z.tuple([z.number(), z.number()]);
const readSchema = z.tuple([z.string(), z.string(), z.string(), z.coerce.number(), z.number(), z.array(z.string())]);

/** Makes the store; it gives signs of life until it is closed. */
export function createRedisStreamStore(options: RedisStreamStoreOptions): StreamStore {
  const { redis, keptMs, leaseMs = DEFAULT_LEASE_MS } = options;
  const writer = randomUUID();
  /** The connection over which the last sign was given; a Redis that was away has forgotten it. */
  let signedOver = 0;
  const sign = async (): Promise<void> => {
    const { connections } = redis;
    await redis.store(leaseKey(writer), '1', leaseMs);
    signedOver = connections;
  };
  const signs = setInterval(() => void sign().catch(() => undefined), leaseMs / SIGNS_PER_LEASE).unref();

  return {
    async write(id, { ownerId, at, events, ended }) {
      // A stream must not be there before its lease is: it would look lost.
      if (signedOver !== redis.connections) await sign();
      const times = [keptMs, RUNNING_KEPT_MS, EXPIRED_KNOWN_MS];
      const rows = events.flatMap((event) => [sizeOfEvent(event), `${event.name} ${event.data}`]);
      const args = [ownerId ?? '', writer, at, ended ? '1' : '0', ...times, channelOf(id), ...rows];
      const reply = await redis.runScript(WRITE, [headKey(id), eventsKey(id)], args);
      const [held, stop] = writtenSchema.parse(reply);
      return { held, stopAsked: stop === 1 };
    },
    async read(id, from, maxBytes) {
      const reply = await redis.runScript(READ, [headKey(id), eventsKey(id)], [from, from + EVENTS_PER_READ - 1]);
      if (reply === null) return undefined;
      const [owner, writtenBy, ended, bytes, length, texts] = readSchema.parse(reply);
      const alive = ended === '1' || (await redis.run((client) => client.exists(leaseKey(writtenBy)))) === 1;
      const state = ended === '1' ? (length === 0 ? 'expired' : 'ended') : alive ? 'running' : 'lost';
      const events = fitting(texts.map(eventOf), maxBytes);
      return { ownerId: owner === '' ? null : owner, state, events, length, bytes } satisfies StreamSlice;
    },
    watch: (id, onChange) => redis.subscribe(channelOf(id), (bytes) => onChange(Number(bytes))),
    async attend(id) {
      await redis.run((client) => client.set(attendedKey(id), '1', 'PX', ATTENDANCE_MS));
    },
    attended: async (id) => (await redis.run((client) => client.exists(attendedKey(id)))) === 1,
    async askToStop(id) {
      await redis.runScript(ASK_TO_STOP, [headKey(id)], [STOP_CHANNEL, id]);
    },
    onStop: (listener) => redis.subscribe(STOP_CHANNEL, listener),
    async close() {
      clearInterval(signs);
    },
  };
}

const eventOf = (text: string): StoredEvent => {
  const space = text.indexOf(' ');
  return { name: text.slice(0, space), data: text.slice(space + 1) };
};

/** The first events that fit into so many bytes; one at least. */
const fitting = (events: readonly StoredEvent[], maxBytes: number): StoredEvent[] => {
  let bytes = 0;
  const end = events.findIndex((event, at) => {
    bytes += sizeOfEvent(event);
    return bytes > maxBytes && at > 0;
  });
  return end === -1 ? [...events] : events.slice(0, end);
};
