/** Variables of answers that a model writes: how much is sent, how much may come back, what is kept. */
import { defineSettings, flag, wholeNumber } from './setting-entry.ts';

/** Bounds of one answer, and what is kept of it for others. */
export const ANSWER_SETTINGS = defineSettings({
  ANSWER_CONTEXT_TOKENS: {
    description: 'Most text of the book that a model gets with a question.',
    unit: 'tokens',
    default: '3000',
    feature: 'llm',
    example: '6000',
    schema: wholeNumber(500, 100_000),
  },
  ANSWER_HISTORY_TOKENS: {
    description: 'Most text of the conversation that a model gets with a question.',
    unit: 'tokens',
    default: '1000',
    feature: 'llm',
    example: '2000',
    schema: wholeNumber(0, 20_000),
  },
  ANSWER_MAX_TOKENS: {
    description: 'Longest answer of a model. Money is set aside for all of it before each call.',
    unit: 'tokens',
    default: '800',
    feature: 'llm',
    example: '1200',
    schema: wholeNumber(50, 20_000),
  },
  ANSWER_REWRITE_TIMEOUT_MS: {
    description:
      'Time in which a model may make a question of a conversation stand alone; after it the words of the question before are carried.',
    unit: 'milliseconds',
    default: '2500',
    feature: 'llm',
    example: '1500',
    schema: wholeNumber(100, 30_000),
  },
  ANSWER_CACHE_DAYS: {
    description: 'How long an answer of a model is given again to readers who ask the same of the same book; 0: never.',
    unit: 'days',
    default: '30',
    feature: 'llm',
    example: '7',
    schema: wholeNumber(0, 3650),
  },
  ANSWER_CACHE_ENTRIES: {
    description: 'Most answers that are kept for others; the oldest go first.',
    unit: 'answers',
    default: '5000',
    feature: 'llm',
    example: '20000',
    schema: wholeNumber(1, 1_000_000),
  },
  LLM_JUDGE: {
    description:
      'Whether a model is asked about sentences of an answer that our own measure of support cannot tell. Each is a short call that is paid for.',
    default: 'false',
    feature: 'llm',
    example: 'true',
    schema: flag(),
  },
});
