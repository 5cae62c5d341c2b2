/** Figures about translation. */
import { Counter, type Registry } from 'prom-client';
import type { SegmentOutcome } from './filling/translation-batch.ts';

const OUTCOMES = [
  'translated',
  'failed',
  'unpaid',
  'unreached',
  'stopped',
] as const satisfies readonly SegmentOutcome['type'][];

/** Counts. */
export interface TranslationMetrics {
  /** A chapter was asked for. @param segments that the memory had, and that it had not */
  readonly read: (segments: { readonly found: number; readonly missing: number }) => void;
  /** What became of a segment that was missing. */
  readonly settled: (outcome: SegmentOutcome) => void;
}

/** Makes the counters. */
export const createTranslationMetrics = (registry: Registry): TranslationMetrics => {
  const registers = [registry];
  const read = new Counter({
    name: 'lectern_translation_segments_read_total',
    help: 'Segments of chapters that were asked for, by whether the memory had them',
    labelNames: ['memory'],
    registers,
  });
  const settled = new Counter({
    name: 'lectern_translation_segments_filled_total',
    help: 'Segments that were missing in the memory, by what became of them',
    labelNames: ['outcome'],
    registers,
  });
  // A figure that is not there is not 0: rates over it would begin with a gap.
  for (const outcome of OUTCOMES) settled.inc({ outcome }, 0);
  for (const memory of ['found', 'missing']) read.inc({ memory }, 0);
  return {
    read: ({ found, missing }) => {
      read.inc({ memory: 'found' }, found);
      read.inc({ memory: 'missing' }, missing);
    },
    settled: ({ type }) => settled.inc({ outcome: type }),
  };
};
