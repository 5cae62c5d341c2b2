/** What is known of an answer's making, for its record, the reader's `usage` and the figures. */
import type { LlmName, LlmUsage } from '../../../providers/llm/llm.port.ts';

/** What becomes of questions that a model could have answered. */
export const MODEL_OUTCOMES = [
  'answered',
  // At the limit of its length.
  'cut',
  'cached',
  // The model said that the passages do not answer.
  'not_covered',
  // No sentence was borne out: quotes took its place.
  'unsupported',
  'provider_failed',
  'budget_spent',
  'price_unknown',
  // The reader left, or stopped it.
  'stopped',
] as const;

/** What became of a question that a model could have answered. */
export type ModelOutcome = (typeof MODEL_OUTCOMES)[number];

/** An answer's making, filled in while it is written. */
export interface AnswerReport {
  finishReason: 'stop' | 'length' | 'refused';
  /** From the cache: nothing was spent. */
  cached: boolean;
  /** The model that began to answer. */
  writer?: LlmName;
  /** What its call took. */
  usage?: LlmUsage;
  /** What its call cost, USD. */
  costUsd?: number;
  /** Undefined as long as no model was to be asked. */
  outcome?: ModelOutcome;
}

/** A report of an answer that has not begun. */
export const newReport = (finishReason: AnswerReport['finishReason'] = 'stop'): AnswerReport => ({
  finishReason,
  cached: false,
});
