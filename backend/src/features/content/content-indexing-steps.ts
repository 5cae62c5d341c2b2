/** What the indexing worker does, step by step; free of threads, so that it can be tested as it is. */
import type { Book, Chapter } from '@lectern/contracts';
import {
  buildIndex,
  buildLatent,
  type IndexDocument,
  MAX_LATENT_DOCUMENTS,
  type SearchIndex,
  serializeIndexes,
} from '@lectern/retrieval';
import { bookMeta, type IndexCounts } from './content-book.ts';
import { type Chunk, chunkChapter, digest } from './content-chunking.ts';
import { chapterContentHash, chapterIdentity, chapterStatus } from './content-diff.ts';
import type { IndexingEvent, IndexingRequest } from './content-indexing.ts';
import { ManifestError, parseManifest, readManifest } from './content-manifest.ts';

/** Version of what the index is given of a chunk; a change makes every stored index foreign. */
export const DOCUMENTS_VERSION = 3;

interface CutChapter {
  readonly chapter: Chapter;
  readonly contentHash: string;
  readonly status: 'added' | 'changed' | 'unchanged';
  readonly chunks: readonly Chunk[];
}

/** Reads, compares, cuts and builds. Emits `failed` for a manifest that cannot be used; throws on anything else. */
export async function* indexingSteps(request: IndexingRequest): AsyncGenerator<IndexingEvent> {
  try {
    const source = await readManifest(request.manifest);
    if (request.indexed?.complete && request.indexed.manifestHash === source.hash) {
      yield { type: 'current', manifestHash: source.hash, book: null };
      return;
    }
    yield* bookSteps(parseManifest(source.text), source.hash, request);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    yield { type: 'failed', reason: error.message };
  }
}

function* bookSteps(
  book: Book,
  manifestHash: string,
  { indexed, latent = true }: Pick<IndexingRequest, 'indexed' | 'latent'>,
): Generator<IndexingEvent> {
  const known = new Map(indexed?.chapters.map((chapter) => [chapterIdentity(chapter), chapter.contentHash]));
  const cut = book.chapters.map((chapter) => cutChapter(chapter, known));
  const present = new Set(book.chapters.map(chapterIdentity));
  const removed = indexed?.chapters.filter((chapter) => !present.has(chapterIdentity(chapter))) ?? [];
  const meta = bookMeta(book);
  const changes = cut.filter(({ status }) => status !== 'unchanged').length;
  const changed = indexed === undefined || changes > 0 || removed.length > 0 || !sameBook(meta, indexed.book);
  if (!changed && indexed?.complete) {
    yield { type: 'current', manifestHash, book: meta };
    return;
  }
  const chunks = cut.flatMap((chapter) => chapter.chunks);
  yield { type: 'manifest', manifestHash, book: meta, counts: countAll(book, chunks), removed, changes, changed };
  for (const { status, ...rest } of cut) {
    if (status !== 'unchanged') yield { type: 'chapter', status, ...rest };
  }
  yield* indexSteps(book, chunks, latent);
}

/** The documents of an index: one for each chunk. */
export const indexDocuments = (book: Book, chunks: readonly Chunk[]): IndexDocument[] => {
  const modules = new Map(book.modules.map((module) => [module.id, module.title]));
  const moduleOf = new Map(
    book.chapters.map((chapter) => [chapterIdentity(chapter), modules.get(chapter.module ?? '')]),
  );
  const otherNames = new Map(book.glossary.map(({ term, aliases }) => [nameKey(term), aliases]));
  return chunks.map((chunk) =>
    indexDocument(
      chunk,
      moduleOf.get(chapterIdentity({ key: chunk.chapterKey, locale: chunk.locale })),
      (heading) => otherNames.get(nameKey(heading)) ?? [],
    ),
  );
};

const nameKey = (name: string): string => name.normalize('NFC').toLowerCase();

function* indexSteps(book: Book, chunks: readonly Chunk[], latent: boolean): Generator<IndexingEvent> {
  const documents = indexDocuments(book, chunks);
  const lexical = buildIndexes(book, documents);
  yield { type: 'index', bytes: serializeIndexes(lexical), latent: false };
  if (!latent || documents.length > MAX_LATENT_DOCUMENTS) return;
  const whole = new Map(Array.from(lexical, ([language, index]) => [language, buildLatent(index)]));
  yield { type: 'index', bytes: serializeIndexes(whole), latent: true };
}

/** An index for each language of a book, without their latent spaces. */
export const buildIndexes = (book: Book, documents: readonly IndexDocument[]): Map<string, SearchIndex> => {
  const byLanguage = Map.groupBy(documents, ({ locale }) => locale ?? book.defaultLocale);
  // A book without text has an index all the same.
  if (byLanguage.size === 0) byLanguage.set(book.defaultLocale, []);
  return new Map(
    Array.from(byLanguage, ([language, own]) => [
      language,
      buildIndex(own, { glossary: book.glossary, latent: false }),
    ]),
  );
};

/**
 * A chunk as the engine takes it: its own heading as title; as path what stands above, the headings merged into it, and
 * the other names of the terms that these headings are.
 */
const indexDocument = (
  chunk: Chunk,
  moduleTitle: string | undefined,
  otherNames: (heading: string) => readonly string[],
): IndexDocument => {
  const [own, ...merged] = chunk.sections.map((section) => section.headingPath);
  const path = own?.slice(0, -1) ?? [];
  const mergedHeadings = merged.flatMap((headings) => headings.slice(-1));
  const title = own?.at(-1) ?? '';
  const names = [title, ...mergedHeadings].flatMap(otherNames);
  return {
    id: chunk.id,
    page: chapterIdentity({ key: chunk.chapterKey, locale: chunk.locale }),
    title,
    path: [...(moduleTitle ? [moduleTitle] : []), ...path, ...mergedHeadings, ...names],
    text: chunk.text,
    locale: chunk.locale,
  };
};

const cutChapter = (chapter: Chapter, known: ReadonlyMap<string, string>): CutChapter => {
  const contentHash = chapterContentHash(chapter);
  const { key, locale } = chapter;
  return {
    chapter,
    contentHash,
    status: chapterStatus(known, { key, locale, contentHash }),
    chunks: chunkChapter(chapter),
  };
};

/** The time of the build says nothing about the book, and no index is made of the memories that the site ships. */
const sameBook = (a: ReturnType<typeof bookMeta>, b: ReturnType<typeof bookMeta>): boolean =>
  digest(canonical(indexedMeta(a))) === digest(canonical(indexedMeta(b)));

const indexedMeta = (book: ReturnType<typeof bookMeta>) => ({ ...book, generatedAt: '', memory: [] });

/** Orders keys: a JSON column gives them back in another order. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]));
};

const countAll = (book: Book, chunks: readonly Chunk[]): IndexCounts => ({
  chapters: book.chapters.length,
  sections: book.chapters.reduce((sum, chapter) => sum + chapter.sections.length, 0),
  segments: book.chapters.reduce(
    (sum, chapter) => sum + chapter.sections.reduce((inner, section) => inner + section.segments.length, 0),
    0,
  ),
  chunks: chunks.length,
});
