/** Reads an event stream of the server: bytes → typed events, in order, ended by exactly one `done` or `error`. */
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { NetworkError, ProtocolError } from './client-errors.ts';

/** An event as its feature's guards have typed it. */
export interface ServerEvent {
  readonly event: string;
  readonly data: unknown;
}

/** An event with its place in the stream. */
export type Streamed<Event extends ServerEvent> = Event & {
  /** `<stream>.<seq>`: where a dropped stream is taken up again. */
  readonly id: string;
};

/** Types an event. @returns null when its data doesn't fit its name; undefined for a name that is not known (to be skipped) */
export type EventReader<Event extends ServerEvent> = (name: string, data: unknown) => Event | null | undefined;

/** How a stream is read. */
export interface ReadStreamOptions {
  /** Milliseconds without a byte after which the stream counts as dropped. */
  readonly silenceLimitMs: number;
  /** Id of the last event that was read before; '' at the beginning. */
  readonly lastEventId?: string;
}

/** Longest event that is read, UTF-16 units: a `meta` with twenty long passages stays far below. */
const MAX_EVENT_CHARS = 2_000_000;

const sequenceOf = (id: string | undefined): number => Number(id?.slice(id.lastIndexOf('.') + 1));

/** Checks that events of one stream come as `<stream>.<seq>`, without gaps. */
class SequenceCheck {
  #last: number;

  constructor(lastEventId: string) {
    this.#last = sequenceOf(lastEventId) || 0;
  }

  /** true: to be used; false: seen already (a replay). @throws ProtocolError on a gap or a missing id. */
  accept(id: string | undefined): boolean {
    const seq = sequenceOf(id);
    if (!Number.isInteger(seq) || seq < 1) throw new ProtocolError(`event without a sequence number: ${id ?? 'no id'}`);
    if (seq <= this.#last) return false;
    if (seq !== this.#last + 1) throw new ProtocolError(`event ${seq} came after ${this.#last}`);
    this.#last = seq;
    return true;
  }
}

function parseEvent<Event extends ServerEvent>(
  message: EventSourceMessage,
  read: EventReader<Event>,
): Streamed<Event> | undefined {
  const name = message.event ?? 'message';
  let data: unknown;
  try {
    data = JSON.parse(message.data);
  } catch (cause) {
    throw new ProtocolError(`the data of a ${name} event is not JSON`, cause);
  }
  const event = read(name, data);
  if (event === null) throw new ProtocolError(`a ${name} event has an unknown shape`);
  return event === undefined ? undefined : { ...event, id: message.id ?? '' };
}

/**
 * The events of a stream, as they come. Ends after `done` or `error`; unknown events are skipped.
 *
 * @throws NetworkError (midway) when the stream ends before `done` or `error`, or is silent for too long.
 * @throws ProtocolError when an event is malformed or out of order.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export async function* readEventStream<Event extends ServerEvent>(
  body: ReadableStream<Uint8Array>,
  read: EventReader<Event>,
  { silenceLimitMs, lastEventId = '' }: ReadStreamOptions,
): AsyncGenerator<Streamed<Event>, void, undefined> {
  const waiting: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => waiting.push(message), maxBufferSize: MAX_EVENT_CHARS });
  const sequence = new SequenceCheck(lastEventId);
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    while (true) {
      const { done, value } = await readChunk(reader, silenceLimitMs);
      if (done) throw new NetworkError('the answer broke off', { midway: true });
      parser.feed(decoder.decode(value, { stream: true }));
      for (const message of waiting.splice(0)) {
        if (!sequence.accept(message.id)) continue;
        const event = parseEvent(message, read);
        if (event === undefined) continue;
        yield event;
        if (event.event === 'done' || event.event === 'error') return;
      }
    }
  } finally {
    // A consumer that leaves early, and a stream that talks on after its end, must not hold the connection.
    reader.cancel().catch(() => undefined);
  }
}

/** Reads on. A connection that died without a word (a sleeping machine, a lost network) never ends by itself. */
async function readChunk(reader: ReadableStreamDefaultReader<Uint8Array>, silenceLimitMs: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came for ${silenceLimitMs} ms`)), silenceLimitMs);
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'AbortError') throw cause;
    throw new NetworkError('the answer broke off', { midway: true, cause });
  } finally {
    clearTimeout(timer);
  }
}
