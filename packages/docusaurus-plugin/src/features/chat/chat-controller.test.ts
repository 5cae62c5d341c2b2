/** A conversation over a client that the test plays event by event. */
import type { ChatEvent, ChatRequestInput } from '@lectern/contracts';
import { expect, test, vi } from 'vitest';
import { ApiError, NetworkError } from '../../client/client-errors.ts';
import { type ChatController, createChatController } from './chat-controller.ts';
import { viewOf } from './chat-reducer.ts';

const MESSAGE = '0f8fad5b-d9cb-469f-a165-70867728950e';
const META: ChatEvent = {
  event: 'meta',
  data: { messageId: MESSAGE, sessionId: MESSAGE, mode: 'extractive', context: [] },
};
const DELTA: ChatEvent = { event: 'delta', data: { text: 'A quote.' } };
const DONE: ChatEvent = { event: 'done', data: { finishReason: 'stop', suggestions: [] } };
const QUESTION = { question: 'Why?', scope: { type: 'book' } } as const;

function setUp(answer: (request: ChatRequestInput, signal: AbortSignal | undefined) => AsyncIterable<ChatEvent>) {
  const requests: ChatRequestInput[] = [];
  const client = {
    async *askStream(request: ChatRequestInput, options?: { signal?: AbortSignal | undefined }) {
      requests.push(request);
      yield* answer(request, options?.signal);
    },
    sendFeedback: vi.fn(async () => undefined),
    deleteSession: vi.fn(async () => undefined),
  };
  return { client, requests, controller: createChatController({ client }) };
}

async function* whole(): AsyncGenerator<ChatEvent> {
  yield META;
  yield DELTA;
  yield DONE;
}

/** Sends meta, then waits until it is aborted, as fetch does. */
async function* endless(_request: ChatRequestInput, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent> {
  yield META;
  yield DELTA;
  await new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
}

const views = (controller: ChatController) => controller.getSnapshot().turns.map(viewOf);

/** Resolves when the last turn has begun to answer. */
const answering = (controller: ChatController) =>
  new Promise<void>((resolve) => {
    const end = controller.subscribe(() => {
      if (views(controller).at(-1) !== 'answering') return;
      end();
      resolve();
    });
  });

test('asks, and goes on in the same session', async () => {
  const { controller, requests } = setUp(whole);
  await controller.ask({ ...QUESTION, locale: 'ur' });
  await controller.ask({ ...QUESTION, question: 'And then?' });
  expect(views(controller)).toEqual(['quoted', 'quoted']);
  expect(requests[0]).toEqual({ ...QUESTION, locale: 'ur' });
  expect(requests[1]).toMatchObject({ question: 'And then?', sessionId: MESSAGE });
});

test('stop keeps what came and ends the request', async () => {
  const { controller } = setUp(endless);
  const asked = controller.ask(QUESTION);
  await answering(controller);
  controller.stop();
  await asked;
  expect(views(controller)).toEqual(['stopped']);
  expect(controller.getSnapshot().turns[0]?.text).toBe('A quote.');
});

test('a new question stops the answer under way', async () => {
  let calls = 0;
  const { controller } = setUp((request, signal) => (++calls === 1 ? endless(request, signal) : whole()));
  const first = controller.ask(QUESTION);
  await answering(controller);
  await controller.ask({ ...QUESTION, question: 'Other' });
  await first;
  expect(views(controller)).toEqual(['stopped', 'quoted']);
});

test.each([
  [new NetworkError('gone', { midway: false }), 'offline'],
  [new ApiError({ status: 429, code: 'RATE_LIMITED', retryAfterSeconds: 9 }), 'limit'],
  [new ApiError({ status: 500, requestId: 'r1' }), 'error'],
  [new Error('a bug'), 'error'],
] as const)('%s keeps the question and can be tried again', async (error, view) => {
  let fails = true;
  const { controller, requests } = setUp(async function* () {
    if (fails) throw error;
    yield* whole();
  });
  await controller.ask(QUESTION);
  expect(views(controller)).toEqual([view]);
  const [failed] = controller.getSnapshot().turns;
  expect(failed?.question).toBe('Why?');
  fails = false;
  await controller.retry(failed?.id ?? '');
  expect(views(controller)).toEqual(['quoted']);
  expect(requests).toHaveLength(2);
});

test('asking again branches from the answer before', async () => {
  const { controller, requests } = setUp(whole);
  await controller.ask(QUESTION);
  await controller.ask({ ...QUESTION, question: 'Second' });
  await controller.retry(controller.getSnapshot().turns[1]?.id ?? '');
  expect(requests[2]).toMatchObject({ question: 'Second', sessionId: MESSAGE, parentMessageId: MESSAGE });
  expect(controller.getSnapshot().turns).toHaveLength(2);
});

test('a rating is kept only when the server took it', async () => {
  const { controller, client } = setUp(whole);
  await controller.ask(QUESTION);
  const id = controller.getSnapshot().turns[0]?.id ?? '';
  client.sendFeedback.mockRejectedValueOnce(new NetworkError('gone', { midway: false }));
  await expect(controller.rate(id, 'up')).rejects.toThrow('gone');
  expect(controller.getSnapshot().turns[0]?.rating).toBeUndefined();
  await controller.rate(id, 'down', ['wrong']);
  expect(client.sendFeedback).toHaveBeenLastCalledWith(MESSAGE, { rating: 'down', tags: ['wrong'] });
  expect(controller.getSnapshot().turns[0]?.rating).toBe('down');
});

test('deleting deletes on the server first; a failure keeps the conversation', async () => {
  const { controller, client } = setUp(whole);
  await controller.ask(QUESTION);
  client.deleteSession.mockRejectedValueOnce(new NetworkError('gone', { midway: false }));
  await expect(controller.deleteConversation()).rejects.toThrow('gone');
  expect(controller.getSnapshot().turns).toHaveLength(1);
  await controller.deleteConversation();
  expect(client.deleteSession).toHaveBeenLastCalledWith(MESSAGE);
  expect(controller.getSnapshot()).toEqual({ sessionId: null, turns: [] });
});
