/** WebSockets through the same hooks as requests. The routes close their sockets themselves when the server stops. */
import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';

/** Largest frame from a client: a question and a selection in any script, and room to spare. */
const MAX_FRAME_BYTES = 64 * 1024;

/**
 * Lets routes take sockets. On the app itself, before all routes: an upgrade that is asked of any other route is then
 * ended with its answer, and its connection does not stay behind.
 */
export async function registerWebSockets(app: FastifyInstance): Promise<void> {
  await app.register(websocket, {
    options: { maxPayload: MAX_FRAME_BYTES, clientTracking: false },
    // By default every socket would be closed as soon as the server begins to stop.
    preClose: (done) => done(),
    // A frame that breaks the protocol: ws has sent the close code already, and ends the connection.
    errorHandler: (error, _socket, request) => request.log.debug({ err: error }, 'socket failed'),
  });
}
