/** Reads one stream of `/translate` and says when its segments came, and whether it came whole and in order. */
import { createParser } from 'eventsource-parser';

/** A chapter to be read. */
export interface ReadChapter {
  readonly key: string;
  readonly sourceHash: string;
}

/** What one reader saw; times from the request on, ms. */
export interface TranslationReading {
  readonly firstSegmentMs: number;
  readonly allMs: number;
  readonly segments: number;
  readonly coverage: number;
  /** What is wrong with the stream; empty when it is whole and in order. */
  readonly faults: readonly string[];
}

/** Asks for a chapter and reads the answer to its end. */
export async function readTranslation(
  origin: string,
  { key, sourceHash }: ReadChapter,
  language: string,
): Promise<TranslationReading> {
  const started = performance.now();
  const response = await fetch(`${origin}/api/v1/translate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ chapterId: key, sourceHash, language, visible: [] }),
  });
  if (!response.ok || response.body === null) throw new Error(`${response.status} ${await response.text()}`);
  let firstSegmentMs = Number.NaN;
  let allMs = Number.NaN;
  let segments = 0;
  let coverage = 0;
  const events: string[] = [];
  const faults: string[] = [];
  const parser = createParser({
    onEvent({ id, event = '', data }) {
      const elapsed = performance.now() - started;
      events.push(event);
      if (!id?.endsWith(`.${events.length}`)) faults.push(`event ${events.length} has the id ${id}`);
      if (event === 'segment') {
        if (segments === 0) firstSegmentMs = elapsed;
        segments += 1;
        allMs = elapsed;
      }
      if (event === 'done') coverage = JSON.parse(data).coverage;
    },
  });
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) parser.feed(text);
  if (events[0] !== 'meta') faults.push(`begins with ${events[0]}`);
  if (events.at(-1) !== 'done') faults.push(`ends with ${events.at(-1)}`);
  return { firstSegmentMs, allMs, segments, coverage, faults };
}
