/**
 * Answers of models kept for readers who ask the same of the same book (DESIGN §8). Never used with a history, a profile
 * or a selection: those are about one reader.
 */
import { createHash } from 'node:crypto';
import type { Scope } from '@lectern/contracts';
import type { Logger } from 'pino';
import type { LlmName } from '../../../providers/llm/llm.port.ts';
import type { AnswerBodyEvent } from '../chat-writer.ts';
import type { AnswerCacheRepository } from './chat-answer-cache.repository.ts';
import { type BookVoice, PROMPT_VERSION } from './chat-prompt.ts';

const DAY_MS = 86_400_000;
/** Answers kept between two looks at the number of them. */
const PRUNE_EVERY = 50;

/** All that an answer depends on. */
export interface AnswerKey {
  readonly question: string;
  readonly scope: Scope;
  readonly locale: string | undefined;
  readonly indexVersion: number;
  readonly name: LlmName;
  readonly voice: BookVoice;
  /** Bounds that change what is sent or what may come back. */
  readonly limits: readonly number[];
}

/** An answer as it can be sent again. */
export interface CachedAnswer {
  readonly writer: LlmName;
  readonly finishReason: 'stop' | 'length';
  readonly events: readonly AnswerBodyEvent[];
}

/** What the cache needs. */
export interface AnswerCacheOptions {
  readonly repository: AnswerCacheRepository;
  /** How long an answer is used, days; 0: never. */
  readonly days: number;
  /** Most answers that are kept. */
  readonly maxEntries: number;
  readonly logger: Pick<Logger, 'warn'>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** The cache. */
export type AnswerCache = ReturnType<typeof createAnswerCache>;

/** The key of an answer: a hash, so that no question can be read from it. */
export const answerKey = ({ question, ...rest }: AnswerKey): string => {
  const value = [question.toLowerCase(), PROMPT_VERSION, Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))];
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
};

/** Makes the cache. A cache that fails is no reason not to answer: faults are told to the log. */
export const createAnswerCache = ({ repository, days, maxEntries, logger, now = Date.now }: AnswerCacheOptions) => {
  let saved = 0;
  const oldest = (): Date => new Date(now() - days * DAY_MS);
  /** Deletes what is too old or too much. @returns how many. */
  const prune = (): Promise<number> => repository.prune(oldest(), maxEntries);

  /** The answer under a key; undefined when there is none that may still be used. */
  const find = async (key: string): Promise<CachedAnswer | undefined> => {
    if (days === 0) return undefined;
    try {
      const row = await repository.find(key, oldest());
      if (!row) return undefined;
      const { provider, model, finishReason, events } = row;
      return { writer: { provider, model }, finishReason, events };
    } catch (err) {
      logger.warn({ err }, 'the cache of answers could not be read');
      return undefined;
    }
  };

  /** Keeps an answer. */
  const save = async (key: string, indexVersion: number, answer: CachedAnswer): Promise<void> => {
    if (days === 0) return;
    const { writer, finishReason, events } = answer;
    const { provider, model } = writer;
    try {
      await repository.save({ key, indexVersion, provider, model, finishReason, events, createdAt: new Date(now()) });
      saved += 1;
      if (saved % PRUNE_EVERY === 0) await prune();
    } catch (err) {
      logger.warn({ err }, 'an answer could not be kept for the next reader');
    }
  };

  return { find, save, prune };
};

/** Joins the deltas that stand side by side: pieces of a provider are no part of an answer. */
export const joinDeltas = (events: readonly AnswerBodyEvent[]): AnswerBodyEvent[] => {
  const joined: AnswerBodyEvent[] = [];
  let texts: string[] = [];
  const flush = (): void => {
    if (texts.length > 0) joined.push({ event: 'delta', data: { text: texts.join('') } });
    texts = [];
  };
  for (const event of events) {
    if (event.event === 'delta') {
      texts.push(event.data.text);
      continue;
    }
    flush();
    joined.push(event);
  }
  flush();
  return joined;
};
