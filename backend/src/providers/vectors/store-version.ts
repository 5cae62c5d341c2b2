/** One version of the index as a collection of a store: its name, and its points. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type SparseRow, type SparseRows, sparseTables } from '@lectern/retrieval';
import type { DenseVectors } from './dense-vectors.ts';
import type { LanguageIndex } from './language-index.ts';
import type { StorePoint } from './vector-store.port.ts';
import type { SectionPlace, StoredIndex } from './vectors.port.ts';

/** Raised with every change of what is written of a section: collections of before are made anew. */
const POINTS_VERSION = 1;
/** Points in one request: less than a megabyte. */
export const POINTS_PER_BATCH = 64;
const NAME_DIGITS = 10;
/** A 32-bit number has no more. */
const SIGNIFICANT_DIGITS = 7;
const NO_TERMS: SparseRow = { indices: [], values: [] };

/** A version that is to be found in a store. */
export interface StoreVersion {
  /** `<version>_<hash of what is in it>`: another book, or another database, never has the same name. */
  readonly suffix: string;
  /** Number of points that a whole collection has. */
  readonly points: number;
  readonly dimensions: number | undefined;
  /** All points, in the order of their numbers. */
  batches(): AsyncGenerator<StorePoint[]>;
}

/** What a version is made of. */
export interface VersionParts extends Pick<StoredIndex, 'pages' | 'placeOf'> {
  readonly version: number;
  readonly languages: readonly LanguageIndex[];
  readonly vectors: DenseVectors | undefined;
  /** Whether points carry words and grams. Without, a section without an embedding is no point. */
  readonly keepsWords: boolean;
}

/** Makes a version; undefined when there is nothing to keep in the store. */
export const storeVersion = (parts: VersionParts): StoreVersion | undefined => {
  const { languages, vectors, version, keepsWords } = parts;
  const sections = languages.reduce((sum, { index }) => sum + index.ids.length, 0);
  const points = keepsWords ? sections : (vectors?.ids.length ?? 0);
  if (points === 0) return undefined;
  return {
    suffix: `${version}_${fingerprint(parts)}`,
    points,
    dimensions: vectors?.dimensions,
    batches: () => batchesOf(parts),
  };
};

/** The same for the same sections, terms and vectors, whatever else the stored index has. */
const fingerprint = ({ languages, vectors }: VersionParts): string => {
  const hash = createHash('sha256').update(`points ${POINTS_VERSION}`);
  for (const { language, index } of languages) {
    const { offsets, documents, headingWeights, textCounts } = index.words;
    hash.update(JSON.stringify([language, index.ids]));
    for (const column of [offsets, documents, headingWeights, textCounts]) hash.update(column);
  }
  if (vectors) hash.update(vectors.embedder).update(vectors.scales).update(vectors.values);
  return hash.digest('hex').slice(0, NAME_DIGITS);
};

async function* batchesOf(parts: VersionParts): AsyncGenerator<StorePoint[]> {
  const { vectors, keepsWords } = parts;
  const rowOf = new Map(vectors?.ids.map((id, row) => [id, row]));
  for (const language of parts.languages) {
    const { ids } = language.index;
    const tables = keepsWords ? sparseTables(language.index) : undefined;
    const [words, grams] = [tables?.words.rows(), tables?.grams.rows()];
    for (let start = 0; start < ids.length; start += POINTS_PER_BATCH) {
      const wordRows = await takeRows(words, language.first.word);
      const gramRows = await takeRows(grams, language.first.gram);
      const batch = ids.slice(start, start + POINTS_PER_BATCH).map((id, at): StorePoint => {
        const row = rowOf.get(id);
        return {
          number: language.first.section + start + at,
          id,
          language: language.language,
          place: placeIn(parts, id),
          words: wordRows[at] ?? NO_TERMS,
          grams: gramRows[at] ?? NO_TERMS,
          dense: vectors === undefined || row === undefined ? undefined : denseRow(vectors, row),
        };
      });
      yield keepsWords ? batch : batch.filter(({ dense }) => dense !== undefined);
    }
  }
}

const placeIn = ({ placeOf, pages }: VersionParts, id: string): SectionPlace =>
  placeOf?.(id) ?? { page: pages.get(id) ?? id, sections: [], segments: [] };

/** Rows of the next batch, a few milliseconds at a time: readers are being answered meanwhile. */
const takeRows = async (rows: SparseRows | undefined, first: number): Promise<SparseRow[]> => {
  if (rows === undefined) return [];
  const steps = rows.take(POINTS_PER_BATCH);
  for (;;) {
    await nextTurn();
    const step = steps.next();
    if (step.done === true) {
      return step.value.map(({ indices, values }) => ({
        indices: indices.map((term) => first + term),
        values: values.map(shortened),
      }));
    }
  }
};

const denseRow = ({ dimensions, scales, values }: DenseVectors, row: number): number[] => {
  const scale = scales[row] ?? 0;
  return Array.from(values.subarray(row * dimensions, (row + 1) * dimensions), (value) => shortened(value * scale));
};

/** As many digits as the store keeps. */
const shortened = (value: number): number => Number(value.toPrecision(SIGNIFICANT_DIGITS));
