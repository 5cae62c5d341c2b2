/** Carries people's work over when the extractor makes other hashes of the same texts. */
import type { LanguagePair, MemoryRepository, StoredTranslation } from '../memory/translation-memory.repository.ts';
import type { TranslationBooks } from '../translation-book.ts';
import type { ChapterSegment } from '../translation-chapter.ts';
import { type RunScope, resolveScope } from './translation-scope.ts';

/** What it needs. */
export interface RekeyDeps {
  readonly books: TranslationBooks;
  readonly memory: Pick<MemoryRepository, 'all' | 'find' | 'save'>;
}

/** What it did. */
export interface RekeyReport {
  /** Reviewed and locked entries whose segment the book does not have. */
  readonly orphans: number;
  /** Of these, carried over to the segment with the same kind and text. */
  readonly carried: number;
}

const nameOf = ({ kind, source }: Pick<StoredTranslation, 'kind' | 'source'>): string => JSON.stringify([kind, source]);

/**
 * Copies reviewed and locked entries that no segment has any more to the segment with the same kind and text. The old
 * entries stay: an older version of the book may be served.
 * @throws as {@link resolveScope}
 */
export async function rekeyMemory(deps: RekeyDeps, scope: Pick<RunScope, 'language'>): Promise<RekeyReport> {
  const { pair, parts } = resolveScope(deps.books, scope);
  const segments = new Map<string, ChapterSegment>();
  for await (const part of parts()) for (const segment of part.segments) segments.set(segment.hash, segment);
  const byText = new Map(
    Array.from(segments.values(), (segment) => [nameOf({ kind: segment.kind, source: segment.text }), segment]),
  );
  const orphans: StoredTranslation[] = [];
  for await (const page of deps.memory.all(pair)) {
    orphans.push(...page.filter(({ hash, status }) => status !== 'machine' && !segments.has(hash)));
  }
  const rows = orphans.flatMap((entry): StoredTranslation[] => {
    const segment = byText.get(nameOf(entry));
    return segment === undefined ? [] : [{ ...entry, hash: segment.hash, context: '', origin: null }];
  });
  const fresh = await withoutKnown(deps.memory, pair, rows);
  await deps.memory.save(pair, fresh);
  return { orphans: orphans.length, carried: fresh.length };
}

/** Leaves out what the new segment has already by a person's hand. */
async function withoutKnown(
  memory: Pick<MemoryRepository, 'find'>,
  pair: LanguagePair,
  rows: readonly StoredTranslation[],
): Promise<StoredTranslation[]> {
  const hashes = Array.from(new Set(rows.map(({ hash }) => hash)));
  const known = new Set((await memory.find(pair, hashes)).map(({ hash, status }) => `${hash} ${status}`));
  return rows.filter(({ hash, status }) => !known.has(`${hash} ${status}`));
}
