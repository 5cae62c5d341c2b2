/** Events of answers, and a client that a test plays, for the tests of the conversation. */
import type { ChatEvent, ChatRequestInput, ChatSessionDetail, Citation, ProofChallenge } from '@lectern/contracts';
import type { StreamedChatEvent } from '../../client/api-client.ts';
import { ApiError } from '../../client/client-errors.ts';
import type { ChatControllerOptions } from './chat-controller.ts';

/** Id of the conversation that the scripted server keeps. */
export const SESSION_ID = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
/** Id of the nth answer, from 1. */
export const answerId = (n: number) => `0f8fad5b-d9cb-469f-a165-70867728950${n}`;
/** Id of the nth question, from 1. */
export const questionId = (n: number) => `1f8fad5b-d9cb-469f-a165-70867728950${n}`;

/** A citation of a passage. */
export const CITATION: Citation = {
  marker: 1,
  passageId: 'p',
  chapterId: 'default/current/a',
  chapterTitle: 'A',
  headingPath: ['A', 'B'],
  url: '/docs/a#b',
  segmentId: 's',
  quote: 'q',
  start: 0,
  end: 1,
};

/** The first event of the nth answer. */
export const meta = (n = 1, mode: 'llm' | 'extractive' | 'refusal' = 'extractive'): ChatEvent => ({
  event: 'meta',
  data: { messageId: answerId(n), sessionId: SESSION_ID, mode, context: [] },
});
/** A piece of text. */
export const delta = (text: string): ChatEvent => ({ event: 'delta', data: { text } });
/** The end of a good answer. */
export const DONE: ChatEvent = { event: 'done', data: { finishReason: 'stop', suggestions: ['Next?'] } };

/** Events with their places in the nth answer's stream. */
export function numbered(n: number, events: readonly ChatEvent[], from = 1): StreamedChatEvent[] {
  return events.map((event, index) => ({ ...event, id: `${answerId(n)}.${from + index}` }));
}

/** The stored conversation of the first `count` answers, each following the one before. */
export function storedSession(count: number, text = 'Kept.'): ChatSessionDetail {
  const messages = Array.from({ length: count }, (_, index) => index + 1).flatMap((n) => [
    {
      id: questionId(n),
      parentMessageId: n === 1 ? null : answerId(n - 1),
      role: 'user' as const,
      text: `Q${n}`,
      createdAt: '2026-11-21T10:00:00.000Z',
      citations: [],
    },
    {
      id: answerId(n),
      parentMessageId: questionId(n),
      role: 'assistant' as const,
      text,
      createdAt: '2026-11-21T10:00:01.000Z',
      mode: 'extractive' as const,
      finishReason: 'stop' as const,
      citations: [CITATION],
    },
  ]);
  const at = '2026-11-21T10:00:00.000Z';
  return { id: SESSION_ID, title: 'Q1', createdAt: at, updatedAt: at, messageCount: messages.length, messages };
}

/** What a test scripts of the server; each is given the number of its call, from 1. */
export interface Script {
  readonly ask?: (call: number, request: ChatRequestInput, signal: AbortSignal) => AsyncIterable<StreamedChatEvent>;
  readonly resume?: (call: number, lastEventId: string, signal: AbortSignal) => AsyncIterable<StreamedChatEvent>;
  readonly session?: () => ChatSessionDetail;
}

/** What the client was asked to do, in order. */
export interface Calls {
  readonly asked: { request: ChatRequestInput; key: string }[];
  readonly resumed: { messageId: string; lastEventId: string }[];
  readonly stopped: string[];
  readonly deleted: string[];
  readonly rated: unknown[];
  challenges: number;
}

const CHALLENGE: ProofChallenge = {
  parameters: {
    algorithm: 'SHA-256',
    cost: 1,
    data: { maxCounter: 1 },
    expiresAt: 0,
    keyLength: 32,
    keyPrefix: '',
    nonce: '',
    salt: '',
  },
  signature: '',
};
const never = new AbortController().signal;
const notFound = (code: string) => new ApiError({ status: 404, code });

/** A client over a script. Without one, each question gets a whole answer, and nothing is kept. */
export function scriptedClient(script: Script): { client: ChatControllerOptions['client']; calls: Calls } {
  const calls: Calls = { asked: [], resumed: [], stopped: [], deleted: [], rated: [], challenges: 0 };
  const client: ChatControllerOptions['client'] = {
    async *askStream(request, options = {}) {
      const call = calls.asked.push({ request, key: options.idempotencyKey ?? '' });
      if (script.ask) yield* script.ask(call, request, options.signal ?? never);
      else yield* numbered(call, [meta(call), delta('A quote.'), DONE]);
    },
    async *resumeStream(messageId, lastEventId, options = {}) {
      const call = calls.resumed.push({ messageId, lastEventId });
      if (!script.resume) throw notFound('STREAM_NOT_FOUND');
      yield* script.resume(call, lastEventId, options.signal ?? never);
    },
    async stopStream(messageId) {
      calls.stopped.push(messageId);
    },
    async session() {
      if (!script.session) throw notFound('SESSION_NOT_FOUND');
      return script.session();
    },
    async challenge() {
      calls.challenges++;
      return CHALLENGE;
    },
    async deleteSession(sessionId) {
      calls.deleted.push(sessionId);
    },
    async sendFeedback(messageId, feedback) {
      calls.rated.push({ messageId, ...feedback });
    },
  };
  return { client, calls };
}
