import type { LearningProgress, LearningProgressUpdate } from '@lectern/contracts';
import { beforeEach, expect, test, vi } from 'vitest';
import { NetworkError } from '../../client/client-errors.ts';
import { ProgressKeeper } from './learning-keeper.ts';
import { changeSection } from './learning-progress.ts';
import { PROGRESS_STORAGE_KEY } from './learning-storage.ts';

const NOW = '2026-11-21T10:00:00.000Z';

/** A browser's storage and a server that keeps what it is sent. */
function setUp() {
  const entries = new Map<string, string>();
  const storage = {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  };
  const sent: LearningProgressUpdate[] = [];
  const server = { reachable: true, chapters: [] as LearningProgress['chapters'][number][] };
  const answer = (): LearningProgress => {
    if (!server.reachable) throw new NetworkError('unplugged', { midway: false });
    return { chapters: server.chapters, continueAt: null, ignored: [] };
  };
  const client = {
    progress: async () => answer(),
    saveProgress: async (update: LearningProgressUpdate) => {
      const response = answer();
      sent.push(update);
      return response;
    },
  };
  const open = () => new ProgressKeeper({ storage, client: () => client });
  return { entries, server, sent, open };
}

const tick = (keeper: ProgressKeeper, section: string) =>
  keeper.change('book/a', (chapter) => changeSection(chapter, section, { done: true }, NOW), 'soon');
const doneIn = (keeper: ProgressKeeper) =>
  Object.keys(keeper.store.getSnapshot().progress['book/a']?.sections ?? {}).sort();

beforeEach(() => {
  vi.useFakeTimers();
});

test('reading alone stays in this browser', async () => {
  const { sent, open } = setUp();
  const keeper = open();
  tick(keeper, 'x');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual([]);
  expect(doneIn(open())).toEqual(['x']);
});

test('once the server stores something it hears of the reading before, in one batch', async () => {
  const { sent, open } = setUp();
  const keeper = open();
  tick(keeper, 'x');
  tick(keeper, 'y');
  keeper.share();
  await vi.advanceTimersByTimeAsync(3000);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.chapters[0]?.sections?.map(({ sectionId }) => sectionId)).toEqual(['x', 'y']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(1);
});

test('what could not be sent is sent after the next start', async () => {
  const { server, sent, open } = setUp();
  const keeper = open();
  keeper.share();
  server.reachable = false;
  tick(keeper, 'x');
  await vi.advanceTimersByTimeAsync(3000);
  expect(sent).toEqual([]);
  server.reachable = true;
  await open().refresh();
  expect(sent).toHaveLength(1);
});

test('what another device has read is taken over, and this one’s is kept', async () => {
  const { server, open } = setUp();
  const keeper = open();
  tick(keeper, 'x');
  keeper.share();
  server.chapters = [
    {
      chapterKey: 'book/a',
      sections: [{ sectionId: 'y', done: true, seconds: 9, updatedAt: NOW }],
      completed: null,
      last: null,
    },
  ];
  await keeper.refresh();
  expect(doneIn(keeper)).toEqual(['x', 'y']);
});

test('a browser that was emptied gets back what the server keeps', async () => {
  const { server, open } = setUp();
  const keeper = open();
  await keeper.recall();
  expect(keeper.store.getSnapshot().shared).toBe(false);
  server.chapters = [{ chapterKey: 'book/a', sections: [], completed: { value: true, updatedAt: NOW }, last: null }];
  await keeper.recall();
  expect(keeper.store.getSnapshot()).toMatchObject({
    shared: true,
    progress: { 'book/a': { completed: { value: true } } },
  });
});

test('two tabs don’t take each other’s sections away', () => {
  const { open } = setUp();
  const [one, other] = [open(), open()];
  tick(one, 'x');
  one.persist();
  tick(other, 'y');
  other.persist();
  expect(doneIn(open())).toEqual(['x', 'y']);
});

test('a page that is left sends at once', async () => {
  const { sent, open } = setUp();
  const keeper = open();
  keeper.share();
  tick(keeper, 'x');
  await keeper.flush({ leaving: true });
  expect(sent).toHaveLength(1);
});

test('signing in brings along what was read before', async () => {
  const { sent, open } = setUp();
  const keeper = open();
  tick(keeper, 'x');
  keeper.belongsTo('account');
  await vi.advanceTimersByTimeAsync(3000);
  expect(sent).toHaveLength(1);
  expect(doneIn(keeper)).toEqual(['x']);
});

test('a reader without an account keeps what was read', () => {
  const { open } = setUp();
  const keeper = open();
  tick(keeper, 'x');
  keeper.belongsTo('anonymous');
  expect(doneIn(keeper)).toEqual(['x']);
});

test('signing out leaves nothing of the reader in this browser, on whichever page it was', () => {
  const { entries, open } = setUp();
  const before = open();
  before.belongsTo('account');
  tick(before, 'x');
  before.persist();
  const keeper = open();
  keeper.belongsTo('anonymous');
  expect(entries.has(PROGRESS_STORAGE_KEY)).toBe(false);
  expect(keeper.store.getSnapshot()).toEqual({ progress: {}, shared: false });
});

test('what another version or a hand has written is passed over', () => {
  const { entries, open } = setUp();
  for (const broken of ['{', '[]', '{"progress":{"a":{"sections":3}},"shared":true,"unsent":[]}']) {
    entries.set(PROGRESS_STORAGE_KEY, broken);
    expect(open().store.getSnapshot()).toEqual({ progress: {}, shared: false });
  }
});
