/** Answers that a test writes word by word, behind the real routes. */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type ChatEvent, type ChatRequest, REPLAY_KEPT_MS } from '@lectern/contracts';
import { createParser } from 'eventsource-parser';
import { testDeps, testSettings } from '../../../app.fixture.ts';
import { buildApp } from '../../../app.ts';
import { createOriginPolicy } from '../../../middleware/cors.ts';
import { createMemoryRateCounter } from '../../../middleware/rate-counter.ts';
import { askRateLimit, createLimiter } from '../../../middleware/rate-limit.ts';
import { createMemoryClaims, createMemoryStreamStore, type StreamStore } from '../../../providers/cache/index.ts';
import { AnswerEnded } from '../chat.service.ts';
import { createIdempotency } from './chat-idempotency.ts';
import { createStreamHub } from './chat-stream-hub.ts';
import { createTickets } from './chat-ticket.ts';

/** An answer in the hands of a test. */
export interface ScriptedAnswer {
  readonly messageId: string;
  readonly ownerId: string | null;
  readonly signal: AbortSignal;
  /** Writes a `delta`. */
  write(text: string): void;
  /** Writes the end. */
  finish(): void;
  /** Breaks off. */
  fail(error: Error): void;
}

/** An event as a reader sees it. */
export interface SeenEvent {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: {
    readonly text?: string;
    readonly messageId?: string;
    readonly finishReason?: string;
    readonly problem?: { readonly code: string };
  };
}

/** Makes a service whose answers a test writes; `asked` counts the questions that were accepted. */
export function scriptService(onAccept: () => Promise<void> = async () => undefined) {
  const answers: ScriptedAnswer[] = [];
  const waiting: ((answer: ScriptedAnswer) => void)[] = [];
  let asked = 0;

  async function* answer(messageId: string, ownerId: string | null, signal: AbortSignal): AsyncGenerator<ChatEvent> {
    const steps: (ChatEvent | Error)[] = [];
    let wake = (): void => undefined;
    const add = (step: ChatEvent | Error): void => {
      steps.push(step);
      wake();
    };
    signal.addEventListener('abort', () => wake());
    const scripted: ScriptedAnswer = {
      messageId,
      ownerId,
      signal,
      write: (text) => add({ event: 'delta', data: { text } }),
      finish: () => add({ event: 'done', data: { finishReason: 'stop', suggestions: [] } }),
      fail: add,
    };
    const next = waiting.shift();
    if (next) next(scripted);
    else answers.push(scripted);
    const sessionId = ownerId === null ? null : randomUUID();
    yield { event: 'meta', data: { messageId, sessionId, mode: 'llm', context: [] } };
    for (;;) {
      const step = steps.shift();
      if (signal.aborted) {
        const finishReason = signal.reason instanceof AnswerEnded ? signal.reason.finishReason : 'stopped';
        yield { event: 'done', data: { finishReason, suggestions: [] } };
        return;
      }
      if (step instanceof Error) throw step;
      if (step) yield step;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }

  return {
    get asked(): number {
      return asked;
    },
    /** The next answer that begins. */
    next: (): Promise<ScriptedAnswer> => {
      const ready = answers.shift();
      return ready ? Promise.resolve(ready) : new Promise((resolve) => waiting.push(resolve));
    },
    service: {
      accept: async (request: ChatRequest) => {
        asked += 1;
        await onAccept();
        const messageId = randomUUID();
        return {
          messageId,
          stores: request.store,
          evidence: { zone: 'answer' as const, answerability: 1, context: [], hits: [], locale: 'en' },
          answer: (ownerId: string | null, signal: AbortSignal) => answer(messageId, ownerId, signal),
        };
      },
    },
  };
}

/** What a test of streams may change. */
export interface StreamAppOptions {
  readonly own?: StreamStore;
  readonly shared?: StreamStore;
  readonly claims?: ReturnType<typeof createMemoryClaims>;
  readonly onAccept?: () => Promise<void>;
  readonly variables?: Record<string, string>;
}

/** Starts the app on a port of its own, with scripted answers. */
export async function openStreamApp(options: StreamAppOptions = {}) {
  const settings = testSettings({ RATE_LIMIT_PER_MINUTE: '0', RATE_LIMIT_ASK_PER_MINUTE: '0', ...options.variables });
  const deps = testDeps(settings);
  const { own = createMemoryStreamStore({ keptMs: REPLAY_KEPT_MS }), claims = createMemoryClaims() } = options;
  const script = scriptService(options.onAccept);
  const ending = new AbortController();
  const hub = createStreamHub({ own, shared: options.shared, cut: ending.signal });
  const rateCounter = createMemoryRateCounter();
  const app = await buildApp({
    ...deps,
    rateCounter,
    chat: {
      ...deps.chat,
      service: script.service,
      hub,
      idempotency: createIdempotency(claims),
      askRateLimit: askRateLimit(settings),
      socket: {
        tickets: createTickets({ key: deps.keys.tickets, claims }),
        isOwnOrigin: createOriginPolicy(settings),
        countAsk: createLimiter(askRateLimit(settings), rateCounter),
        cut: ending.signal,
      },
    },
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const close = async (): Promise<void> => {
    ending.abort();
    await app.close();
  };
  return { app, hub, script, port, origin, cut: () => ending.abort(), close };
}

/** Reads event streams. */
export function readStream(response: Response) {
  if (response.body === null) throw new Error('there is nothing to read');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const seen: SeenEvent[] = [];
  const parser = createParser({
    onEvent: ({ id, event, data }) => seen.push({ id, event, data: JSON.parse(data) }),
  });
  let ended = false;
  const readOn = async (): Promise<void> => {
    const { done, value } = await reader.read();
    ended = done;
    if (value !== undefined) parser.feed(value);
  };
  return {
    seen,
    /** Reads until so many events were seen. */
    async until(count: number): Promise<SeenEvent[]> {
      while (seen.length < count && !ended) await readOn();
      return seen;
    },
    /** Reads to the end. */
    async all(): Promise<SeenEvent[]> {
      while (!ended) await readOn();
      return seen;
    },
    /** Leaves, as a tab that is closed does. */
    leave: () => reader.cancel(),
  };
}

/** Text of what was seen. */
export const textOf = (events: readonly SeenEvent[]): string => events.map(({ data }) => data.text ?? '').join('');
/** Sequence numbers of what was seen. */
export const sequencesOf = (events: readonly SeenEvent[]): number[] =>
  events.map(({ id }) => Number(id?.split('.')[1]));
