/**
 * An answer as it travels: server-sent events with ids `<messageId>.<seq>`, and a comment line whenever nothing was
 * sent for a while. Written here and sent through Fastify's own reply, since @fastify/sse writes to the socket past
 * every hook and waits for ever on a reader that left. Pure.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
import { type ChatEvent, HEARTBEAT_INTERVAL_MS, type Problem } from '@lectern/contracts';

/** Headers of an event stream: nothing on the way may keep or hold it. */
export const EVENT_STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
} as const;

const HEARTBEAT = ':\n\n';

/** How a stream is encoded. */
export interface EncodeOptions {
  readonly messageId: string;
  /** What a reader is told when the answer breaks off; the cause is for the log. */
  readonly problemOf: (error: unknown) => Problem;
  readonly heartbeatMs?: number;
}

/** Encodes one event. JSON has no line breaks, so that one data line is enough. */
export const encodeEvent = (id: string, { event, data }: ChatEvent): string =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Encodes an answer; a fault on the way ends it with an `error` event. */
export async function* encodeAnswer(
  events: AsyncGenerator<ChatEvent>,
  { messageId, problemOf, heartbeatMs = HEARTBEAT_INTERVAL_MS }: EncodeOptions,
): AsyncGenerator<string> {
  let sequence = 0;
  const encode = (event: ChatEvent): string => {
    sequence += 1;
    return encodeEvent(`${messageId}.${sequence}`, event);
  };
  try {
    for await (const event of withHeartbeat(events, heartbeatMs)) yield event === null ? HEARTBEAT : encode(event);
  } catch (error) {
    yield encode({ event: 'error', data: { problem: problemOf(error) } });
  } finally {
    await events.return(undefined);
  }
}

/** Gives what a source gives, and null whenever it gave nothing for a while. */
async function* withHeartbeat<Value>(source: AsyncGenerator<Value>, intervalMs: number): AsyncGenerator<Value | null> {
  for (;;) {
    const next = source.next();
    let result = await orNull(next, intervalMs);
    while (result === null) {
      yield null;
      result = await orNull(next, intervalMs);
    }
    if (result.done) return;
    yield result.value;
  }
}

const orNull = <Value>(promise: Promise<Value>, ms: number): Promise<Value | null> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), ms).unref();
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
