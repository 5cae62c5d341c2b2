/**
 * What readers get while Qdrant is away, slow, refuses or has lost everything. Runs on the test engine, whose faults are
 * planned: with `npm run test:services`, which sets LECTERN_TEST_QDRANT_URL.
 */
import { randomBytes } from 'node:crypto';
import { fuse } from '@lectern/retrieval';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createQdrantStore } from '../../src/providers/vectors/qdrant-store.ts';
import type { BuilderPace } from '../../src/providers/vectors/store-builder.ts';
import { createStoredVectors } from '../../src/providers/vectors/stored-vectors.ts';
import { bilingualFixture, denseFixture } from '../../src/providers/vectors/vectors.contract.ts';
import type { StoredIndex, VectorIndex, VectorsPort } from '../../src/providers/vectors/vectors.port.ts';
import { planFaults, takeRequests } from './engine-faults.ts';
import { type QdrantEngine, startQdrantEngine } from './engine-process.ts';

const silent = { info: () => undefined, warn: () => undefined };
const QUESTION = { query: 'How does a LiDAR measure distance by a laser?' };
const SIGNAL = new AbortController().signal;
const QUICK: BuilderPace = { attempts: 4, backOffMs: 1, longestBackOffMs: 20, watchMs: 5, patience: 1_000 };
/** Patience of tests with what happens in the background. */
const WAIT = { timeout: 10_000, interval: 10 };

describe.skipIf(process.env['LECTERN_TEST_QDRANT_URL'] === undefined)('Qdrant away (npm run test:services)', () => {
  let engine: QdrantEngine;
  let prefix: string;
  const ports: VectorsPort[] = [];
  beforeAll(async () => {
    engine = await startQdrantEngine({ apiKey: 'right key' });
  }, 120_000);
  afterAll(() => engine.stop());
  beforeEach(() => {
    prefix = `outage-${randomBytes(6).toString('hex')}`;
  });
  afterEach(async () => {
    await planFaults(engine.url, []);
    for (const port of ports.splice(0)) await port.close();
  });

  const newPort = (over: { apiKey?: string; timeoutMs?: number } = {}) => {
    const { apiKey = 'right key', timeoutMs = 5_000 } = over;
    const making = { shards: 1, replicas: 1, quantization: 'scalar', onDisk: false } as const;
    const store = createQdrantStore({ url: engine.url, apiKey, collection: prefix, timeoutMs, ...making });
    const port = createStoredVectors({ store, prefix, logger: silent, pace: QUICK, lookMs: 20 });
    ports.push(port);
    return { port, store };
  };
  const open = async (port: VectorsPort, stored: StoredIndex = bilingualFixture(1)): Promise<VectorIndex> => {
    const index = await port.open(stored);
    await port.settled();
    return index;
  };
  const best = async (index: VectorIndex): Promise<string | undefined> =>
    fuse((await index.candidates(QUESTION)).candidates)[0]?.id;
  const questionsAsked = async (): Promise<number> =>
    (await takeRequests(engine.url)).filter((request) => request.endsWith('/query/batch')).length;
  const statusOf = async (port: VectorsPort) => (await port.health?.check(SIGNAL))?.status;

  it('asks one batch for a question, whatever its languages', async () => {
    const index = await open(newPort().port);
    await takeRequests(engine.url);
    await index.candidates(QUESTION);
    expect(await questionsAsked()).toBe(1);
  });

  it('goes on writing after 429, 503 and a cut connection', async () => {
    await planFaults(engine.url, [
      { match: 'PUT .*/points', status: 429, retry_after: 0 },
      { match: 'PUT .*/points', status: 503 },
      { match: 'PUT .*/points', cut: true },
    ]);
    const { port, store } = newPort();
    const index = await open(port);
    const { current } = await store.list();
    expect((await store.describe(current ?? ''))?.points).toBe(6);
    expect([await best(index), await statusOf(port)]).toEqual(['lidar', 'pass']);
  });

  it('answers in the process while the key is wrong, and names the key', async () => {
    const { port } = newPort({ apiKey: 'wrong key' });
    const index = await open(port);
    expect(await best(index)).toBe('lidar');
    const finding = await port.health?.check(SIGNAL);
    expect(finding).toMatchObject({ status: 'warn', detail: expect.stringContaining('does not take the key') });
    expect(finding?.detail).not.toContain('wrong key');
  });

  it.each([
    ['does not answer in time', { delay_ms: 1_500 }],
    ['answers 500', { status: 500 }],
    ['cuts its answers', { cut: true } as const],
  ])('answers by words when Qdrant %s, and after three questions nobody waits any more', async (_what, fault) => {
    const { port } = newPort({ timeoutMs: 500 });
    const index = await open(port);
    await takeRequests(engine.url);
    await planFaults(engine.url, [
      { match: 'query/batch', times: 100, ...fault },
      { match: 'GET /collections$', times: 10_000, status: 503 },
    ]);
    for (let asked = 0; asked < 6; asked += 1) expect(await best(index)).toBe('lidar');
    expect(await questionsAsked()).toBe(3);
    expect(await statusOf(port)).toBe('warn');
    await planFaults(engine.url, []);
    await vi.waitFor(async () => expect(await statusOf(port)).toBe('pass'), WAIT);
    await takeRequests(engine.url);
    await index.candidates(QUESTION);
    expect(await questionsAsked()).toBe(1);
  });

  it('fills a Qdrant that was killed and came back empty, from the database', async () => {
    const { port, store } = newPort();
    const fixture = bilingualFixture(1);
    const index = await open(port, { ...fixture, reload: async () => fixture });
    const before = await index.candidates(QUESTION);
    await engine.kill();
    for (let asked = 0; asked < 4; asked += 1) expect(await best(index)).toBe('lidar');
    engine = await startQdrantEngine({ port: engine.port, apiKey: 'right key' });
    await vi.waitFor(async () => expect((await store.list()).current).toBeDefined(), WAIT);
    await vi.waitFor(async () => expect(await statusOf(port)).toBe('pass'), WAIT);
    await port.settled();
    await takeRequests(engine.url);
    expect(await index.candidates(QUESTION)).toEqual(before);
    expect(await questionsAsked()).toBe(1);
  }, 60_000);

  it('does not fill it with a version that is not the active one any more', async () => {
    const { port, store } = newPort();
    const index = await open(port, { ...bilingualFixture(1), reload: async () => undefined });
    for (const name of (await store.list()).names) await store.drop(name);
    expect(await best(index)).toBe('lidar');
    await port.settled();
    expect((await store.list()).names).toEqual([]);
    expect(await statusOf(port)).toBe('warn');
  });

  it('searches in the process until a Qdrant that was away at the start is there', async () => {
    await planFaults(engine.url, [{ match: '.', times: 100_000, status: 503 }]);
    const { port } = newPort();
    const index = await open(port);
    expect([await best(index), await statusOf(port)]).toEqual(['lidar', 'warn']);
    await planFaults(engine.url, []);
    await vi.waitFor(async () => expect(await statusOf(port)).toBe('pass'), WAIT);
  });

  it('touches no collection of another kind that has the name, and says so', async () => {
    const { store } = newPort();
    const { port } = newPort();
    await open(port, denseFixture());
    const { current = '' } = await store.list();
    await store.drop(current);
    await store.create(current, 7);
    const other = newPort();
    const index = await open(other.port, denseFixture());
    expect(await best(index)).toBe('lidar');
    const detail = expect.stringContaining('has vectors of 7 numbers, the book’s have 4');
    expect(await other.port.health?.check(SIGNAL)).toMatchObject({ status: 'warn', detail });
    expect(await store.describe(current)).toEqual({ points: 0, dimensions: 7 });
  });

  it('lets one of two processes fill a collection while the other watches', async () => {
    const [one, two] = [newPort().port, newPort().port];
    await takeRequests(engine.url);
    const indexes = await Promise.all([open(one), open(two)]);
    for (const index of indexes) expect(await best(index)).toBe('lidar');
    const requests = await takeRequests(engine.url);
    expect(requests.filter((request) => request.startsWith('PUT') && request.endsWith('/points'))).toHaveLength(2);
  });

  it('keeps the version before for those who hold it, and drops older ones', async () => {
    const { port, store } = newPort();
    for (const version of [1, 2, 3]) await open(port, bilingualFixture(version));
    const { current, names } = await store.list();
    expect(current).toContain(`${prefix}_3_`);
    expect(names.toSorted().map((name) => name.split('_')[1])).toEqual(['2', '3']);
  });
});
