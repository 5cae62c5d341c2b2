/** Reads an answer's event stream. */
import type { ChatEvent } from '@lectern/contracts';
import { type ReadStreamOptions, readEventStream, type Streamed } from './event-stream.ts';
import { readChatEvent } from './response-guards.ts';

/** An event of an answer with its place in the stream, `<messageId>.<seq>`. */
export type StreamedChatEvent = Streamed<ChatEvent>;

/**
 * The events of an answer, as they come: see {@link readEventStream}.
 *
 * @throws NetworkError (midway) when the stream ends before `done` or `error`, or is silent for too long.
 * @throws ProtocolError when an event is malformed or out of order.
 */
export function readChatStream(
  body: ReadableStream<Uint8Array>,
  options: ReadStreamOptions,
): AsyncGenerator<StreamedChatEvent, void, undefined> {
  return readEventStream(body, readChatEvent, options);
}
