/** Readers who go on asking while something that the servers need is away, and what they were told. */
import { setTimeout as delay } from 'node:timers/promises';
import { type AcknowledgedAnswer, ask } from '../faults/asking.ts';
import { createSeededRandom, pickWhole, type SeededRandom } from '../faults/seeded-random.ts';

/** Turns of a conversation; then a reader begins a new one. */
const TURNS = 4;
/** A reader who was refused looks away for a moment. */
const REFUSED_PAUSE_MS = 100;

/** A question whose answer is to be stored. */
export interface AcceptedQuestion {
  readonly sessionId: string;
  readonly messageId: string;
  readonly question: string;
}

/** One request that did not come to a whole answer. */
export interface FailedRequest {
  /** Code of the problem, or what broke. */
  readonly reason: string;
  /** It had been accepted before. */
  readonly accepted: boolean;
}

/** Readers at work. */
export interface Readers {
  readonly answers: readonly AcknowledgedAnswer[];
  readonly accepted: readonly AcceptedQuestion[];
  readonly failed: readonly FailedRequest[];
  /** Resolves when each server has answered a question that was asked from now on. */
  answeredByAll(): Promise<void>;
  /** Lets the last answers end. */
  stop(): Promise<void>;
}

/** How they ask. */
export interface ReadersOptions {
  readonly origins: readonly string[];
  readonly count: number;
  readonly seed: number;
  readonly questions: readonly string[];
}

/** Lets readers loose; each asks one question after the other, half of them as streams, now here, now there. */
export function letReadersAsk({ origins, count, seed, questions }: ReadersOptions): Readers {
  const random = createSeededRandom(seed);
  const answers: AcknowledgedAnswer[] = [];
  const accepted: AcceptedQuestion[] = [];
  const failed: FailedRequest[] = [];
  const waiting = new Set<{ readonly left: Set<string>; readonly since: number; readonly resolve: () => void }>();
  let stopped = false;

  const tellWaiting = (origin: string, askedAt: number): void => {
    for (const one of waiting) {
      if (askedAt >= one.since) one.left.delete(origin);
      if (one.left.size === 0 && waiting.delete(one)) one.resolve();
    }
  };

  const askOnce = async (own: SeededRandom, reader: Reader): Promise<void> => {
    const origin = origins[pickWhole(own, 0, origins.length - 1)] ?? '';
    const question = questions[pickWhole(own, 0, questions.length - 1)] ?? '';
    const askedAt = performance.now();
    let wasAccepted = false;
    const onAccepted = (question: AcceptedQuestion): void => {
      wasAccepted = true;
      accepted.push(question);
    };
    try {
      const request = { question, ...(reader.sessionId === undefined ? {} : { sessionId: reader.sessionId }) };
      const form = own() < 0.5 ? 'json' : 'stream';
      const asked = await ask({ origin, request, form, cookie: reader.cookie, onAccepted });
      if (asked.kind === 'acknowledged') {
        answers.push(asked.answer);
        reader.cookie = asked.answer.cookie;
        reader.sessionId = asked.answer.sessionId;
        return tellWaiting(origin, askedAt);
      }
      failed.push({ reason: `${asked.status} ${asked.problem.code}`, accepted: wasAccepted });
    } catch (error) {
      failed.push({ reason: reasonOf(error), accepted: wasAccepted });
    }
    await delay(REFUSED_PAUSE_MS);
  };

  const goOn = async (own: SeededRandom): Promise<void> => {
    const reader: Reader = { cookie: undefined, sessionId: undefined };
    for (let turn = 0; !stopped; turn += 1) {
      if (turn % TURNS === 0) reader.sessionId = undefined;
      await askOnce(own, reader);
    }
  };

  const readers = Array.from({ length: count }, () => goOn(createSeededRandom(pickWhole(random, 0, 1e9))));
  return {
    answers,
    accepted,
    failed,
    answeredByAll: () =>
      new Promise((resolve) => {
        waiting.add({ left: new Set(origins), since: performance.now(), resolve });
      }),
    async stop() {
      stopped = true;
      await Promise.all(readers);
    },
  };
}

interface Reader {
  cookie: string | undefined;
  sessionId: string | undefined;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return code || error.name;
}
