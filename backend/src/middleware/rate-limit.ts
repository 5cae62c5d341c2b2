/** Limits of requests per address; IPv6 addresses count by their /64 network, which one reader has for himself. */
import rateLimit, { type FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { RateLimitError } from '../config/app-error.ts';
import type { Settings } from '../config/settings.ts';
import type { RateCounter } from './rate-counter.ts';

const MINUTE_MS = 60_000;
const IPV6_NETWORK_BITS = 64;

/** Registers the limit for every route below /api, and for unknown addresses there. */
export async function registerRateLimit(app: FastifyInstance, settings: Settings, counter: RateCounter): Promise<void> {
  const { perMinute } = settings.rateLimit;
  await app.register(rateLimit, {
    global: true,
    max: perMinute,
    timeWindow: MINUTE_MS,
    ipv6Subnet: IPV6_NETWORK_BITS,
    enableDraftSpec: true,
    allowList: (request) =>
      !request.url.startsWith('/api/') ||
      (perMinute === 0 && typeof request.routeOptions.config.rateLimit !== 'object'),
    store: storeOver(counter),
    errorResponseBuilder: (_request, context) =>
      new RateLimitError('RATE_LIMITED', { retryAfterSeconds: Math.max(1, Math.ceil(context.ttl / 1000)) }),
  });
}

/** `config` of routes that ask: their own limit, RATE_LIMIT_ASK_PER_MINUTE; false when it is 0. */
export function askRateLimit(settings: Settings): { readonly max: number; readonly timeWindow: number } | false {
  const { askPerMinute } = settings.rateLimit;
  return askPerMinute === 0 ? false : { max: askPerMinute, timeWindow: MINUTE_MS };
}

/** The plugin wants a class; each limited route gets a child that counts by itself. */
function storeOver(counter: RateCounter): FastifyRateLimitStoreCtor {
  let children = 0;
  return class CounterStore {
    readonly #group: number;

    constructor() {
      this.#group = children;
      children += 1;
    }

    incr(
      key: string,
      callback: (error: Error | null, result?: { current: number; ttl: number }) => void,
      timeWindow: number,
    ): void {
      counter.hit(`${this.#group}:${key}`, timeWindow).then(
        ({ count, remainingMs }) => callback(null, { current: count, ttl: remainingMs }),
        (error: Error) => callback(error),
      );
    }

    child(): CounterStore {
      return new CounterStore();
    }
  };
}
