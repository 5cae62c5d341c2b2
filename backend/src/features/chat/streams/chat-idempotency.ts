/**
 * Questions that are asked twice with one Idempotency-Key are answered once. The key is made by the client, a UUID that
 * nobody else knows: a reader without an identity is known by it alone, so that it still works when the connection was
 * lost before the cookie arrived.
 */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type ChatRequest, REPLAY_KEPT_MS } from '@lectern/contracts';
import { z } from 'zod';
import { ConflictError, ServiceUnavailableError } from '../../../config/app-error.ts';
import type { ClaimStore } from '../../../providers/cache/index.ts';

/** A question with its key. */
export interface KeyedQuestion {
  readonly key: string;
  readonly request: ChatRequest;
  /** Identity of who asks; null for a reader without one. */
  readonly askerId: string | null;
}

/** The answer that a question has got. */
export interface KnownAnswer {
  readonly messageId: string;
  /** Identity that its stream belongs to; null: whoever knows the id. */
  readonly ownerId: string | null;
}

/** Keeps which key got which answer. */
export type Idempotency = ReturnType<typeof createIdempotency>;

/** Longer than any question takes to be accepted; what a process that died has left goes away by itself. */
const ACCEPTING_MS = 60_000;
/** Longer than any answer runs. */
const RUNNING_MS = 30 * 60_000;
/** How often it is looked whether a question that is being accepted got its answer, milliseconds. */
const LOOK_MS = 50;
const RETRY_SECONDS = 2;

const recordSchema = z.object({
  body: z.string(),
  /** null while the question is being accepted. */
  answer: z.object({ messageId: z.string(), ownerId: z.string().nullable() }).nullable(),
});

/** Makes it. */
export const createIdempotency = (claims: ClaimStore) => {
  const put = (question: KeyedQuestion, answer: KnownAnswer, ttlMs: number): Promise<void> =>
    claims.put(nameOf(question), JSON.stringify({ body: hashOf(question.request), answer }), ttlMs);

  /** The answer to the same question, when it was asked before the cookie that came with the answer. */
  const findFirst = async ({ key, request, askerId }: KeyedQuestion): Promise<KnownAnswer | undefined> => {
    const value = askerId === null ? null : await claims.find(nameOf({ key, askerId: null }));
    const record = value === null ? undefined : recordSchema.parse(JSON.parse(value));
    if (!record?.answer || record.answer.ownerId !== askerId) return undefined;
    if (record.body !== hashOf(request)) throw new ConflictError('IDEMPOTENCY_MISMATCH');
    return record.answer;
  };

  return {
    /**
     * Takes the key for a question that is going to be accepted; waits while the same one is being accepted.
     * @returns the answer that the question has got already; undefined: the key is taken, settle or release it
     * @throws IDEMPOTENCY_MISMATCH when another question has it
     */
    async take(question: KeyedQuestion): Promise<KnownAnswer | undefined> {
      const first = await findFirst(question);
      if (first) return first;
      const body = hashOf(question.request);
      const own = JSON.stringify({ body, answer: null });
      for (let waitedMs = 0; waitedMs < ACCEPTING_MS; waitedMs += LOOK_MS) {
        const value = await claims.claim(nameOf(question), own, ACCEPTING_MS);
        if (value === null) return undefined;
        const record = recordSchema.parse(JSON.parse(value));
        if (record.body !== body) throw new ConflictError('IDEMPOTENCY_MISMATCH');
        if (record.answer) return record.answer;
        await delay(LOOK_MS);
      }
      throw new ServiceUnavailableError('OVERLOADED', { retryAfterSeconds: RETRY_SECONDS });
    },

    /** Writes down the answer of a question whose key was taken. */
    settle: (question: KeyedQuestion, answer: KnownAnswer): Promise<void> => put(question, answer, RUNNING_MS),

    /** Keeps the key as long as the answer, which has ended now, can be read again. */
    keep: (question: KeyedQuestion, answer: KnownAnswer): Promise<void> => put(question, answer, REPLAY_KEPT_MS),

    /** Gives the key back: the question may be asked anew. */
    release: (question: KeyedQuestion): Promise<void> => claims.release(nameOf(question)),
  };
};

const nameOf = ({ key, askerId }: Pick<KeyedQuestion, 'key' | 'askerId'>): string =>
  `answer:${askerId ?? 'anyone'}:${key.toLowerCase()}`;

/** The schema puts the fields of a body into one order, so that equal questions have equal texts. */
const hashOf = (request: ChatRequest): string => createHash('sha256').update(JSON.stringify(request)).digest('hex');
