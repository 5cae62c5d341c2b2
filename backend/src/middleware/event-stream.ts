/**
 * Server-sent events. Written here and sent through Fastify's own reply, since @fastify/sse writes to the socket past
 * every hook and waits for ever on a reader that left. Pure.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */

/** Headers of an event stream: nothing on the way may keep or hold it. */
export const EVENT_STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
} as const;

/** What is sent whenever nothing was for a while, so that nothing on the way ends the connection. */
export const HEARTBEAT_COMMENT = ':\n\n';

/** Encodes one event. @param event.data JSON: it has no line breaks, so that one data line is enough */
export const encodeServerEvent = ({ id, event, data }: { id: string; event: string; data: string }): string =>
  `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;
