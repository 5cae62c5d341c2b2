import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/client.ts';
import { openTestDatabase } from '../../db/db.fixture.ts';
import { createInProcessVectors } from '../../providers/vectors/in-process-vectors.ts';
import { manifestDirectory, QOS_CHAPTER, SENSORS_CHAPTER, smallBook, testBook } from './content.fixture.ts';
import { type Content, createContent } from './content-feature.ts';
import type { IngestProgress } from './content-ingest-options.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('ingest, through the worker and the database', () => {
  let database: Database;
  let directory: Awaited<ReturnType<typeof manifestDirectory>>;
  let content: Content;

  beforeAll(async () => {
    database = await openTestDatabase();
    directory = await manifestDirectory();
    content = createContent({ database, vectors: createInProcessVectors(), logger: silent, manifest: directory.path });
    await content.start();
  });

  afterAll(async () => {
    await content?.stop();
    await database?.close();
    await directory?.remove();
  });

  it('builds the first version, reports what was added, and answers from it', async () => {
    await directory.write(smallBook());
    const phases: IngestProgress['phase'][] = [];
    const report = await content.catchUp({ onProgress: ({ phase }) => phases.push(phase) });
    expect(report).toMatchObject({ status: 'switched', version: 1, changes: { chapters: { added: 2 } } });
    expect(report?.counts).toMatchObject({ chapters: 2, sections: 8 });
    expect([...new Set(phases)]).toEqual(['reading', 'writing', 'indexing', 'refining', 'done']);
    const { hits } = await content.service.search({ q: 'late joiner map', limit: 3 });
    expect(hits[0]?.url).toBe('/book/nodes-topics-qos#late-joiners');
  });

  it('does nothing for the same bytes, and no new version for a manifest that says the same', async () => {
    expect(await content.catchUp()).toMatchObject({ status: 'current', version: 1 });
    await directory.write({ ...smallBook(), generatedAt: '2026-02-02T00:00:00.000Z' });
    expect(await content.catchUp()).toMatchObject({ status: 'current', version: 1 });
  });

  it('builds nothing for another memory of translations alone, and knows of it', async () => {
    const before = content.library.current();
    const memory = [{ language: 'ur', path: 'memory/ur.jsonl', hash: 'h'.repeat(43), entries: 1 }];
    await directory.write({ ...smallBook(), memory });
    const phases: IngestProgress['phase'][] = [];
    const report = await content.catchUp({ onProgress: ({ phase }) => phases.push(phase) });
    expect(report).toMatchObject({ status: 'current', version: 1 });
    expect(phases).toEqual(['reading', 'done']);
    expect(content.library.current()?.book.memory).toEqual(memory);
    expect(content.library.current()?.index).toBe(before?.index);
    await directory.write(smallBook());
    expect(await content.catchUp()).toMatchObject({ status: 'current', version: 1 });
    expect(content.library.current()?.book.memory).toBeUndefined();
  });

  it('rewrites only the chapter in which a paragraph was edited', async () => {
    const edited = { ...SENSORS_CHAPTER, body: SENSORS_CHAPTER.body.replace('100 m outdoors', '120 m outdoors') };
    await directory.write(testBook([edited, QOS_CHAPTER]));
    const report = await content.catchUp();
    expect(report).toMatchObject({
      status: 'switched',
      changes: {
        chapters: { added: 0, changed: 1, removed: 0 },
        segments: { added: 0, changed: 1, removed: 0 },
        chunks: { added: 0, changed: 1, removed: 0 },
      },
    });
    expect((await content.service.search({ q: 'LiDAR outdoors', limit: 1 })).hits[0]?.snippet).toContain('120 m');
  });

  it('keeps answering from the version at hand while the next is refused', async () => {
    const before = content.library.current();
    await directory.write('{"schemaVersion":1,');
    await expect(content.catchUp()).rejects.toMatchObject({ code: 'MANIFEST_INVALID' });
    expect(content.library.current()).toBe(before);
  });

  it('takes a chapter away', async () => {
    await directory.write(testBook([QOS_CHAPTER]));
    expect(await content.catchUp()).toMatchObject({ status: 'switched', changes: { chapters: { removed: 1 } } });
    expect(content.service.book().chapters.map(({ id }) => id)).toEqual(['nodes-topics-qos']);
  });

  it('takes the latent part away where words alone are wanted, and adds it again', async () => {
    const open = (latent: boolean) =>
      createContent({ database, vectors: createInProcessVectors(), logger: silent, manifest: directory.path, latent });
    for (const latent of [false, true]) {
      const changed = open(latent);
      await changed.start();
      expect(await changed.catchUp()).toMatchObject({ status: 'refined' });
      const [row] = await database.sql`select latent from index_version where status = 'active'`;
      expect(row).toEqual({ latent });
      expect(await changed.catchUp()).toMatchObject({ status: 'current' });
      await changed.stop();
    }
  });
});
