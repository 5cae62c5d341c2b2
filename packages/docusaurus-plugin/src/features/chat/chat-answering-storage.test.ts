/** A tab that goes away in the middle of an answer, and the next one. */
import { expect, test } from 'vitest';
import { DONE, delta, meta, numbered, SESSION_ID, scriptedClient } from './chat.fixture.ts';
import { type AnsweringStorage, keepAnswering, loadAnswering } from './chat-answering-storage.ts';
import { createChatController } from './chat-controller.ts';

const HOUR_MS = 60 * 60 * 1000;

function createStorage() {
  const items = new Map<string, string>();
  const storage: AnsweringStorage = {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
  return { storage, items };
}

/** A tab in the middle of an answer. */
async function answering(storage: AnsweringStorage) {
  const go = Promise.withResolvers<void>();
  const { client } = scriptedClient({
    ask: async function* () {
      yield* numbered(1, [meta(), delta('Half')]);
      await go.promise;
      yield* numbered(1, [delta(' whole'), DONE], 3);
    },
  });
  const controller = createChatController({ client });
  keepAnswering(controller, storage, () => HOUR_MS);
  const begun = Promise.withResolvers<void>();
  controller.subscribe(() => controller.getSnapshot().turns[0]?.text === 'Half' && begun.resolve());
  const asked = controller.ask({ question: 'Why?', scope: { type: 'book' } });
  await begun.promise;
  const end = () => {
    go.resolve();
    return asked;
  };
  return { controller, end };
}

test('a tab that is opened after the first one died follows the answer from its beginning', async () => {
  const { storage } = createStorage();
  await answering(storage);
  const { client, calls } = scriptedClient({
    resume: async function* () {
      yield* numbered(1, [delta('Half'), delta(' whole'), DONE], 2);
    },
  });
  const next = createChatController({ client, initial: loadAnswering(storage, HOUR_MS) });
  const ended = Promise.withResolvers<void>();
  next.subscribe(() => next.getSnapshot().turns[0]?.status === 'done' && ended.resolve());
  next.resume();
  await ended.promise;
  expect(next.getSnapshot()).toMatchObject({
    sessionId: SESSION_ID,
    turns: [{ question: 'Why?', text: 'Half whole' }],
  });
  expect(calls.resumed).toHaveLength(1);
});

test('nothing is kept of an answer that has ended, nor of a conversation that was left', async () => {
  const { storage, items } = createStorage();
  const first = await answering(storage);
  expect(items.size).toBe(1);
  await first.end();
  expect(items.size).toBe(0);
  const second = await answering(storage);
  expect(items.size).toBe(1);
  second.controller.clear();
  expect(items.size).toBe(0);
});

test('another tab’s conversation stays', async () => {
  const { storage, items } = createStorage();
  const here = await answering(storage);
  const other = JSON.stringify({ keptAt: HOUR_MS, conversation: { sessionId: 'other', turns: [], active: null } });
  items.set('lectern.answering', other);
  await here.end();
  expect(items.get('lectern.answering')).toBe(other);
});

test('what was left long ago, or is something else, is not taken up', async () => {
  const { storage, items } = createStorage();
  await answering(storage);
  expect(loadAnswering(storage, 2 * HOUR_MS - 1)).toBeDefined();
  expect(loadAnswering(storage, 2 * HOUR_MS)).toBeUndefined();
  for (const value of ['', '{', '7', '{"keptAt":3600000,"conversation":{"turns":[{}]}}']) {
    items.set('lectern.answering', value);
    expect(loadAnswering(storage, HOUR_MS)).toBeUndefined();
  }
});
