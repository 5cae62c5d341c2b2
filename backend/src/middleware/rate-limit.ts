/** Limits of requests per address; IPv6 addresses count by their /64 network, which one reader has for himself. */
import rateLimit, { type FastifyRateLimitStoreCtor, normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { RateLimitError } from '../config/app-error.ts';
import type { Settings } from '../config/settings.ts';
import type { RateCounter } from './rate-counter.ts';

const MINUTE_MS = 60_000;
const IPV6_NETWORK_BITS = 64;

/** What is limited: the API and the Model Context Protocol; pages and their files are not. */
const LIMITED = /^\/(?:api\/|mcp(?:[/?]|$))/;

/** Registers the limit for the API's routes, and for unknown addresses there. */
export async function registerRateLimit(app: FastifyInstance, settings: Settings, counter: RateCounter): Promise<void> {
  const { perMinute } = settings.rateLimit;
  await app.register(rateLimit, {
    global: true,
    max: perMinute,
    timeWindow: MINUTE_MS,
    ipv6Subnet: IPV6_NETWORK_BITS,
    enableDraftSpec: true,
    allowList: (request) =>
      !LIMITED.test(request.url) || (perMinute === 0 && typeof request.routeOptions.config.rateLimit !== 'object'),
    store: storeOver(counter),
    errorResponseBuilder: (_request, context) =>
      new RateLimitError('RATE_LIMITED', { retryAfterSeconds: Math.max(1, Math.ceil(context.ttl / 1000)) }),
  });
}

/** A limit of requests per address. */
export interface AskRateLimit {
  /** Requests in one window. */
  readonly max: number;
  /** Length of the window, milliseconds. */
  readonly timeWindow: number;
  /** What counts together: the same name, the same counter. */
  readonly counter: string;
}

/** `config` of routes that ask: their own limit, RATE_LIMIT_ASK_PER_MINUTE; false when it is 0. */
export function askRateLimit(settings: Settings): AskRateLimit | false {
  const { askPerMinute } = settings.rateLimit;
  return askPerMinute === 0 ? false : { max: askPerMinute, timeWindow: MINUTE_MS, counter: 'ask' };
}

/** Address as the limits count it: IPv6 by its /64 network, IPv4 in IPv6 as IPv4. */
export const limitedAddress = (address: string): string => normalizeIP(address, IPV6_NETWORK_BITS);

/** Counts what does not come as a request of its own. @throws RATE_LIMITED above the limit */
export function createLimiter(limit: AskRateLimit | false, counter: RateCounter): (address: string) => Promise<void> {
  return async (address) => {
    if (limit === false) return;
    const { count, remainingMs } = await counter.hit(`${limit.counter}:${limitedAddress(address)}`, limit.timeWindow);
    if (count <= limit.max) return;
    throw new RateLimitError('RATE_LIMITED', { retryAfterSeconds: Math.max(1, Math.ceil(remainingMs / 1000)) });
  };
}

/** The plugin wants a class; each limited route gets a child that counts by itself, under the same name in all processes. */
function storeOver(counter: RateCounter): FastifyRateLimitStoreCtor {
  return class CounterStore {
    readonly #group: string;

    constructor(options: object) {
      this.#group = groupOf(options);
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

    child(options: object): CounterStore {
      return new CounterStore(options);
    }
  };
}

/** Name of what counts together: given by the route, or the route's own. */
function groupOf(options: object): string {
  if ('counter' in options && typeof options.counter === 'string') return options.counter;
  if (!('routeInfo' in options) || typeof options.routeInfo !== 'object' || options.routeInfo === null) return 'all';
  const { method, url }: { readonly method?: unknown; readonly url?: unknown } = options.routeInfo;
  return typeof url === 'string' ? `${String(method)} ${url}` : 'all';
}
