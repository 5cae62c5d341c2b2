/** Events as they are kept, turned into what travels. Pure. */
import { type ChatEvent, type WebSocketEventFrame, webSocketEventFrameSchema } from '@lectern/contracts';
import type { SequencedEvent } from './chat-stream-reader.ts';

/** Id of an event. */
export const eventId = (messageId: string, sequence: number): string => `${messageId}.${sequence}`;

/** An event with its id, read from how it is kept. */
export const readEvent = (messageId: string, { sequence, name, data }: SequencedEvent): WebSocketEventFrame =>
  webSocketEventFrameSchema.parse({ id: eventId(messageId, sequence), event: name, data: JSON.parse(data) });

/** The events of a reader, read from how they are kept. */
export async function* readEvents(
  messageId: string,
  batches: AsyncIterable<readonly SequencedEvent[] | null>,
): AsyncGenerator<ChatEvent> {
  for await (const batch of batches) for (const event of batch ?? []) yield readEvent(messageId, event);
}
