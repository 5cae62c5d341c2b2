import { randomUUID } from 'node:crypto';
import { getTableName } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDeps, testSettings } from '../../app.fixture.ts';
import { buildApp } from '../../app.ts';
import { createMemoryStreamStore } from '../../providers/cache/index.ts';
import { createChat } from '../chat/index.ts';
import { askWith, openModelBook } from '../chat/model/chat-model.fixture.ts';
import { allTables, mentions } from './me-rows.fixture.ts';

const QUESTION = 'Why does a late joiner miss the map?';

let book: Awaited<ReturnType<typeof openModelBook>>;
beforeAll(async () => {
  book = await openModelBook();
});
afterAll(() => book.close());

/** Names of the tables of readers and money that hold a text. What the book itself says is the content's. */
async function tablesWith(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const table of await allTables()) {
    const name = getTableName(table);
    if (/^(chapter|chunk|index_|embedding_cache)/.test(name)) continue;
    if (await mentions(book.database.db, table, text)) found.push(name);
  }
  return found;
}

describe('a question that is not to be stored', () => {
  it('leaves nothing of itself or its answer in any table, asked of a model with a cache', async () => {
    const { service } = book.serviceWith({ cacheDays: 1 });
    const readerId = randomUUID();
    const { text, sessionId, mode } = await askWith(service, { question: QUESTION, store: false }, readerId);
    expect([mode, sessionId]).toEqual(['llm', null]);
    const [firstWords = ''] = text.split(' [');
    expect(firstWords.length).toBeGreaterThan(10);
    expect(await tablesWith('late joiner miss')).toEqual([]);
    expect(await tablesWith(firstWords)).toEqual([]);
    // What it cost is booked, or budgets could be overrun; that there was a call is all that is known.
    expect(await tablesWith(readerId)).toEqual(['usage_entry', 'budget']);
  });

  it('would be found if it were stored', async () => {
    const { service } = book.serviceWith({ cacheDays: 1 });
    await askWith(service, { question: QUESTION }, randomUUID());
    expect(await tablesWith('late joiner miss')).toEqual(expect.arrayContaining(['chat_message', 'chat_session']));
    await book.database.sql`delete from chat_session`;
    await book.database.sql`delete from answer_cache`;
  });

  it('gives no cookie, and is in no list of conversations', async () => {
    const settings = testSettings({ RATE_LIMIT_PER_MINUTE: '0' });
    const { db } = book.database;
    const { publicUrl } = settings.server;
    const chat = createChat({ db, content: book.content.service, logger: testDeps(settings).logger, publicUrl });
    const app = await buildApp({ ...testDeps(settings), content: book.content, chat });
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/chat',
      payload: { question: QUESTION, store: false },
    });
    expect([answer.statusCode, answer.cookies]).toEqual([200, []]);
    expect(await tablesWith('late joiner miss')).toEqual([]);
    await app.close();
  });

  it('can be read again for the ten minutes of the replay, and not after them', async () => {
    let now = 0;
    const store = createMemoryStreamStore({ keptMs: 600_000, now: () => now });
    const id = randomUUID();
    const events = [{ name: 'delta', data: JSON.stringify({ text: 'an answer' }) }];
    await store.write(id, { ownerId: null, at: 0, events, ended: true });
    now = 599_000;
    expect((await store.read(id, 0, 1000))?.events).toEqual(events);
    now = 601_000;
    expect((await store.read(id, 0, 1000))?.events ?? []).toEqual([]);
    await store.close();
  });
});
