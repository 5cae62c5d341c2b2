/** Reads one answer stream and says when its events came and whether they came whole and in order. */
import { createParser } from 'eventsource-parser';

/** What one reader saw. */
export interface StreamReading {
  /** From the request to the first event, ms. */
  readonly firstEventMs: number;
  /** From the request to the first `delta`, ms; undefined when there was none. */
  readonly firstDeltaMs: number | undefined;
  /** From the request to the end of the stream, ms. */
  readonly totalMs: number;
  /** Names of the events in the order of arrival. */
  readonly events: readonly string[];
  /** What is wrong with the stream; empty when it is whole and in order. */
  readonly faults: readonly string[];
}

function streamFaults(ids: readonly string[], events: readonly string[], lastData: string): string[] {
  const faults: string[] = [];
  if (events[0] !== 'meta') faults.push(`begins with ${events[0]}`);
  if (events.at(-1) !== 'done') faults.push(`ends with ${events.at(-1)} ${lastData.slice(0, 300)}`);
  const message = ids[0]?.split('.')[0];
  ids.forEach((id, index) => {
    if (id !== `${message}.${index + 1}`) faults.push(`event ${index + 1} has the id ${id}`);
  });
  return faults;
}

/** Asks one question as an event stream and reads it to its end. */
export async function readAnswerStream(
  origin: string,
  question: string,
  { store = false }: { store?: boolean } = {},
): Promise<StreamReading> {
  const started = performance.now();
  const response = await fetch(`${origin}/api/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ question, store }),
  });
  if (!response.ok || response.body === null) throw new Error(`${response.status} ${await response.text()}`);
  const ids: string[] = [];
  const events: string[] = [];
  let lastData = '';
  let firstEventMs = Number.NaN;
  let firstDeltaMs: number | undefined;
  const parser = createParser({
    onEvent(event) {
      const elapsed = performance.now() - started;
      if (events.length === 0) firstEventMs = elapsed;
      if (event.event === 'delta') firstDeltaMs ??= elapsed;
      ids.push(event.id ?? '');
      events.push(event.event ?? '');
      lastData = event.data;
    },
  });
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) parser.feed(text);
  return {
    firstEventMs,
    firstDeltaMs,
    totalMs: performance.now() - started,
    events,
    faults: streamFaults(ids, events, lastData),
  };
}
