/** Starts an answer for a question, or finds the one that the question has got already. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ChatRequest, Problem } from '@lectern/contracts';
import { NotFoundError } from '../../../config/app-error.ts';
import type { ChatService } from '../chat.service.ts';
import type { Idempotency, KeyedQuestion, KnownAnswer } from './chat-idempotency.ts';
import type { StreamHub } from './chat-stream-hub.ts';

/** What starting needs. */
export interface StartDeps {
  readonly service: Pick<ChatService, 'accept'>;
  readonly hub: Pick<StreamHub, 'start' | 'open'>;
  readonly idempotency: Idempotency;
}

/** A question as it came. */
export interface Asking {
  readonly request: ChatRequest;
  /** Identity of who asks; null for a reader without one. */
  readonly askerId: string | null;
  readonly address: string;
  /** Idempotency-Key. */
  readonly key?: string | undefined;
  readonly problemOf: (error: unknown) => Problem;
  /** Aborted when the reader has left. */
  readonly left?: AbortSignal;
}

/** How often, and how far apart (milliseconds), a stream is looked for that must be there soon. */
const LOOKS = 30;
const LOOK_MS = 100;

/**
 * Starts an answer. A question that is refused starts nothing and takes no key.
 * @throws what accepting a question throws, and IDEMPOTENCY_MISMATCH
 */
export async function startAnswer(deps: StartDeps, asking: Asking): Promise<KnownAnswer> {
  const { request, askerId, key } = asking;
  if (key === undefined) return startNew(deps, asking);
  const question: KeyedQuestion = { key, request, askerId };
  const known = await deps.idempotency.take(question);
  if (known && (await appears(deps.hub, known, asking))) return known;
  try {
    return await startNew(deps, asking, question);
  } catch (error) {
    await deps.idempotency.release(question);
    throw error;
  }
}

async function startNew(deps: StartDeps, asking: Asking, question?: KeyedQuestion): Promise<KnownAnswer> {
  const { askerId, address, problemOf, left } = asking;
  const accepted = await deps.service.accept(asking.request, { id: askerId, address }, left);
  const { messageId, stores } = accepted;
  // A reader without an identity gets one with what is stored; a stream of which nothing is stored needs none.
  const answer: KnownAnswer = { messageId, ownerId: askerId ?? (stores ? randomUUID() : null) };
  const { idempotency } = deps;
  const run = (signal: AbortSignal) => accepted.answer(stores ? answer.ownerId : null, signal);
  // What was stopped for want of a reader must not be what the question gets when it is asked again.
  const onEnd = async (deserted: boolean): Promise<void> => {
    if (question) await (deserted ? idempotency.release(question) : idempotency.keep(question, answer));
  };
  deps.hub.start({ ...answer, problemOf, run, onEnd });
  if (question) await deps.idempotency.settle(question, answer);
  return answer;
}

/** Whether the stream can be read. Another process takes its key a moment before others see its stream. */
async function appears(hub: StartDeps['hub'], known: KnownAnswer, { problemOf }: Asking): Promise<boolean> {
  const { messageId, ownerId } = known;
  for (let look = 0; look < LOOKS; look += 1) {
    try {
      const reader = await hub.open({ messageId, readerId: ownerId, problemOf });
      reader.close();
      return true;
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      if (error.code !== 'STREAM_NOT_FOUND') return false;
      await delay(LOOK_MS);
    }
  }
  return false;
}
