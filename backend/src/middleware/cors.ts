/** Which other origins may call the API, and the check that unsafe requests with a cookie come from one of ours. */
import cors from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AuthorizationError } from '../config/app-error.ts';
import type { Settings } from '../config/settings.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const PREFLIGHT_SECONDS = 600;

/** Lets the origins of CORS_ORIGINS read answers. `*` (development only) gives no cookies. */
export async function registerCors(app: FastifyInstance, settings: Settings): Promise<void> {
  const { corsOrigins } = settings.security;
  const anyone = corsOrigins.includes('*');
  await app.register(cors, {
    origin: anyone ? '*' : corsOrigins.length > 0 ? [...corsOrigins] : false,
    credentials: !anyone,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['content-type', 'authorization', 'idempotency-key', 'last-event-id', 'x-request-id'],
    exposedHeaders: [
      'x-request-id',
      'retry-after',
      'ratelimit-limit',
      'ratelimit-remaining',
      'ratelimit-reset',
      // The name of an exported conversation.
      'content-disposition',
      // The bearer of a session, for a site on another origin.
      'set-auth-token',
    ],
    maxAge: PREFLIGHT_SECONDS,
  });
}

/**
 * Refuses unsafe requests that carry a cookie but come from elsewhere: the cookie was sent by the browser, not by the reader.
 * A request without a cookie has nothing to steal.
 */
export function registerOriginCheck(app: FastifyInstance, settings: Settings): void {
  const isOwnOrigin = createOriginPolicy(settings);
  app.addHook('onRequest', async (request) => {
    if (SAFE_METHODS.has(request.method) || request.headers.cookie === undefined) return;
    if (isOwnOrigin(request)) return;
    const { origin } = request.headers;
    const detail =
      origin === undefined
        ? 'A request with a cookie that changes something needs an Origin header.'
        : `Requests from this origin are not allowed. If it is yours, set PUBLIC_URL or CORS_ORIGINS to it.`;
    throw new AuthorizationError('ORIGIN_NOT_ALLOWED', { detail });
  });
}

/** Whether a request comes from a page of this site, or of one in CORS_ORIGINS. */
export function createOriginPolicy(settings: Settings): (request: FastifyRequest) => boolean {
  const allowed = new Set([settings.server.publicUrl, ...settings.security.corsOrigins]);
  const relaxed = settings.environment === 'development' || settings.environment === 'test';
  return (request) => {
    const { origin } = request.headers;
    if (origin === undefined) return false;
    // The development server proxies from another port; a laptop is also opened by its address in the network.
    return allowed.has(origin.toLowerCase()) || (relaxed && isOwnMachine(origin, request));
  };
}

function isOwnMachine(origin: string, request: FastifyRequest): boolean {
  const url = URL.parse(origin);
  if (url === null) return false;
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) || url.host === request.host;
}
