/** How an answer is read: over server-sent events, again after a break, and over a WebSocket. */
import { z } from 'zod';
import { problemSchema } from './errors.ts';
import { CHAT_EVENT_SCHEMAS, type ChatEventName } from './events.ts';

/** How long an answer goes on without any reader, milliseconds; then it ends as `abandoned`. */
export const ABANDON_AFTER_MS = 30_000;
/** How long an answer can be read again after its end, milliseconds. */
export const REPLAY_KEPT_MS = 10 * 60_000;

/** Parameters of the routes about one running or replayed answer. */
export const chatStreamParamsSchema = z.strictObject({ messageId: z.uuid().describe('Id of the answer, of `meta`') });

/** Codes with which the server closes `/chat/ws`. */
export const WEB_SOCKET_CLOSE = {
  /** The server restarts: connect again, and resume. */
  restarting: 1012,
  /** A frame that is not JSON, or fits no message. */
  invalid: 4400,
  /** Neither a cookie nor a ticket that is valid. */
  unidentified: 4401,
  /** Nothing was heard for too long, or too much was left unread: connect again, and resume. */
  timeout: 4408,
  /** Too many frames, or too many sockets from one address. */
  tooMany: 4429,
} as const;

const requestId = z.uuid().describe('Of the message that this answers');
const eventFrame = <Name extends ChatEventName>(event: Name) =>
  z.object({
    id: z.string().describe('`<messageId>.<seq>`, for resuming'),
    event: z.literal(event),
    data: CHAT_EVENT_SCHEMAS[event],
  });

/** An event of an answer with its id, in one object. */
export const webSocketEventFrameSchema = z.discriminatedUnion('event', [
  eventFrame('meta'),
  eventFrame('delta'),
  eventFrame('citation'),
  eventFrame('unsupported'),
  eventFrame('replace'),
  eventFrame('usage'),
  eventFrame('done'),
  eventFrame('error'),
]);

/** A frame from the server over `/chat/ws`: an event of an answer as in the event streams, or the reply to a message. */
export const webSocketFrameSchema = z
  .union([
    webSocketEventFrameSchema,
    z.discriminatedUnion('type', [
      z.object({
        type: z.literal('ack'),
        requestId,
        messageId: z.uuid().describe('The answer whose events follow, or that is stopped'),
      }),
      z.object({ type: z.literal('refused'), requestId, problem: problemSchema }),
      z.object({ type: z.literal('pong'), requestId }),
    ]),
  ])
  .meta({ id: 'WebSocketFrame' });

/** An event of an answer as it travels over the socket. */
export type WebSocketEventFrame = z.infer<typeof webSocketEventFrameSchema>;
/** A frame from the server: see {@link webSocketFrameSchema}. */
export type WebSocketFrame = z.infer<typeof webSocketFrameSchema>;
