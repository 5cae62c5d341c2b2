/** `/chat/ws`, and the tickets for it. */

import type { WebSocket } from '@fastify/websocket';
import { WEB_SOCKET_CLOSE, webSocketTicketSchema } from '@lectern/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AuthorizationError } from '../../../config/app-error.ts';
import { problemAfterHeaders } from '../../../middleware/late-problem.ts';
import { limitedAddress } from '../../../middleware/rate-limit.ts';
import { requireIdentity } from '../../../middleware/session.ts';
import { createSocketSession, PING_INTERVAL_MS, type SocketSession } from './chat-socket-session.ts';
import type { StreamHub } from './chat-stream-hub.ts';
import type { StartDeps } from './chat-stream-start.ts';
import type { Tickets } from './chat-ticket.ts';

/** What sockets need beside what asking needs. */
export interface SocketDeps {
  readonly tickets: Tickets;
  /** Whether a page of the request's Origin may use the reader's cookie. */
  readonly isOwnOrigin: (request: FastifyRequest) => boolean;
  /** Counts a question against the limit of asking. @throws RATE_LIMITED */
  readonly countAsk: (address: string) => Promise<void>;
  /** Aborted when the server must end what still runs. */
  readonly cut?: AbortSignal | undefined;
}

/** Sockets that one address may have open. A class that shares an address has one each. */
const MOST_SOCKETS = 50;

const querySchema = z.strictObject({ ticket: z.string().max(300).optional() });

/** Registers both below the API's prefix. */
export function registerSocket(
  app: FastifyInstance,
  deps: StartDeps & { readonly hub: StreamHub },
  own: SocketDeps,
): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.post(
    '/chat/ws-ticket',
    {
      schema: {
        tags: ['chat'],
        summary: 'A ticket that lets one socket in without a cookie',
        response: { 200: webSocketTicketSchema },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      // A conversation is about to be stored: who has no identity gets one, as with the first question.
      return own.tickets.issue(requireIdentity(request, reply).id);
    },
  );

  const open = new Map<string, Set<SocketSession>>();
  const all = () => [...open.values()].flatMap((sessions) => [...sessions]);
  const beatAll = (): void => {
    for (const session of all()) session.beat();
  };
  const cutAll = (): void => {
    for (const session of all()) session.cut();
  };
  const beats = setInterval(beatAll, PING_INTERVAL_MS).unref();
  own.cut?.addEventListener('abort', cutAll, { once: true });
  app.addHook('preClose', async () => {
    clearInterval(beats);
    for (const session of all()) session.retire();
  });

  const identities = new WeakMap<FastifyRequest, string>();
  app.get(
    '/chat/ws',
    {
      websocket: true,
      onRequest: async (request) => {
        if (!isAllowed(request, own.isOwnOrigin)) throw new AuthorizationError('ORIGIN_NOT_ALLOWED');
      },
      preHandler: async (request) => {
        const identity = await identify(request, own.tickets);
        if (identity !== undefined) identities.set(request, identity);
      },
    },
    (socket, request) => {
      const identityId = identities.get(request);
      // After the upgrade: a page sees the code of a closed socket, never the status of a refused one.
      if (identityId === undefined) return socket.close(WEB_SOCKET_CLOSE.unidentified);
      const address = limitedAddress(request.ip);
      const sessions = open.get(address) ?? new Set();
      if (sessions.size >= MOST_SOCKETS) return socket.close(WEB_SOCKET_CLOSE.tooMany);
      const problemOf = problemAfterHeaders(request);
      const { countAsk } = own;
      const session = createSocketSession({ ...deps, socket, identityId, address: request.ip, countAsk, problemOf });
      open.set(address, sessions.add(session));
      serve(socket, session, () => {
        sessions.delete(session);
        if (sessions.size === 0) open.delete(address);
      });
    },
  );
}

function serve(socket: WebSocket, session: SocketSession, onClose: () => void): void {
  socket.on('message', (data, isBinary) => session.receive(isBinary ? undefined : textOf(data)));
  socket.on('pong', () => session.ponged());
  socket.on('close', () => {
    session.closed();
    onClose();
  });
}

/** Browsers always say where a socket comes from; others have no page that could misuse a cookie, but then send none. */
function isAllowed(request: FastifyRequest, isOwnOrigin: SocketDeps['isOwnOrigin']): boolean {
  if (request.headers.origin === undefined) return request.headers.cookie === undefined;
  return isOwnOrigin(request);
}

async function identify(request: FastifyRequest, tickets: Tickets): Promise<string | undefined> {
  const { ticket } = querySchema.safeParse(request.query).data ?? {};
  if (ticket === undefined) return request.identity?.id;
  return tickets.redeem(ticket).catch(() => undefined);
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data).toString();
}
