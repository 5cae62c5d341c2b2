/** One line per request, and a warning for slow ones. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import './route-config.ts';

/** What is logged of an answered request. */
interface AccessLine {
  readonly requestId: string;
  readonly method: string;
  /** Path without the query: queries hold what readers look for. */
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
}

/**
 * Logs each answered request at info (pages and probes at debug), and those above `slowRequestMs` at warn; 0 never warns.
 * Streams are as long as their answer, so they are never called slow.
 */
export function registerAccessLog(app: FastifyInstance, slowRequestMs: number): void {
  app.addHook('onResponse', async (request, reply) => {
    const line = accessLine(request, reply);
    if (slowRequestMs > 0 && line.durationMs > slowRequestMs && !isStream(reply)) {
      request.log.warn({ ...line, slowerThanMs: slowRequestMs }, 'slow request');
    } else if (request.routeOptions.config.quiet === true || !line.path.startsWith('/api/')) {
      request.log.debug(line, 'request');
    } else {
      request.log.info(line, 'request');
    }
  });
  app.addHook('onRequestAbort', async (request) => {
    request.log.debug({ requestId: request.id, method: request.method, path: pathOf(request) }, 'request aborted');
  });
}

function accessLine(request: FastifyRequest, reply: FastifyReply): AccessLine {
  return {
    requestId: request.id,
    method: request.method,
    path: pathOf(request),
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime * 10) / 10,
  };
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}

function isStream(reply: FastifyReply): boolean {
  const type = reply.getHeader('content-type') ?? reply.raw.getHeader('content-type');
  return String(type).startsWith('text/event-stream');
}
