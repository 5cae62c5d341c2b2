import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/client.ts';
import { openTestDatabase } from '../../db/db.fixture.ts';
import { QOS_CHAPTER, testBook, testChapter } from './content.fixture.ts';
import { type ContentRepository, createContentRepository } from './content.repository.ts';
import { bookMeta } from './content-book.ts';
import {
  BuildLostError,
  type ContentBuildRepository,
  createContentBuildRepository,
} from './content-build.repository.ts';
import { chunkChapter } from './content-chunking.ts';

const COUNTS = { chapters: 1, sections: 1, segments: 1, chunks: 1 };
const edition = (text: string) => testChapter({ ...QOS_CHAPTER, body: `${text}\n\n${QOS_CHAPTER.body}` });

describe('building a version of the book', () => {
  let database: Database;
  let build: ContentBuildRepository;
  let repository: ContentRepository;

  beforeAll(async () => {
    database = await openTestDatabase();
    build = createContentBuildRepository(database.db);
    repository = createContentRepository(database.db);
  });
  afterEach(async () => {
    await database.sql`truncate chapter, chunk, index_blob, index_version`;
  });
  afterAll(() => database?.close());

  /** Builds and switches, as an ingest does. */
  const publish = async (text: string): Promise<number> => {
    const owner = randomUUID();
    const version = await build.claimBuild(owner, 'recipe', text);
    if (version === undefined) throw new Error('somebody else builds');
    const chapter = edition(text);
    await build.stageChapter(version, chapter, text, chunkChapter(chapter));
    const indexHash = await build.saveBlob(new TextEncoder().encode(text));
    const book = bookMeta(testBook([]));
    const superseded = [{ key: chapter.key, locale: chapter.locale }];
    await build.activate(version, owner, {
      book,
      counts: COUNTS,
      manifestHash: text,
      indexHash,
      latent: false,
      vectors: null,
      superseded,
    });
    await build.prune(version);
    return version;
  };
  const chunkTexts = async (version: number): Promise<string[]> => {
    const texts: string[] = [];
    for await (const page of repository.chunks(version)) texts.push(...page.map(({ text }) => text));
    return texts;
  };

  it('shows nothing of a version before the switch', async () => {
    await publish('one');
    const owner = randomUUID();
    const version = (await build.claimBuild(owner, 'recipe', 'two')) ?? 0;
    await build.stageChapter(version, edition('two'), 'two', chunkChapter(edition('two')));
    expect((await repository.activeVersion())?.version).toBe(1);
    expect((await repository.knownChapters(1)).map(({ contentHash }) => contentHash)).toEqual(['one']);
    expect((await chunkTexts(1)).some((text) => text.startsWith('two'))).toBe(false);
  });

  it('lets one process build at a time', async () => {
    expect(await build.claimBuild(randomUUID(), 'recipe', 'one')).toBe(1);
    expect(await build.claimBuild(randomUUID(), 'recipe', 'two')).toBeUndefined();
    const claims = await Promise.all([1, 2, 3].map(() => build.claimBuild(randomUUID(), 'recipe', 'x')));
    expect(claims).toEqual([undefined, undefined, undefined]);
  });

  it('takes over from a process that died, and clears what it left', async () => {
    const dead = randomUUID();
    await build.claimBuild(dead, 'recipe', 'one');
    await build.stageChapter(1, edition('one'), 'one', chunkChapter(edition('one')));
    await database.sql`update index_version set heartbeat_at = now() - interval '2 minutes'`;
    expect(await build.claimBuild(randomUUID(), 'recipe', 'two')).toBe(2);
    expect((await database.sql`select 1 from chapter`).length).toBe(0);
    await expect(build.heartbeat(1, dead)).rejects.toThrow(BuildLostError);
  });

  it('takes over at once where no other process can be', async () => {
    const alone = createContentBuildRepository(database.db, { soleProcess: true });
    await alone.claimBuild(randomUUID(), 'recipe', 'one');
    expect(await alone.claimBuild(randomUUID(), 'recipe', 'two')).toBe(2);
  });

  it('clears a failed build and keeps the version that answers', async () => {
    await publish('one');
    const owner = randomUUID();
    const version = (await build.claimBuild(owner, 'recipe', 'two')) ?? 0;
    await build.stageChapter(version, edition('two'), 'two', chunkChapter(edition('two')));
    await build.failBuild(version, owner, 'no memory');
    expect((await repository.activeVersion())?.version).toBe(1);
    expect(await publish('three')).toBe(3);
  });

  it('keeps three versions of a chapter for pages that are open', async () => {
    const names = ['one', 'two', 'three', 'four'];
    let active = 0;
    for (const name of names) active = await publish(name);
    const { key, locale } = edition('');
    const found = names.map((name) => repository.chapterBySource(active, key, locale, edition(name).sourceHash));
    const kept = (await Promise.all(found)).map((chapter) => chapter !== undefined);
    expect(kept).toEqual([false, true, true, true]);
  });

  it('drops chunks and indexes that no process can be on', async () => {
    for (const name of ['one', 'two', 'three']) await publish(name);
    expect(await chunkTexts(1)).toEqual([]);
    expect((await chunkTexts(2)).some((text) => text.startsWith('two'))).toBe(true);
    expect((await chunkTexts(3)).some((text) => text.startsWith('three'))).toBe(true);
    expect((await database.sql`select distinct hash from index_blob`).length).toBe(2);
  });

  it('gives an index back byte by byte, also a large one', async () => {
    const bytes = new Uint8Array(2_500_000).map((_value, at) => (at * 31) % 256);
    const hash = await build.saveBlob(bytes);
    expect(await build.saveBlob(bytes)).toBe(hash);
    expect(Buffer.from((await repository.loadBlob(hash)) ?? []).equals(bytes)).toBe(true);
    expect(await repository.loadBlob('nothing')).toBeUndefined();
  });

  it('completes an index of which a killed process had stored only some parts', async () => {
    const bytes = new Uint8Array(2_500_000).map((_value, at) => (at * 37) % 256);
    const hash = await build.saveBlob(bytes);
    await database.sql`delete from index_blob where hash = ${hash} and part < 2`;
    expect(await build.saveBlob(bytes)).toBe(hash);
    expect(Buffer.from((await repository.loadBlob(hash)) ?? []).equals(bytes)).toBe(true);
  });
});
