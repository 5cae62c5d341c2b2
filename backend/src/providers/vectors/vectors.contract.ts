/** The contract of the vectors port: every adapter's test runs this suite. */
import { buildIndex, fuse, type IndexDocument, serializeIndex } from '@lectern/retrieval';
import { describe, expect, it } from 'vitest';
import { DenseFormatError, DenseWriter } from './dense-vectors.ts';
import type { CandidateFilter, QueryVector, StoredIndex, VectorsPort } from './vectors.port.ts';

const DOCUMENTS: readonly IndexDocument[] = [
  {
    id: 'lidar',
    page: 'sensors',
    title: 'LiDAR',
    path: ['Sensors'],
    text: 'A LiDAR measures distance by the time that a laser pulse takes to return.',
  },
  {
    id: 'imu',
    page: 'sensors',
    title: 'Inertial measurement units',
    path: ['Sensors'],
    text: 'An accelerometer at rest reads the force that holds it up.',
  },
  {
    id: 'qos',
    page: 'ros',
    title: 'Quality of service',
    path: ['ROS 2'],
    text: 'A reliable subscriber receives nothing from a best-effort publisher.',
  },
  {
    id: 'nodes',
    page: 'ros',
    title: 'Nodes',
    path: ['ROS 2'],
    text: 'A node is a process that publishes and subscribes. A laser driver is a node.',
  },
];

/** What of the contract a store keeps. */
export const storedFixture = (documents: readonly IndexDocument[] = DOCUMENTS): StoredIndex => ({
  bytes: serializeIndex(buildIndex(documents, { latent: false })),
  pages: new Map(documents.map((document) => [document.id, document.page ?? document.id])),
});

/** A direction of its own for each section, and one that lies between the first two. */
const VECTORS: ReadonlyMap<string, Float32Array> = new Map(
  DOCUMENTS.map(({ id }, at) => [id, Float32Array.from(DOCUMENTS, (_, axis) => (axis === at ? 1 : 0))]),
);
const MODEL = 'test/directions/4';
const NEAR_NODES: QueryVector = { embedder: MODEL, values: Float32Array.of(0.1, 0.1, 0.2, 0.97) };

const denseFixture = (ids: readonly string[] = [...VECTORS.keys()], embedder = MODEL): StoredIndex => {
  const writer = new DenseWriter(embedder, DOCUMENTS.length);
  for (const id of ids) writer.add(id, VECTORS.get(id) ?? new Float32Array(DOCUMENTS.length));
  return { ...storedFixture(), dense: writer.finish() };
};

/**
 * Declares the suite for an adapter.
 * @param make Makes the adapter, empty.
 */
export const describeVectorsContract = (name: string, make: () => VectorsPort | Promise<VectorsPort>): void => {
  describe(`vectors port: ${name}`, () => {
    const ask = async (query: string, filter?: CandidateFilter) => {
      const index = await (await make()).open(storedFixture());
      const found = await index.candidates({ query, limit: 5, ...(filter ? { filter } : {}) });
      return { ...found, ids: fuse(found.candidates, { limit: 5 }).map((hit) => hit.id) };
    };

    it('gives the section that answers the best scores', async () => {
      const { ids, answerability } = await ask('How does a LiDAR measure distance?');
      expect(ids[0]).toBe('lidar');
      expect(answerability).toBeGreaterThan(0.35);
    });

    it('finds a misspelled word by its grams', async () => {
      const { candidates } = await ask('acelerometer');
      const best = [...candidates.grams].sort((a, b) => b[1] - a[1])[0]?.[0];
      expect(best).toBe('imu');
    });

    it('keeps to the pages of the filter, in scores and in answerability', async () => {
      const { ids, answerability } = await ask('laser distance', { pages: new Set(['ros']) });
      expect(ids).toEqual(['nodes']);
      const unfiltered = await ask('laser distance');
      expect(answerability).toBeLessThan(unfiltered.answerability);
    });

    it('keeps to the sections of the filter', async () => {
      expect((await ask('laser', { ids: new Set(['nodes']) })).ids).toEqual(['nodes']);
      expect((await ask('laser', { ids: new Set() })).ids).toEqual([]);
    });

    it('finds nothing for a subject that is not there', async () => {
      expect((await ask('sourdough recipe')).answerability).toBeLessThan(0.25);
    });

    it('gives the same scores each time', async () => {
      expect(await ask('best effort publisher')).toEqual(await ask('best effort publisher'));
    });

    it('keeps an opened index usable beside a newer one', async () => {
      const port = await make();
      const old = await port.open(storedFixture());
      await port.open(storedFixture(DOCUMENTS.slice(0, 1)));
      const { candidates } = await old.candidates({ query: 'best-effort publisher' });
      expect(fuse(candidates).map((hit) => hit.id)).toContain('qos');
    });

    const meaningOf = async (stored: StoredIndex, vector: QueryVector | undefined, filter?: CandidateFilter) => {
      const index = await (await make()).open(stored);
      const { candidates } = await index.candidates({ query: 'qqq', vector, ...(filter ? { filter } : {}) });
      return { dense: candidates.dense, ids: fuse(candidates).map((hit) => hit.id) };
    };

    it('finds by meaning what no word finds', async () => {
      const { dense, ids } = await meaningOf(denseFixture(), NEAR_NODES);
      expect(ids[0]).toBe('nodes');
      expect(dense?.scores.get('nodes')).toBeCloseTo(0.97, 1);
    });

    it('keeps meaning inside the filter', async () => {
      expect((await meaningOf(denseFixture(), NEAR_NODES, { pages: new Set(['sensors']) })).ids).not.toContain('nodes');
    });

    it('tells which model the vectors are of, and how many sections have one', async () => {
      const index = await (await make()).open(denseFixture(['lidar', 'imu']));
      expect(index.dense).toEqual({ embedder: MODEL, sections: 2 });
      expect((await (await make()).open(storedFixture())).dense).toBeUndefined();
    });

    it('never compares vectors of two models', async () => {
      const other = { ...NEAR_NODES, embedder: 'test/others/4' };
      expect(await meaningOf(denseFixture(), other)).toEqual({ dense: undefined, ids: [] });
      expect(await meaningOf(storedFixture(), NEAR_NODES)).toEqual({ dense: undefined, ids: [] });
    });

    it('still finds by words a section that has no vector', async () => {
      const index = await (await make()).open(denseFixture(['imu', 'qos', 'nodes']));
      const { candidates } = await index.candidates({ query: 'LiDAR laser pulse', vector: NEAR_NODES });
      expect(candidates.dense?.scores.has('lidar')).toBe(false);
      expect(fuse(candidates).map((hit) => hit.id)).toContain('lidar');
    });

    it('refuses embeddings that are cut off or of another format', async () => {
      const port = await make();
      const { bytes, pages, dense = new Uint8Array() } = denseFixture();
      for (const broken of [dense.subarray(0, 5), dense.subarray(0, dense.length - 1), dense.map((byte) => byte ^ 7)]) {
        await expect(port.open({ bytes, pages, dense: broken })).rejects.toThrow(DenseFormatError);
      }
    });

    it('refuses bytes of another format', async () => {
      const port = await make();
      await expect(port.open({ bytes: new Uint8Array([1, 2, 3]), pages: new Map() })).rejects.toThrow();
    });
  });
};
