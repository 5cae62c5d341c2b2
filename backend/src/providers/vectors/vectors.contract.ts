/** The contract of the vectors port: every adapter's test runs this suite. */
import { buildIndex, fuse, type IndexDocument, serializeIndex, serializeIndexes } from '@lectern/retrieval';
import { afterEach, describe, expect, it } from 'vitest';
import { DenseFormatError, DenseWriter } from './dense-vectors.ts';
import { createInProcessVectors } from './in-process-vectors.ts';
import type { CandidateFilter, QueryVector, StoredIndex, VectorIndex, VectorsPort } from './vectors.port.ts';

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

/** The same sections as a book of two languages, with the places that a store filters by. */
export const bilingualFixture = (version: number): StoredIndex => {
  const urdu: readonly IndexDocument[] = [
    {
      id: 'lidar-ur',
      page: 'sensors-ur',
      locale: 'ur',
      title: 'LiDAR',
      path: [],
      text: 'لیڈار لیزر سے فاصلہ ناپتا ہے۔ laser',
    },
    { id: 'node-ur', page: 'ros-ur', locale: 'ur', title: 'نوڈ', path: [], text: 'نوڈ ایک عمل ہے جو پیغام بھیجتا ہے۔' },
  ];
  const pages = new Map([...DOCUMENTS, ...urdu].map((document) => [document.id, document.page ?? '']));
  const build = (documents: readonly IndexDocument[]) => buildIndex(documents, { latent: false });
  const { dense } = denseFixture();
  return {
    bytes: serializeIndexes(
      new Map([
        ['en', build(DOCUMENTS)],
        ['ur', build(urdu)],
      ]),
    ),
    pages,
    version,
    dense,
    placeOf: (id) => {
      const page = pages.get(id) ?? '';
      return { page, module: page.startsWith('ros') ? 'software' : 'hardware', sections: [id], segments: [`${id}-1`] };
    },
  };
};

/** Sections with a vector each, or some of them. */
export const denseFixture = (ids: readonly string[] = [...VECTORS.keys()], embedder = MODEL): StoredIndex => {
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
    const ports: VectorsPort[] = [];
    const makePort = async (): Promise<VectorsPort> => {
      const port = await make();
      ports.push(port);
      return port;
    };
    /** Opens an index and waits until it is where it is to be searched. */
    const opened = async (stored: StoredIndex, port?: VectorsPort): Promise<VectorIndex> => {
      const place = port ?? (await makePort());
      const index = await place.open(stored);
      await place.settled();
      return index;
    };
    afterEach(async () => {
      for (const port of ports.splice(0)) await port.close();
    });

    const ask = async (query: string, filter?: CandidateFilter) => {
      const index = await opened(storedFixture());
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
      const port = await makePort();
      const old = await opened({ ...storedFixture(), version: 1 }, port);
      await opened({ ...storedFixture(DOCUMENTS.slice(0, 1)), version: 2 }, port);
      const { candidates } = await old.candidates({ query: 'best-effort publisher' });
      expect(fuse(candidates).map((hit) => hit.id)).toContain('qos');
    });

    const meaningOf = async (stored: StoredIndex, vector: QueryVector | undefined, filter?: CandidateFilter) => {
      const index = await opened(stored);
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
      const index = await opened(denseFixture(['lidar', 'imu']));
      expect(index.dense).toEqual({ embedder: MODEL, sections: 2 });
      expect((await opened(storedFixture())).dense).toBeUndefined();
    });

    it('never compares vectors of two models', async () => {
      const other = { ...NEAR_NODES, embedder: 'test/others/4' };
      expect(await meaningOf(denseFixture(), other)).toEqual({ dense: undefined, ids: [] });
      expect(await meaningOf(storedFixture(), NEAR_NODES)).toEqual({ dense: undefined, ids: [] });
    });

    it('still finds by words a section that has no vector', async () => {
      const index = await opened(denseFixture(['imu', 'qos', 'nodes']));
      const { candidates } = await index.candidates({ query: 'LiDAR laser pulse', vector: NEAR_NODES });
      expect(candidates.dense?.scores.has('lidar')).toBe(false);
      expect(fuse(candidates).map((hit) => hit.id)).toContain('lidar');
    });

    it('goes on with a version that two newer ones have replaced', async () => {
      const port = await makePort();
      const first = await opened(bilingualFixture(1), port);
      await opened(bilingualFixture(2), port);
      await opened(bilingualFixture(3), port);
      const { candidates } = await first.candidates({ query: 'best-effort publisher' });
      expect(fuse(candidates)[0]?.id).toBe('qos');
    });

    it.each<[string, CandidateFilter, string[]]>([
      ['a language', { pages: new Set(['sensors', 'ros']) }, ['lidar', 'nodes']],
      ['another language', { pages: new Set(['sensors-ur', 'ros-ur']) }, ['lidar-ur']],
      ['a module', { pages: new Set(['ros']) }, ['nodes']],
      ['chapters of two languages', { pages: new Set(['sensors', 'sensors-ur']) }, ['lidar', 'lidar-ur']],
      ['sections of a selection', { ids: new Set(['nodes', 'imu']) }, ['nodes']],
      ['sections of a chapter', { ids: new Set(['nodes', 'lidar']), pages: new Set(['sensors']) }, ['lidar']],
      ['nothing', { pages: new Set(['no-such-page']) }, []],
    ])('keeps to %s', async (_scope, filter, ids) => {
      const index = await opened(bilingualFixture(1));
      const { candidates } = await index.candidates({ query: 'laser', filter });
      const found = fuse(candidates).map((hit) => hit.id);
      expect(found.toSorted()).toEqual(ids);
    });

    it.each([
      'How does a LiDAR measure distance by a laser?',
      'acelerometer at rest',
      'reliable subscriber, best-effort publisher',
      'لیڈار فاصلہ کیسے ناپتا ہے؟',
      'sourdough',
      '',
    ])('gives the scores that the index in this process gives: %s', async (query) => {
      const reference = await createInProcessVectors().open(bilingualFixture(1));
      const index = await opened(bilingualFixture(1));
      for (const filter of [undefined, { pages: new Set(['sensors', 'ros']) }, { pages: new Set(['sensors']) }]) {
        const request = { query, vector: NEAR_NODES, ...(filter ? { filter } : {}) };
        const [here, there] = [await reference.candidates(request), await index.candidates(request)];
        expect(there.answerability).toBeCloseTo(here.answerability, 4);
        const [expected, found] = [fuse(here.candidates), fuse(there.candidates)];
        expect(found.map((hit) => hit.id)).toEqual(expected.map((hit) => hit.id));
        found.forEach((hit, at) => {
          expect(hit.score).toBeCloseTo(expected[at]?.score ?? Number.NaN, 3);
        });
      }
    });

    it('refuses embeddings that are cut off or of another format', async () => {
      const port = await makePort();
      const { bytes, pages, dense = new Uint8Array() } = denseFixture();
      for (const broken of [dense.subarray(0, 5), dense.subarray(0, dense.length - 1), dense.map((byte) => byte ^ 7)]) {
        await expect(port.open({ bytes, pages, dense: broken })).rejects.toThrow(DenseFormatError);
      }
    });

    it('refuses bytes of another format', async () => {
      const port = await makePort();
      await expect(port.open({ bytes: new Uint8Array([1, 2, 3]), pages: new Map() })).rejects.toThrow();
    });
  });
};
