/** What the API and other features ask of the book: outline, chapters, retrieval, search. */
import type { BookResponse, Chapter, ChapterSummary, Quiz, SearchResponse } from '@lectern/contracts';
import { fuse } from '@lectern/retrieval';
import { ConflictError, ServiceUnavailableError } from '../../config/app-error.ts';
import type { QuestionEmbedder } from '../../providers/embeddings/question-embedder.ts';
import type { ContentRepository } from './content.repository.ts';
import { collectVocabulary, type Vocabulary } from './content-completion.ts';
import { chapterIdentity } from './content-diff.ts';
import type { BookLibrary } from './content-library.service.ts';
import type { Retrieval, RetrievalRequest, RetrievedChunk } from './content-retrieval.ts';
import { bookPages, findChapter, preferredLocales } from './content-scope.ts';
import { readQuery, searchHits } from './content-search.ts';
import type { BookSnapshot, ChapterEntry } from './content-snapshot.ts';

/** Chunks from which search hits are chosen: parts of one section are shown once, fitting headings come first. */
const SEARCHED_CHUNKS = 60;
const RETRY_AFTER_SECONDS = 5;

/** The book as other features use it. */
export type ContentService = ReturnType<typeof createContentService>;

/** What the service needs. */
export interface ContentServiceDeps {
  readonly library: Pick<BookLibrary, 'current'>;
  readonly repository: Pick<
    ContentRepository,
    'chapterAt' | 'chapterBySource' | 'recentChapters' | 'chapters' | 'quizzes'
  >;
  /** Left out: questions are answered from words. */
  readonly questions?: Pick<QuestionEmbedder, 'identity' | 'isLocal' | 'embed'> | undefined;
}

/** Makes the service. */
export const createContentService = (deps: ContentServiceDeps) => {
  const { library, repository, questions } = deps;
  const vocabularies = new WeakMap<BookSnapshot, Vocabulary>();
  const outlines = new WeakMap<BookSnapshot, BookResponse>();
  const quizzesOf = new WeakMap<BookSnapshot, Promise<ReadonlyMap<string, readonly Quiz[]>>>();

  /**
   * The version of the book that answers now; a request takes it once.
   * @throws INDEX_NOT_READY before the first version is there.
   */
  const snapshot = (): BookSnapshot => {
    const current = library.current();
    if (!current) throw new ServiceUnavailableError('INDEX_NOT_READY', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    return current;
  };

  /** Ranks the sections for a query. */
  const retrieve = async (book: BookSnapshot, request: RetrievalRequest): Promise<Retrieval> => {
    const { query, limit, filter, meaning = true, staysHere = false } = request;
    // No call for a book whose vectors are of another model: its question could not be compared.
    const canCompare = questions !== undefined && book.index.dense?.embedder === questions.identity;
    const vector =
      canCompare && meaning && (questions.isLocal || !staysHere) ? await questions.embed(query) : undefined;
    const { candidates, answerability } = await book.index.candidates({ query, limit, filter, vector });
    const pageOf = (id: string): string => {
      const chunk = book.chunks.get(id);
      return chunk ? chapterIdentity({ key: chunk.chapterKey, locale: chunk.locale }) : id;
    };
    const hits: RetrievedChunk[] = [];
    for (const { id, score } of fuse(candidates, { limit, pageOf })) {
      const chunk = book.chunks.get(id);
      if (chunk) hits.push({ chunk, score });
    }
    return { hits, answerability };
  };

  /** The outline. */
  const book = (): BookResponse => {
    const current = snapshot();
    const known = outlines.get(current);
    if (known) return known;
    const { title, defaultLocale, locales, modules, options } = current.book;
    const chapters = current.chapters.map(chapterSummary);
    const outline = { title, defaultLocale, locales, modules, options, indexVersion: current.version, chapters };
    outlines.set(current, outline);
    return outline;
  };

  /**
   * A chapter, whole.
   * @throws CHAPTER_NOT_FOUND
   */
  const chapter = async (keyOrId: string, locale?: string): Promise<Chapter> => {
    const current = snapshot();
    const entry = findChapter(current, keyOrId, locale);
    const stored = await repository.chapterAt(current.version, entry.key, entry.locale);
    // Rows of a version before the last may be gone by the time that a slow request gets here.
    if (!stored) throw new ServiceUnavailableError('INDEX_NOT_READY', { retryAfterSeconds: 1 });
    return { ...stored, order: entry.order };
  };

  /**
   * The version of a chapter that a page shows.
   * @throws SOURCE_CHANGED when it is older than the kept versions.
   */
  const chapterBySource = async (current: BookSnapshot, entry: ChapterEntry, sourceHash: string): Promise<Chapter> => {
    const found = await repository.chapterBySource(current.version, entry.key, entry.locale, sourceHash);
    if (!found) throw new ConflictError('SOURCE_CHANGED', { sourceHash: entry.sourceHash });
    return found;
  };

  /** The kept versions of a chapter, the current one first: what pages may show. */
  const recentChapters = (current: BookSnapshot, { key, locale }: Pick<ChapterEntry, 'key' | 'locale'>) =>
    repository.recentChapters(current.version, key, locale);

  /** All chapters of a version, whole, some at a time. */
  const chapters = (current: BookSnapshot): AsyncIterable<readonly Chapter[]> => repository.chapters(current.version);

  /** Quizzes by chapter identity, of the chapters that have some; read once for a version. */
  const quizzes = (current: BookSnapshot): Promise<ReadonlyMap<string, readonly Quiz[]>> => {
    const known = quizzesOf.get(current);
    if (known) return known;
    const reading = repository
      .quizzes(current.version)
      .then((rows) => new Map(rows.map((row) => [chapterIdentity(row), row.quizzes])));
    quizzesOf.set(current, reading);
    // What failed is tried again by the next who asks.
    reading.catch(() => quizzesOf.delete(current));
    return reading;
  };

  const vocabulary = (current: BookSnapshot): Vocabulary => {
    const known = vocabularies.get(current);
    if (known) return known;
    const texts = [...current.chunks.values()].map(
      (chunk) => `${chunk.sections.map((section) => section.headingPath.at(-1)).join('\n')}\n${chunk.text}`,
    );
    const collected = collectVocabulary(texts);
    vocabularies.set(current, collected);
    return collected;
  };

  /** Sections that fit what is being typed; in the reader's locale, else in the book's default one. */
  const search = async (input: { q: string; locale?: string | undefined; limit: number }): Promise<SearchResponse> => {
    const current = snapshot();
    const typed = readQuery(input.q, vocabulary(current));
    for (const locale of preferredLocales(current, input.locale)) {
      const filter = { pages: bookPages(current, locale) };
      const { hits } = await retrieve(current, {
        query: typed.query,
        limit: SEARCHED_CHUNKS,
        filter,
        meaning: false,
      });
      const shown = searchHits(current, hits, typed).slice(0, input.limit);
      if (shown.length > 0) return { query: input.q, hits: shown };
    }
    return { query: input.q, hits: [] };
  };

  return { snapshot, retrieve, book, chapter, chapters, chapterBySource, recentChapters, quizzes, search };
};

/** The same book for readers whose questions go to no provider. */
export const keepHere = (content: ContentService): ContentService => ({
  ...content,
  retrieve: (book, request) => content.retrieve(book, { ...request, staysHere: true }),
});

const chapterSummary = ({ sections, ...rest }: ChapterEntry): ChapterSummary => ({
  ...rest,
  sections: sections.map(({ id, headingPath, permalink }) => ({
    id,
    title: headingPath.at(-1) ?? '',
    depth: Math.max(0, headingPath.length - 1),
    permalink,
  })),
});
