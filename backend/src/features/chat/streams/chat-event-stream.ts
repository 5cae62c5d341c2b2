/**
 * An answer as it travels: server-sent events with ids `<messageId>.<seq>`, and a comment line whenever nothing was
 * sent for a while. Written here and sent through Fastify's own reply, since @fastify/sse writes to the socket past
 * every hook and waits for ever on a reader that left. Pure.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
import { ValidationError } from '../../../config/app-error.ts';
import { eventId } from './chat-stream-events.ts';
import type { SequencedEvent } from './chat-stream-reader.ts';

/** Headers of an event stream: nothing on the way may keep or hold it. */
export const EVENT_STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
} as const;

const HEARTBEAT = ':\n\n';

/** Encodes one event. JSON has no line breaks, so that one data line is enough. */
export const encodeEvent = (messageId: string, { sequence, name, data }: SequencedEvent): string =>
  `id: ${eventId(messageId, sequence)}\nevent: ${name}\ndata: ${data}\n\n`;

/** Encodes what a reader of a stream gives. */
export async function* encodeStream(
  messageId: string,
  batches: AsyncGenerator<readonly SequencedEvent[] | null>,
): AsyncGenerator<string> {
  for await (const batch of batches) {
    yield batch === null ? HEARTBEAT : batch.map((event) => encodeEvent(messageId, event)).join('');
  }
}

/**
 * Number of events that a reader has, from the id of the last one.
 * @param field where the id stands, for the error
 * @throws VALIDATION_FAILED for an id of another stream, or none
 */
export const readLastEventId = (id: string | undefined, messageId: string, field: string): number => {
  if (id === undefined || id === '') return 0;
  const sequence = /^\.([1-9]\d{0,8})$/.exec(id.toLowerCase().replace(messageId.toLowerCase(), ''))?.[1];
  if (sequence !== undefined) return Number(sequence);
  throw new ValidationError('VALIDATION_FAILED', {
    errors: [{ path: field, message: 'must be the id of an event of this stream' }],
  });
};
