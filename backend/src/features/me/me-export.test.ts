import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/client.ts';
import { openTestDatabase } from '../../db/db.fixture.ts';
import { createChatOwnedData } from '../chat/index.ts';
import { writeExport } from './me-export.ts';

const MESSAGES = 10_000;
/** One page of rows, the pieces that streams hold, and the piece in hand: what may be on its way at any moment. */
const MOST_BUFFERED_BYTES = 256 * 1024;

let database: Database;
const ownerId = randomUUID();
beforeAll(async () => {
  database = await openTestDatabase();
  await database.db.execute(sql`
    insert into chat_session (id, owner_id, title, message_count, created_at, updated_at)
    select gen_random_uuid(), ${ownerId}, 'conversation ' || n, 100, now(), now() from generate_series(1, 100) n`);
  await database.db.execute(sql`
    insert into chat_message (id, session_id, role, text, created_at)
    select gen_random_uuid(), chat_session.id, 'user', repeat('word ', 200) || n, now()
    from chat_session, generate_series(1, ${sql.raw(String(MESSAGES / 100))}) n`);
});
afterAll(() => database.close());

/** An export that counts what has been read of the tables. */
function openExport() {
  const chat = createChatOwnedData({ db: database.db, stopAnswers: async () => undefined });
  let readBytes = 0;
  async function* counted(id: string): AsyncGenerator<unknown> {
    for await (const item of chat.export(id)) {
      readBytes += JSON.stringify(item).length;
      yield item;
    }
  }
  const pieces = writeExport({
    identity: { id: ownerId, kind: 'account' },
    server: 'https://book.example',
    exportedAt: new Date(),
    owned: [{ name: 'conversations', export: counted }],
  });
  return { stream: Readable.from(pieces, { objectMode: false, highWaterMark: 1 }), read: () => readBytes };
}

describe('an export of ten thousand messages', () => {
  it('holds each message once', async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of openExport().stream) chunks.push(Buffer.from(chunk));
    const { conversations } = JSON.parse(Buffer.concat(chunks).toString());
    const messages = conversations.filter(({ kind }: { kind: string }) => kind === 'message');
    expect(new Set(messages.map(({ id }: { id: string }) => id)).size).toBe(MESSAGES);
  });

  it('never holds more than a little of them, however slowly it is read', async () => {
    const { stream, read } = openExport();
    let taken = 0;
    let most = 0;
    for await (const chunk of stream) {
      // Whoever would read ahead gets the time for it.
      for (let turn = 0; turn < 20; turn++) await nextTurn();
      most = Math.max(most, read() - taken);
      taken += Buffer.from(chunk).length;
    }
    expect(taken).toBeGreaterThan(10_000_000);
    expect(most).toBeLessThan(MOST_BUFFERED_BYTES);
  });

  it('that nobody takes is not read at all', async () => {
    const { stream, read } = openExport();
    for (let turn = 0; turn < 200; turn++) await nextTurn();
    expect(read()).toBe(0);
    stream.destroy();
  });

  it('that breaks off has no end, so that nobody takes it for whole', async () => {
    async function* broken(): AsyncGenerator<unknown> {
      yield { kind: 'message', text: 'x'.repeat(40_000) };
      throw new Error('the database is away');
    }
    const pieces = writeExport({
      identity: { id: ownerId, kind: 'anonymous' },
      server: 'https://book.example',
      exportedAt: new Date(),
      owned: [{ name: 'conversations', export: broken }],
    });
    let text = '';
    const reading = (async () => {
      for await (const piece of pieces) text += piece;
    })();
    await expect(reading).rejects.toThrow('away');
    expect(text).not.toContain('complete');
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });
});
