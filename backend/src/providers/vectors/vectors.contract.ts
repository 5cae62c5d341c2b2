/** The contract of the vectors port: every adapter's test runs this suite. */
import { buildIndex, fuse, type IndexDocument, serializeIndex } from '@lectern/retrieval';
import { describe, expect, it } from 'vitest';
import type { CandidateFilter, StoredIndex, VectorsPort } from './vectors.port.ts';

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

    it('refuses bytes of another format', async () => {
      const port = await make();
      await expect(port.open({ bytes: new Uint8Array([1, 2, 3]), pages: new Map() })).rejects.toThrow();
    });
  });
};
