/** Parts a list of segments into requests that an engine takes. */
import type { TranslatorLimits, TranslatorSegment } from './translator.port.ts';

/** UTF-16 units that a segment takes of a request: its text and what is shown at its placeholders. */
export const segmentSize = ({ text, readings }: Pick<TranslatorSegment, 'text' | 'readings'>): number => {
  let size = text.length;
  for (const reading of readings.values()) size += reading.length;
  return size;
};

/** Parts segments into batches in their order, each within the limits; a segment longer than those stands alone. */
export function batchSegments<Segment extends Pick<TranslatorSegment, 'text' | 'readings'>>(
  segments: readonly Segment[],
  limits: TranslatorLimits,
): Segment[][] {
  const batches: Segment[][] = [];
  let batch: Segment[] = [];
  let size = 0;
  for (const segment of segments) {
    const own = segmentSize(segment);
    if (batch.length > 0 && (batch.length >= limits.segments || size + own > limits.characters)) {
      batches.push(batch);
      batch = [];
      size = 0;
    }
    batch.push(segment);
    size += own;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/** Whether a request is one batch. */
export const fitsLimits = (segments: readonly TranslatorSegment[], limits: TranslatorLimits): boolean =>
  batchSegments(segments, limits).length <= 1;
