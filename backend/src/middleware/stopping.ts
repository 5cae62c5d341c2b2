/** A server that is stopping takes no new work. */
import type { Socket } from 'node:net';
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
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  app.addHook('preClose', async () => {
    closing = true;
    // Browsers open connections ahead of use; Node counts those as busy, and would wait for their first request.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  });
  // The headers of a long answer promised to keep the connection: the server would wait for its keep-alive to run out.
  app.addHook('onResponse', async (request) => {
    if (closing) request.raw.socket.destroySoon();
  });
}
