/** Figures for Prometheus at /metrics: for a token, or for callers on the same machine. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { AuthenticationError, AuthorizationError } from '../config/app-error.ts';
import { PROBE_CONFIG } from './route-config.ts';

/** Figures of one process; features add their own to the registry. */
export interface Metrics {
  readonly registry: Registry;
}

/** Bounds of the request durations, seconds: from a cached answer to a stream. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Makes the registry.
 * @param processFigures also collect memory, CPU, event loop and garbage collection of the process
 */
export function createMetrics(processFigures = true): Metrics {
  const registry = new Registry();
  if (processFigures) collectDefaultMetrics({ register: registry });
  return { registry };
}

/** Measures every request by method, route pattern and status, and answers /metrics. */
export function registerMetrics(app: FastifyInstance, metrics: Metrics, token: string | null): void {
  const { registry } = metrics;
  const registers = [registry];
  const durations = new Histogram({
    name: 'lectern_http_request_duration_seconds',
    help: 'Time from the request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: DURATION_BUCKETS,
    registers,
  });
  const problems = new Counter({
    name: 'lectern_http_problems_total',
    help: 'Answers with status 400 and above',
    labelNames: ['route', 'status'],
    registers,
  });
  const open = new Gauge({ name: 'lectern_http_requests_open', help: 'Requests being answered', registers });
  app.addHook('onRequest', async (_request, reply) => {
    open.inc();
    // Not onResponse: that one is not called for every aborted request, and the gauge would drift.
    reply.raw.once('close', () => open.dec());
  });
  app.addHook('onResponse', async (request, reply) => {
    // The pattern, never the path: ids would make a new series each.
    const route = request.routeOptions.url ?? 'unknown';
    const status = String(reply.statusCode);
    durations.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
    if (reply.statusCode >= 400) problems.inc({ route, status });
  });
  app.get('/metrics', { config: PROBE_CONFIG, schema: { hide: true } }, async (request, reply) => {
    checkReader(request, token);
    const text = await registry.metrics();
    return reply.header('content-type', registry.contentType).header('cache-control', 'no-store').send(text);
  });
}

function checkReader(request: FastifyRequest, token: string | null): void {
  if (token === null) {
    if (isThisMachine(request)) return;
    throw new AuthorizationError('FORBIDDEN', {
      detail: 'Without METRICS_TOKEN, /metrics answers callers on the same machine only.',
    });
  }
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (!sameText(given, token)) throw new AuthenticationError('AUTHENTICATION_REQUIRED');
}

/** A proxy on this machine makes every caller look local, so that a forwarded request never counts as local. */
function isThisMachine(request: FastifyRequest): boolean {
  const { headers, socket } = request;
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}

/** Compares digests, so that neither the length nor the first difference shows in the time. */
function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
