/** A translation as it travels: events with their ids, the end always the last; or folded into one answer. */
import type { Problem, SegmentEvent, TranslateResponse } from '@lectern/contracts';
import { segmentMetaEventSchema, supportedLanguageSchema } from '@lectern/contracts';
import { encodeServerEvent, HEARTBEAT_COMMENT } from '../../middleware/event-stream.ts';

type Batches = AsyncGenerator<readonly SegmentEvent[]>;

/**
 * Encodes the events of a run. What breaks it off becomes its last event.
 * @param problemOf tells the log, and gives what the reader may know
 */
export async function* encodeTranslation(
  streamId: string,
  batches: Batches,
  problemOf: (error: unknown) => Problem,
): AsyncGenerator<string> {
  let sequence = 0;
  const encode = ({ event, data }: SegmentEvent): string => {
    sequence += 1;
    return encodeServerEvent({ id: `${streamId}.${sequence}`, event, data: JSON.stringify(data) });
  };
  try {
    for await (const batch of batches) yield batch.length === 0 ? HEARTBEAT_COMMENT : batch.map(encode).join('');
  } catch (error) {
    yield encode({ event: 'error', data: { problem: problemOf(error) } });
  }
}

/** Folds the events of a run into the JSON answer. @throws what breaks the run off */
export async function foldTranslation(batches: Batches): Promise<TranslateResponse> {
  let folded: TranslateResponse | undefined;
  for await (const batch of batches) {
    for (const { event, data } of batch) {
      if (event === 'meta') {
        const { streamId: _id, ready: _ready, language, ...meta } = segmentMetaEventSchema.parse(data);
        folded = { ...meta, language: supportedLanguageSchema.parse(language), segments: [], coverage: 0, left: [] };
      } else if (event === 'segment') folded?.segments.push(data);
      else if (event === 'done' && folded) folded = { ...folded, ...data };
    }
  }
  if (folded === undefined) throw new Error('a translation begins with its meta event');
  return folded;
}
