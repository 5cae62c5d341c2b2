/** How much of the book is in the memory, by language: computed once for a version and a state of the memory. */
import type { BookSnapshot } from '../content/index.ts';
import type { MemoryRepository } from './memory/translation-memory.repository.ts';
import type { TranslationBooks } from './translation-book.ts';

/** How long shares are taken for true, milliseconds: other processes fill the same memory. */
const KEPT_MS = 30_000;

/** What is read. */
export interface CoverageDeps {
  readonly books: Pick<TranslationBooks, 'outline'>;
  readonly memory: Pick<MemoryRepository, 'countCovered'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Reads shares. */
export interface CoverageReader {
  /** Share of the book's segments that have a translation, 0…1, by language. */
  byLanguage(snapshot: BookSnapshot): Promise<ReadonlyMap<string, number>>;
  /** Forgets what was read: the memory has changed. */
  forget(): void;
}

/** Makes the reader. */
export const createCoverageReader = ({ books, memory, now }: CoverageDeps): CoverageReader => {
  let kept: { snapshot: BookSnapshot; until: number; shares: Promise<ReadonlyMap<string, number>> } | undefined;

  const read = async (snapshot: BookSnapshot): Promise<ReadonlyMap<string, number>> => {
    const { source, hashes } = await books.outline(snapshot);
    const counts = await memory.countCovered(source, Array.from(hashes));
    return new Map(Array.from(counts, ([language, count]) => [language, hashes.size === 0 ? 0 : count / hashes.size]));
  };

  return {
    byLanguage: (snapshot) => {
      if (kept?.snapshot === snapshot && kept.until > now()) return kept.shares;
      const shares = read(snapshot);
      kept = { snapshot, until: now() + KEPT_MS, shares };
      shares.catch(() => {
        kept = undefined;
      });
      return shares;
    },
    forget: () => {
      kept = undefined;
    },
  };
};
