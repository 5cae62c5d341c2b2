/** Kills the server while readers ask, starts it again, and looks whether anything acknowledged is missing. */
import { setTimeout as delay } from 'node:timers/promises';
import { bookResponseSchema } from '@lectern/contracts';
import { type AcknowledgedAnswer, type Asked, ask } from './asking.ts';
import { checkConversations } from './conversation-check.ts';
import { createSeededRandom, pickWhole, type SeededRandom } from './seeded-random.ts';
import { type ServerPlace, type ServerProcess, startServerProcess, stopCleanly } from './server-process.ts';

/** How the rounds run. */
export interface ChatKillOptions {
  readonly place: ServerPlace;
  readonly rounds: number;
  /** Readers who ask at once. */
  readonly readers: number;
  readonly seed: number;
  /** Longest time from the last awaited acknowledgement to the kill, ms; 0: kills right at it. */
  readonly longestDelayMs: number;
  readonly questions: readonly string[];
}

/** One round, after the restart. */
export interface ChatKillRound {
  readonly round: number;
  /** Answers of this round that readers had whole when the server was killed. */
  readonly acknowledged: number;
  /** Questions whose answer was on its way at that moment. */
  readonly cut: number;
  /** Of all rounds until now. */
  readonly acknowledgedInAll: number;
  readonly messages: number;
  readonly lost: readonly string[];
  readonly halves: readonly string[];
  readonly chapters: number;
  readonly restartMs: number;
  /** What the server wrote until it was killed, and at the restart: nothing, when all is well. */
  readonly output: string;
}

/** Turns of a conversation; then a reader begins a new one. */
const TURNS = 5;
const LEAST_ACKNOWLEDGED = 5;
const MOST_ACKNOWLEDGED = 60;

/** What readers have been given, and who they are. */
class Ledger {
  readonly answers: AcknowledgedAnswer[] = [];
  readonly cookies = new Set<string>();
  /** Questions that were cut off. */
  cut = 0;
  #awaited = Promise.withResolvers<void>();
  #wanted = Number.POSITIVE_INFINITY;

  add(answer: AcknowledgedAnswer): void {
    this.answers.push(answer);
    this.cookies.add(answer.cookie);
    if (this.answers.length >= this.#wanted) this.#awaited.resolve();
  }

  /** Settles when `count` more answers have been acknowledged. */
  more(count: number): Promise<void> {
    this.#awaited = Promise.withResolvers<void>();
    this.#wanted = this.answers.length + count;
    return this.#awaited.promise;
  }
}

/** Asks one question after the other until the server is gone. */
async function askUntilGone(
  server: ServerProcess,
  ledger: Ledger,
  random: SeededRandom,
  questions: readonly string[],
): Promise<void> {
  let cookie: string | undefined;
  let sessionId: string | undefined;
  for (let turn = 0; ; turn += 1) {
    if (turn % TURNS === 0) sessionId = undefined;
    const question = questions[pickWhole(random, 0, questions.length - 1)] ?? '';
    const request = { question, ...(sessionId === undefined ? {} : { sessionId }) };
    let asked: Asked;
    try {
      asked = await ask({ origin: server.origin, request, form: random() < 0.5 ? 'json' : 'stream', cookie });
    } catch {
      // Only the kill ends a reader: without it, the next question would have been answered.
      ledger.cut += 1;
      return;
    }
    if (asked.kind === 'refused') {
      // A busy machine: a refusal is an answer too, and nothing is stored for it.
      if (asked.problem.code !== 'OVERLOADED') throw new Error(`refused: ${JSON.stringify(asked.problem)}`);
      continue;
    }
    ({ cookie, sessionId } = asked.answer);
    ledger.add(asked.answer);
  }
}

/** Runs the rounds on one data directory, one after the other; the server is stopped at the end. */
export async function* killDuringChat(options: ChatKillOptions): AsyncGenerator<ChatKillRound> {
  const { place, rounds, readers, seed, longestDelayMs, questions } = options;
  const random = createSeededRandom(seed);
  const ledger = new Ledger();
  let server = await startServerProcess(place);
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const before = { answers: ledger.answers.length, cut: ledger.cut };
      const enough = ledger.more(pickWhole(random, LEAST_ACKNOWLEDGED, MOST_ACKNOWLEDGED));
      const asking = Promise.all(
        Array.from({ length: readers }, () =>
          askUntilGone(server, ledger, createSeededRandom(pickWhole(random, 0, 1e9)), questions),
        ),
      );
      await Promise.race([enough, asking]);
      if (longestDelayMs > 0) await delay(pickWhole(random, 0, longestDelayMs));
      if (!server.alive()) throw new Error(`The server ended by itself: ${server.output()}`);
      await server.kill();
      await asking;
      const output = server.output();
      server = await startServerProcess(place);
      const { messages, lost, halves } = await checkConversations(server.origin, ledger.answers, ledger.cookies);
      const book = bookResponseSchema.parse(await (await fetch(`${server.origin}/api/v1/book`)).json());
      yield {
        round,
        acknowledged: ledger.answers.length - before.answers,
        cut: ledger.cut - before.cut,
        acknowledgedInAll: ledger.answers.length,
        messages,
        lost,
        halves,
        chapters: book.chapters.length,
        restartMs: server.readyMs,
        output: output + server.output(),
      };
    }
  } finally {
    await stopCleanly(server);
  }
}
