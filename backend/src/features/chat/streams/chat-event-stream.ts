/**
 * An answer as it travels: server-sent events with ids `<messageId>.<seq>`, and a comment line whenever nothing was
 * sent for a while. Pure.
 */
import { ValidationError } from '../../../config/app-error.ts';
import { encodeServerEvent, HEARTBEAT_COMMENT } from '../../../middleware/event-stream.ts';
import { eventId } from './chat-stream-events.ts';
import type { SequencedEvent } from './chat-stream-reader.ts';

/** Encodes one event. */
export const encodeEvent = (messageId: string, { sequence, name, data }: SequencedEvent): string =>
  encodeServerEvent({ id: eventId(messageId, sequence), event: name, data });

/** Encodes what a reader of a stream gives. */
export async function* encodeStream(
  messageId: string,
  batches: AsyncGenerator<readonly SequencedEvent[] | null>,
): AsyncGenerator<string> {
  for await (const batch of batches) {
    yield batch === null ? HEARTBEAT_COMMENT : batch.map((event) => encodeEvent(messageId, event)).join('');
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
