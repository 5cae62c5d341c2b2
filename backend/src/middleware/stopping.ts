/** A server that is stopping takes no new work. */
import type { FastifyInstance } from 'fastify';
import { ServiceUnavailableError } from '../config/app-error.ts';
import type { Lifecycle } from '../config/lifecycle.ts';
import './route-config.ts';

const RETRY_SECONDS = 5;

/** Answers 503 to requests that arrive over connections still open while the server stops; probes are answered. */
export function registerStopping(app: FastifyInstance, lifecycle: Lifecycle): void {
  app.addHook('onRequest', async (request, reply) => {
    if (lifecycle.phase !== 'stopping') return;
    reply.header('connection', 'close');
    if (request.routeOptions.config.underPressure === false) return;
    throw new ServiceUnavailableError('SHUTTING_DOWN', { retryAfterSeconds: RETRY_SECONDS });
  });
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  // The headers of a long answer promised to keep the connection: the server would wait for its keep-alive to run out.
  app.addHook('onResponse', async (request) => {
    if (closing) request.raw.socket.destroySoon();
  });
}
