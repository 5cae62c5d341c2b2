import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { type Book, formatMemoryEntry, type MemoryEntry, type Segment } from '@lectern/contracts';
import { hashText } from '@lectern/segments';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { quizBook } from '../../learning/learning.fixture.ts';
import { openTranslationTests, SENSORS, type TestProcess } from '../translation.fixture.ts';
import { translation as table, translationFile } from '../translation.table.ts';

let tests: Awaited<ReturnType<typeof openTranslationTests>>;
let own: TestProcess;
let segments: Segment[];
beforeAll(async () => {
  tests = await openTranslationTests();
  own = await tests.start();
  segments = (await tests.content.service.chapter(SENSORS)).sections.flatMap((section) => section.segments);
});
afterAll(() => tests?.close());
beforeEach(async () => {
  // What processes keep for a moment is over.
  tests.clock.now += 60_000;
  for (const each of [table, translationFile]) await tests.database.db.delete(each);
});

const entryFor = (segment: Segment | undefined, target: string, more: Partial<MemoryEntry> = {}): MemoryEntry => ({
  hash: segment?.hash ?? '',
  hashVersion: 1,
  kind: 'paragraph',
  source: segment?.text ?? '',
  target,
  status: 'machine',
  engine: 'authors',
  ...more,
});
const linesOf = (entries: readonly (MemoryEntry | string)[]): string =>
  entries.map((entry) => `${typeof entry === 'string' ? entry : formatMemoryEntry(entry)}\n`).join('');
const exported = async (format: 'jsonl' | 'tmx'): Promise<string> => {
  let text = '';
  for await (const piece of own.translation.files.exportMemory('ur', format, '1')) text += piece;
  return text;
};
const importText = (text: string, format: 'jsonl' | 'tmx' = 'jsonl') =>
  own.translation.files.importFile({ language: 'ur', format, pieces: [text] });
const rows = () => tests.database.db.select().from(table);

describe('a file that is imported', () => {
  it('twice changes nothing the second time', async () => {
    const text = linesOf([entryFor(segments[0], 'پہلا جملہ یہاں ہے'), entryFor(segments[1], 'دوسرا')]);
    expect(await importText(text)).toMatchObject({ entries: 2, written: 2, faulty: 0 });
    const before = await rows();
    expect(await importText(text)).toMatchObject({ entries: 2, written: 0 });
    expect(await rows()).toEqual(before);
  });

  it('with broken and unsafe lines tells them, and brings the rest', async () => {
    const text = linesOf([
      entryFor(segments[0], 'ٹھیک'),
      '{broken',
      entryFor(segments[1], 'see https://evil.example/ now'),
      entryFor(segments[2], 'یہ <x1/> بھی'),
    ]);
    expect(await importText(text)).toMatchObject({
      entries: 1,
      faulty: 3,
      faults: [
        { line: 2, reason: 'is not JSON' },
        { line: 3, reason: expect.any(String) },
        { line: 4, reason: expect.any(String) },
      ],
    });
    expect(await rows()).toHaveLength(1);
  });

  it('keeps what people reviewed beside what engines write', async () => {
    await importText(linesOf([entryFor(segments[0], 'مشین', { engine: 'llm' })]));
    await importText(linesOf([entryFor(segments[0], 'جانچا ہوا', { status: 'reviewed' })]));
    await importText(linesOf([entryFor(segments[0], 'نئی مشین', { engine: 'llm' })]));
    expect((await own.json({})).segments).toMatchObject([{ text: 'جانچا ہوا', status: 'reviewed' }]);
  });

  it('that ends in the middle of its bytes brings nothing', async () => {
    const good = Buffer.from(linesOf([entryFor(segments[0], 'ٹھیک')]));
    const pieces = [good, Buffer.from([0xd9])];
    await expect(own.translation.files.importFile({ language: 'ur', format: 'jsonl', pieces })).rejects.toThrow(
      TypeError,
    );
    expect(await rows()).toEqual([]);
  });
});

describe('a memory that is exported', () => {
  it('stands in the order of the book, and comes back the same in both forms', async () => {
    const gone = entryFor(undefined, 'گیا۔', { hash: hashText('gone'), source: 'Gone.' });
    const entries = [segments[0], segments[1], segments[3]].map((segment, at) =>
      entryFor(segment, `متن ${'ابپ'.charAt(at)}`),
    );
    await importText(linesOf([gone, ...entries.toReversed()]));
    const jsonl = await exported('jsonl');
    expect(jsonl).toBe(linesOf([...entries, gone]));
    const tmx = await exported('tmx');
    await tests.database.db.delete(table);
    expect(await importText(tmx, 'tmx')).toMatchObject({ entries: 4, faulty: 0 });
    expect(await exported('jsonl')).toBe(jsonl);
  });
});

describe('a memory that the site ships', () => {
  const ship = async (text: string, hash = hashText(text)): Promise<Book> => {
    await mkdir(join(dirname(tests.directory.path), 'memory'), { recursive: true });
    await writeFile(join(dirname(tests.directory.path), 'memory', 'ur.jsonl'), text);
    return { ...quizBook(), memory: [{ language: 'ur', path: 'memory/ur.jsonl', hash, entries: 1 }] };
  };
  const publish = async (book: Book): Promise<void> => {
    await tests.publish(book);
    await own.translation.files.importShipped(tests.directory.path, tests.content.service.snapshot());
  };

  it('is taken in once for each hash, and what it has no more goes', async () => {
    const [first, second] = [entryFor(segments[0], 'پہلا'), entryFor(segments[1], 'دوسرا')];
    await importText(linesOf([entryFor(segments[2], 'ہاتھ سے')]));
    await publish(await ship(linesOf([first, second])));
    expect((await rows()).map(({ target }) => target).toSorted()).toEqual(['پہلا', 'دوسرا', 'ہاتھ سے'].toSorted());
    const [known] = await tests.database.db.select().from(translationFile);
    await publish(await ship(linesOf([first, second])));
    expect(await tests.database.db.select().from(translationFile)).toEqual([known]);
    await publish(await ship(linesOf([{ ...first, target: 'پہلا بہتر' }])));
    expect((await rows()).map(({ target }) => target).toSorted()).toEqual(['پہلا بہتر', 'ہاتھ سے'].toSorted());
  }, 60_000);

  it('that is another file than the manifest names stays out', async () => {
    await publish(await ship(linesOf([entryFor(segments[0], 'پہلا')]), hashText('another')));
    expect(await rows()).toEqual([]);
    expect(await tests.database.db.select().from(translationFile)).toEqual([]);
  });

  it('is fetched from where the manifest is', async () => {
    const text = linesOf([entryFor(segments[0], 'پہلا')]);
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await tests.publish(await ship(text));
    await own.translation.files.importShipped(
      `http://127.0.0.1:${port}/book/lectern/book.json`,
      tests.content.service.snapshot(),
    );
    server.close();
    expect(asked).toEqual(['/book/lectern/memory/ur.jsonl']);
    expect((await rows()).map(({ target }) => target)).toEqual(['پہلا']);
  });
});
