import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OpenAiServer, startOpenAiServer, TEST_API_KEY } from '../../../test/openai-server/openai-server.ts';
import type { Database } from '../../db/client.ts';
import { openTestDatabase } from '../../db/db.fixture.ts';
import { type BookEmbeddings, openEmbeddings } from '../../providers/embeddings/open-embeddings.ts';
import { createInProcessVectors } from '../../providers/vectors/in-process-vectors.ts';
import { meterEmbeddings } from '../../usage/index.ts';
import { testLedger, WIDE_LIMITS } from '../../usage/ledger.fixture.ts';
import { loadPriceList } from '../../usage/price-list.ts';
import type { SpendingLimits } from '../../usage/spending-limits.ts';
import { manifestDirectory, QOS_CHAPTER, SENSORS_CHAPTER, smallBook, testBook } from './content.fixture.ts';
import { keepHere } from './content.service.ts';
import { type Content, createContent } from './content-feature.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };
const EDITED = testBook([
  { ...SENSORS_CHAPTER, body: SENSORS_CHAPTER.body.replace('100 m outdoors', '120 m outdoors') },
  QOS_CHAPTER,
]);
const LONG_RETRY = { kind: 'status', status: 429, retryAfter: '3600' } as const;

describe('the embeddings of a book', () => {
  let database: Database;
  let directory: Awaited<ReturnType<typeof manifestDirectory>>;
  let server: OpenAiServer;
  const opened: Content[] = [];

  beforeAll(async () => {
    [database, directory, server] = await Promise.all([openTestDatabase(), manifestDirectory(), startOpenAiServer()]);
  });
  beforeEach(async () => {
    await Promise.all(opened.splice(0).map((content) => content.stop()));
    await database.sql`truncate chapter, chunk, index_blob, index_version, embedding_cache, usage_entry, budget`;
    server.script({});
    await directory.write(smallBook());
  });
  afterAll(async () => {
    await Promise.all(opened.map((content) => content.stop()));
    await server?.close();
    await database?.close();
    await directory?.remove();
  });

  /** A server's book over the same database; a second one is a restart, or a replica. */
  const open = async (
    changes: { readonly model?: string; readonly dimensions?: number; readonly limits?: Partial<SpendingLimits> } = {},
  ): Promise<Content> => {
    const { model = 'text-embedding-3-small', dimensions = 64, limits } = changes;
    const ledger = testLedger(database.sql, {
      prices: loadPriceList(null),
      limits: { ...WIDE_LIMITS, ...limits },
    });
    const embeddings: BookEmbeddings | undefined = await openEmbeddings({
      settings: { provider: 'openai', baseUrl: server.baseUrl, apiKey: TEST_API_KEY, model, dimensions },
      meter: meterEmbeddings(ledger),
      logger: silent,
    });
    const vectors = createInProcessVectors();
    const content = createContent({ database, vectors, logger: silent, manifest: directory.path, embeddings });
    opened.push(content);
    await content.start();
    return content;
  };
  const textsSent = async (work: () => Promise<unknown>): Promise<number> => {
    const before = server.requests.length;
    await work();
    return server.requests.slice(before).reduce((sum, { body, status }) => {
      const input: unknown = typeof body === 'object' && body !== null && 'input' in body ? body.input : [];
      return sum + (status === 200 && Array.isArray(input) ? input.length : 0);
    }, 0);
  };
  const embedderOf = (content: Content): string | undefined => content.library.current()?.index.dense?.embedder;
  const ask = async (content: Content, query: string) => {
    const found = await content.service.retrieve(content.service.snapshot(), { query, limit: 3, filter: {} });
    return found.hits[0]?.chunk.sections[0]?.id;
  };

  it('are asked for once, paid for, and then part of the ranking', async () => {
    const content = await open({ dimensions: 1024 });
    const report = await content.catchUp();
    expect(report).toMatchObject({
      status: 'switched',
      embeddings: { embedder: 'openai/text-embedding-3-small/1024', chunks: 8, embedded: 8, cached: 0, missing: 0 },
    });
    expect(embedderOf(content)).toBe('openai/text-embedding-3-small/1024');
    const bill = server.bill().get('text-embedding-3-small');
    expect(report?.embeddings?.tokens).toBe(bill?.inputTokens);
    const [booked] = await database.sql`select sum(input_tokens)::int as tokens from usage_entry`;
    expect(booked).toEqual({ tokens: bill?.inputTokens });
    expect(await textsSent(() => ask(content, 'disparities of stereoscopic pictures'))).toBe(1);
    expect(await ask(content, 'disparities of stereoscopic pictures')).toBe('cameras');
  });

  it('cost nothing for a book that did not change, after a restart too', async () => {
    await (await open()).catchUp();
    const restarted = await open();
    expect(embedderOf(restarted)).toBe('openai/text-embedding-3-small/64');
    expect(await textsSent(() => restarted.catchUp())).toBe(0);
    expect(await textsSent(() => restarted.catchUp({ force: true }))).toBe(0);
  });

  it('are asked for what an edit changed, while the edit answers already', async () => {
    const content = await open();
    const first = await content.catchUp();
    await directory.write(EDITED);
    const phases: string[] = [];
    expect(
      await textsSent(() =>
        content.catchUp({
          onProgress: ({ phase, done, total }) => {
            if (phase !== 'embedding') return;
            phases.push(`${done}/${total}`);
            const text = [...(content.library.current()?.chunks.values() ?? [])].map((chunk) => chunk.text).join();
            expect(text).toContain('120 m outdoors');
          },
        }),
      ),
    ).toBe(1);
    expect(phases).toEqual(['7/8', '8/8']);
    expect(content.library.current()?.version).toBe((first?.version ?? 0) + 2);
    expect(content.library.current()?.index.dense?.sections).toBe(8);
  });

  it('go on at the next ingest where a provider failed, with what was got kept', async () => {
    const content = await open();
    await content.catchUp();
    await directory.write(EDITED);
    server.script({ fault: LONG_RETRY });
    const cut = await content.catchUp();
    expect(cut).toMatchObject({ status: 'switched', embeddings: { embedded: 0, cached: 7, missing: 1 } });
    expect(cut?.embeddings?.stopped).toBe('the texts could not be embedded: rate_limited');
    expect(await ask(content, 'how far does a LiDAR reach outdoors')).toBe('lidar');
    server.script({});
    expect(await content.catchUp()).toMatchObject({ embeddings: { embedded: 1, cached: 7, missing: 0 } });
  });

  it('never stop a book from being indexed: without a provider words answer', async () => {
    server.script({ fault: { kind: 'status', status: 401 } });
    const content = await open();
    expect(await content.catchUp()).toMatchObject({
      status: 'switched',
      counts: { chunks: 8 },
      embeddings: { missing: 8, stopped: 'the texts could not be embedded: unauthorized' },
    });
    expect(embedderOf(content)).toBeUndefined();
    expect(await ask(content, 'how far does a LiDAR reach outdoors')).toBe('lidar');
    expect(await content.embeddingHealth?.check(new AbortController().signal)).toMatchObject({ status: 'warn' });
  });

  it('are left for later when the budget is spent, and asked for when there is money again', async () => {
    const poor = await open({ limits: { usdPerDay: 0.000_000_1 } });
    const before = server.requests.length;
    expect(await poor.catchUp()).toMatchObject({
      status: 'switched',
      embeddings: { embedded: 0, missing: 8, costUsd: 0, stopped: 'a limit of spending is reached: global_day' },
    });
    expect(server.requests).toHaveLength(before);
    const rich = await open();
    expect(await rich.catchUp()).toMatchObject({ embeddings: { embedded: 8, missing: 0 } });
  });

  it('are refused where no price is known', async () => {
    const content = await open({ model: 'somebodys-model' });
    const report = await content.catchUp();
    expect(report?.embeddings?.stopped).toContain('no price is known for openai/somebodys-model');
  });

  it('of a second model are built beside the first, which answers until the switch', async () => {
    const first = await open();
    const { version = 0 } = (await first.catchUp()) ?? {};
    server.script({ fault: LONG_RETRY });
    const second = await open({ model: 'text-embedding-3-large', dimensions: 32 });
    expect(embedderOf(second)).toBeUndefined();
    expect(await second.catchUp()).toMatchObject({ status: 'current', version, embeddings: { missing: 8 } });
    await first.library.refresh();
    expect(embedderOf(first)).toBe('openai/text-embedding-3-small/64');
    server.script({});
    const report = await second.catchUp();
    expect(report).toMatchObject({ status: 'switched', embeddings: { embedded: 8 } });
    expect(report?.version).toBeGreaterThan(version);
    expect(embedderOf(second)).toBe('openai/text-embedding-3-large/32');
    expect(second.library.current()?.chunks.size).toBe(8);
  });

  it('are never compared with a question of another model', async () => {
    const first = await open();
    await first.catchUp();
    await (await open({ model: 'text-embedding-3-large', dimensions: 64 })).catchUp();
    await first.library.refresh();
    expect(embedderOf(first)).toBeUndefined();
    expect(await textsSent(() => ask(first, 'how far does a LiDAR reach outdoors'))).toBe(0);
    expect(await ask(first, 'how far does a LiDAR reach outdoors')).toBe('lidar');
  });

  it('cost nothing when one goes back to the model of before', async () => {
    await (await open()).catchUp();
    await (await open({ dimensions: 32 })).catchUp();
    const back = await open();
    expect(await textsSent(() => back.catchUp())).toBe(0);
    expect(embedderOf(back)).toBe('openai/text-embedding-3-small/64');
  });

  it('leave a question to its words when the provider does not answer', async () => {
    const content = await open();
    await content.catchUp();
    server.script({ fault: { kind: 'status', status: 500 } });
    expect(await ask(content, 'how far does a LiDAR reach outdoors')).toBe('lidar');
  });

  it('are not asked for where a question must not leave the machine', async () => {
    const content = await open();
    await content.catchUp();
    const here = keepHere(content.service);
    const asked = () => here.retrieve(here.snapshot(), { query: 'how far does a LiDAR reach', limit: 3, filter: {} });
    expect(await textsSent(asked)).toBe(0);
    expect((await asked()).hits[0]?.chunk.sections[0]?.id).toBe('lidar');
  });

  it('are not asked for at every key stroke', async () => {
    const content = await open();
    await content.catchUp();
    expect(await textsSent(() => content.service.search({ q: 'late joiner', limit: 3 }))).toBe(0);
  });

  it('let a newer ingest pass', async () => {
    const content = await open();
    const held = Promise.withResolvers<void>();
    server.script({ fault: { kind: 'hold', at: 'headers', until: held.promise } });
    const before = server.requests.length;
    const first = content.catchUp();
    await server.arrived(before + 1);
    server.script({});
    const second = content.catchUp();
    expect(await first).toMatchObject({ embeddings: { stopped: 'a newer ingest goes on with it' } });
    held.resolve();
    expect(await second).toMatchObject({ embeddings: { missing: 0 } });
  });

  it('of texts that are gone are deleted after some months, of no text that is there', async () => {
    const content = await open();
    await content.catchUp();
    await directory.write(EDITED);
    await content.catchUp();
    await database.sql`update embedding_cache set created_at = now() - interval '100 days'`;
    await content.retain();
    const [{ kept } = { kept: 0 }] = await database.sql<
      { kept: number }[]
    >`select count(*)::int as kept from embedding_cache`;
    expect(kept).toBe(8);
    expect(await textsSent(() => content.catchUp({ force: true }))).toBe(0);
  });

  it('that cannot be read leave the book to its words, and are put together again without a call', async () => {
    const content = await open();
    await content.catchUp();
    await database.sql`
      update index_blob set bytes = '\\x00' where hash = (select vectors_hash from index_version where status = 'active')`;
    const restarted = await open();
    expect(embedderOf(restarted)).toBeUndefined();
    expect(await ask(restarted, 'how far does a LiDAR reach outdoors')).toBe('lidar');
    expect(await textsSent(() => restarted.catchUp())).toBe(0);
    expect(embedderOf(restarted)).toBe('openai/text-embedding-3-small/64');
  });
});
