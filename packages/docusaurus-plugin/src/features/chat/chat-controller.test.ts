/** A conversation over a client that the test plays event by event. */
import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '../../client/client-errors.ts';
import {
  answerId,
  DONE,
  delta,
  meta,
  numbered,
  questionId,
  type Script,
  SESSION_ID,
  scriptedClient,
  storedSession,
} from './chat.fixture.ts';
import { type ChatController, createChatController } from './chat-controller.ts';
import { branchesAt, shownTurns } from './chat-conversation.ts';
import { ProofFailedError } from './chat-proof.ts';
import { viewOf } from './chat-reducer.ts';

const QUESTION = { question: 'Q1', scope: { type: 'book' } } as const;
const gone = (midway: boolean) => new NetworkError('gone', { midway });

function setUp(script: Script = {}) {
  const { client, calls } = scriptedClient(script);
  const controller = createChatController({
    client,
    pause: async () => undefined,
    solveProof: async () => 'solved',
  });
  return { client, calls, controller };
}

const shown = (controller: ChatController) => shownTurns(controller.getSnapshot());
const views = (controller: ChatController) => shown(controller).map(viewOf);
const lastOf = (controller: ChatController) => {
  const turn = shown(controller).at(-1);
  if (!turn) throw new Error('no turn');
  return turn;
};

/** Resolves when the conversation is so. */
function becomes(controller: ChatController, so: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!so()) return;
      end();
      resolve();
    };
    const end = controller.subscribe(look);
    look();
  });
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    const leave = () => reject(new DOMException('left', 'AbortError'));
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave);
  });

test('asks under a key of its own, and goes on after the answer that is shown', async () => {
  const { controller, calls } = setUp();
  await controller.ask({ ...QUESTION, locale: 'ur' });
  await controller.ask({ ...QUESTION, question: 'And then?', quotesOnly: true });
  expect(views(controller)).toEqual(['quoted', 'quoted']);
  expect(calls.asked[0]?.request).toEqual({ ...QUESTION, locale: 'ur' });
  expect(calls.asked[1]?.request).toEqual({
    question: 'And then?',
    scope: QUESTION.scope,
    sessionId: SESSION_ID,
    parentMessageId: answerId(1),
    quotesOnly: true,
  });
  const keys = calls.asked.map(({ key }) => key);
  expect(new Set(keys).size).toBe(2);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('stop keeps what came, leaves the stream and tells the server', async () => {
  const { controller, calls } = setUp({
    ask: async function* (_call, _request, signal) {
      yield* numbered(1, [meta(), delta('A quote.')]);
      await untilAborted(signal);
    },
  });
  const asked = controller.ask(QUESTION);
  await becomes(controller, () => views(controller).at(-1) === 'answering');
  controller.stop();
  await asked;
  expect(views(controller)).toEqual(['stopped']);
  expect(lastOf(controller).text).toBe('A quote.');
  expect(calls.stopped).toEqual([answerId(1)]);
});

test('an answer stopped before it has a name is stopped as soon as it has one', async () => {
  const begin = Promise.withResolvers<void>();
  const { controller, calls } = setUp({
    ask: async function* () {
      await begin.promise;
      yield* numbered(1, [meta(), delta('Never shown.')]);
    },
  });
  const asked = controller.ask(QUESTION);
  controller.stop();
  expect(views(controller)).toEqual(['stopped']);
  begin.resolve();
  await asked;
  expect(calls.stopped).toEqual([answerId(1)]);
  expect(controller.getSnapshot().sessionId).toBe(SESSION_ID);
  expect(lastOf(controller).text).toBe('');
});

test('a new question stops the answer under way', async () => {
  const { controller, calls } = setUp({
    ask: async function* (call, _request, signal) {
      yield* numbered(call, [meta(call), delta('A quote.')]);
      if (call === 1) await untilAborted(signal);
      yield* numbered(call, [DONE], 3);
    },
  });
  const first = controller.ask(QUESTION);
  await becomes(controller, () => views(controller).at(-1) === 'answering');
  await controller.ask({ ...QUESTION, question: 'Other' });
  await first;
  expect(views(controller)).toEqual(['stopped', 'quoted']);
  expect(calls.stopped).toEqual([answerId(1)]);
});

test('a dropped connection is taken up after the last event, and the reader is told meanwhile', async () => {
  const holds: unknown[] = [];
  const { controller, calls } = setUp({
    ask: async function* () {
      yield* numbered(1, [meta(), delta('One ')]);
      throw gone(true);
    },
    resume: async function* (call) {
      holds.push(lastOf(controller).hold);
      if (call === 1) throw gone(false);
      yield* numbered(1, [delta('two.'), DONE], 3);
    },
  });
  await controller.ask(QUESTION);
  expect(calls.resumed).toEqual([
    { messageId: answerId(1), lastEventId: `${answerId(1)}.2` },
    { messageId: answerId(1), lastEventId: `${answerId(1)}.2` },
  ]);
  expect(holds).toEqual(['lost', 'lost']);
  expect(lastOf(controller)).toMatchObject({ status: 'done', text: 'One two.', hold: undefined });
});

test('a connection that drops before the first event sends the same question under the same key', async () => {
  const { controller, calls } = setUp({
    ask: async function* (call) {
      if (call === 1) throw gone(true);
      yield* numbered(1, [meta(), delta('Once.'), DONE]);
    },
  });
  await controller.ask(QUESTION);
  expect(calls.asked[1]).toEqual(calls.asked[0]);
  expect(lastOf(controller).text).toBe('Once.');
});

test('a stream that is not kept any more is read from the conversation', async () => {
  const { controller } = setUp({
    ask: async function* () {
      yield* numbered(1, [meta(), delta('Ke')]);
      throw gone(true);
    },
    session: () => storedSession(1, 'Kept whole.'),
  });
  await controller.ask(QUESTION);
  expect(lastOf(controller)).toMatchObject({ status: 'done', text: 'Kept whole.', questionId: questionId(1) });
});

test('an answer that a restarted server does not know is said to be lost, and can be asked again', async () => {
  const { controller } = setUp({
    ask: async function* (call) {
      yield* numbered(call, [meta(call), delta('Half')]);
      if (call === 1) throw gone(true);
      yield* numbered(call, [DONE], 3);
    },
  });
  await controller.ask(QUESTION);
  expect(lastOf(controller)).toMatchObject({ status: 'failed', text: 'Half', failure: { kind: 'lost' } });
  await controller.retry(lastOf(controller).id);
  expect(views(controller)).toEqual(['quoted']);
});

test('tries are bounded: a server that stays away ends in a notice', async () => {
  const { controller, calls } = setUp({
    ask: async function* () {
      yield* numbered(1, [meta()]);
      throw gone(true);
    },
    resume: async function* () {
      yield* [];
      throw gone(false);
    },
  });
  await controller.ask(QUESTION);
  expect(views(controller)).toEqual(['offline']);
  expect(calls.resumed).toHaveLength(6);
});

test.each([
  [gone(false), 'offline'],
  [new ApiError({ status: 429, code: 'RATE_LIMITED', retryAfterSeconds: 9 }), 'limit'],
  [new ApiError({ status: 500, requestId: 'r1' }), 'error'],
  [new Error('a bug'), 'error'],
] as const)('%s keeps the question and can be tried again', async (error, view) => {
  const { controller, calls } = setUp({
    ask: async function* (call) {
      if (call === 1) throw error;
      yield* numbered(1, [meta(), DONE]);
    },
  });
  await controller.ask(QUESTION);
  expect(views(controller)).toEqual([view]);
  const failed = lastOf(controller);
  expect(failed.question).toBe('Q1');
  await controller.retry(failed.id);
  expect(views(controller)).toEqual(['quoted']);
  expect(calls.asked).toHaveLength(2);
  expect(calls.asked[1]?.key).not.toBe(calls.asked[0]?.key);
});

test('a proof is made when the server wants one, and the question is sent again with it', async () => {
  const { controller, calls } = setUp({
    ask: async function* (call) {
      if (call === 1) throw new ApiError({ status: 429, code: 'PROOF_REQUIRED' });
      yield* numbered(1, [meta(), DONE]);
    },
  });
  await controller.ask(QUESTION);
  expect(views(controller)).toEqual(['quoted']);
  expect(calls.asked[1]?.request).toEqual({ ...calls.asked[0]?.request, proof: 'solved' });
  expect(calls.asked[1]?.key).not.toBe(calls.asked[0]?.key);
});

test('a server that wants proof after proof is a limit, not a loop', async () => {
  const { controller, calls } = setUp({
    ask: async function* () {
      yield* [];
      throw new ApiError({ status: 429, code: 'PROOF_REQUIRED' });
    },
  });
  await controller.ask(QUESTION);
  expect(views(controller)).toEqual(['limit']);
  expect(calls.challenges).toBe(2);
});

test('a page of plain http, which can make no proof, is told apart from a mere limit', async () => {
  const { client } = scriptedClient({
    ask: async function* () {
      yield* [];
      throw new ApiError({ status: 429, code: 'PROOF_REQUIRED' });
    },
  });
  const solveProof = () => Promise.reject(new ProofFailedError('insecure', 'no cryptography'));
  const controller = createChatController({ client, solveProof });
  await controller.ask(QUESTION);
  expect(views(controller)).toEqual(['limit']);
  expect(controller.getSnapshot().turns[0]?.failure?.kind).toBe('insecure');
});

test('a conversation that was deleted elsewhere goes on as a new one', async () => {
  const { controller, calls } = setUp({
    ask: async function* (call, request) {
      if (call === 2 && request.sessionId !== undefined) throw new ApiError({ status: 404, code: 'SESSION_NOT_FOUND' });
      yield* numbered(call, [meta(call), DONE]);
    },
  });
  await controller.ask(QUESTION);
  await controller.ask({ ...QUESTION, question: 'And then?' });
  expect(calls.asked[2]?.request).toEqual({ ...QUESTION, question: 'And then?' });
  expect(views(controller)).toEqual(['quoted', 'quoted']);
});

test('an answer made again is a branch of the same question', async () => {
  const { controller, calls } = setUp({ session: () => storedSession(2) });
  await controller.ask(QUESTION);
  await controller.ask({ ...QUESTION, question: 'Q2' });
  await controller.retry(lastOf(controller).id);
  expect(calls.asked[2]?.request).toMatchObject({ question: 'Q2', parentMessageId: questionId(2) });
  expect(shown(controller)).toHaveLength(2);
  const branches = branchesAt(controller.getSnapshot(), lastOf(controller));
  expect(branches.map(({ messageId }) => messageId)).toEqual([answerId(2), answerId(3)]);
  controller.select(branches[0]?.id ?? '');
  expect(lastOf(controller).messageId).toBe(answerId(2));
});

test('an edited question branches where the old one stood, and its follow-ups stay with the old one', async () => {
  const { controller, calls } = setUp();
  await controller.ask(QUESTION);
  await controller.ask({ ...QUESTION, question: 'Q2' });
  await controller.edit(shown(controller)[0]?.id ?? '', 'Q1, better');
  expect(calls.asked[2]?.request).toMatchObject({
    question: 'Q1, better',
    sessionId: SESSION_ID,
    parentMessageId: null,
  });
  expect(shown(controller).map(({ question }) => question)).toEqual(['Q1, better']);
  controller.select(branchesAt(controller.getSnapshot(), lastOf(controller))[0]?.id ?? '');
  expect(shown(controller).map(({ question }) => question)).toEqual(['Q1', 'Q2']);
});

test('after a reload an answer under way is followed from its last event', async () => {
  const { client, calls } = scriptedClient({
    resume: async function* () {
      yield* numbered(1, [delta(' and on'), DONE], 4);
    },
  });
  const turn = { id: 't', parentId: null, question: 'Q1', scope: QUESTION.scope, status: 'answering' as const };
  const empty = { citations: [], unsupported: [], context: [], suggestions: [] };
  const running = { ...turn, ...empty, text: 'Begun', messageId: answerId(1), lastEventId: `${answerId(1)}.3` };
  const controller = createChatController({
    client,
    initial: { sessionId: SESSION_ID, turns: [running], active: 't' },
  });
  controller.resume();
  await becomes(controller, () => views(controller).at(-1) === 'quoted' || views(controller).at(-1) === 'done');
  expect(lastOf(controller).text).toBe('Begun and on');
  expect(calls.resumed).toEqual([{ messageId: answerId(1), lastEventId: `${answerId(1)}.3` }]);
});

test('a conversation of the list is opened with its branches, and gone on with', async () => {
  const { controller, calls } = setUp({ session: () => storedSession(2) });
  await controller.open(SESSION_ID);
  expect(shown(controller).map(({ question, text }) => [question, text])).toEqual([
    ['Q1', 'Kept.'],
    ['Q2', 'Kept.'],
  ]);
  await controller.ask({ ...QUESTION, question: 'Q3' });
  expect(calls.asked[0]?.request).toMatchObject({ sessionId: SESSION_ID, parentMessageId: answerId(2) });
});

test('a rating is kept only when the server took it', async () => {
  const { controller, client, calls } = setUp();
  await controller.ask(QUESTION);
  const { id } = lastOf(controller);
  const take = client.sendFeedback;
  client.sendFeedback = async () => {
    throw gone(false);
  };
  await expect(controller.rate(id, 'up')).rejects.toThrow('gone');
  expect(lastOf(controller).rating).toBeUndefined();
  client.sendFeedback = take;
  await controller.rate(id, 'down', { tags: ['wrong'], note: 'Off by one.' });
  expect(calls.rated).toEqual([{ messageId: answerId(1), rating: 'down', tags: ['wrong'], note: 'Off by one.' }]);
  expect(lastOf(controller).rating).toBe('down');
});

test('deleting deletes on the server first; a failure keeps the conversation', async () => {
  const { controller, client, calls } = setUp();
  await controller.ask(QUESTION);
  const remove = client.deleteSession;
  client.deleteSession = async () => {
    throw gone(false);
  };
  await expect(controller.deleteConversation()).rejects.toThrow('gone');
  expect(controller.getSnapshot().turns).toHaveLength(1);
  client.deleteSession = remove;
  await controller.deleteConversation();
  expect(calls.deleted).toEqual([SESSION_ID]);
  expect(controller.getSnapshot()).toEqual({ sessionId: null, turns: [], active: null });
});
