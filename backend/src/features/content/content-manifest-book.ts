/** A book straight from its manifest, in memory and without a database: for `lectern eval` and for trying a book out. */
import type { Book } from '@lectern/contracts';
import { buildLatent, serializeIndexes } from '@lectern/retrieval';
import type { VectorsPort } from '../../providers/vectors/vectors.port.ts';
import { type ContentService, createContentService } from './content.service.ts';
import { bookMeta } from './content-book.ts';
import { chunkChapter } from './content-chunking.ts';
import { chapterIdentity } from './content-diff.ts';
import { buildIndexes, indexDocuments } from './content-indexing-steps.ts';
import { assembleSnapshot, chapterEntry } from './content-snapshot.ts';

/** Indexes a manifest in memory. Blocks while it works. */
export const openManifestBook = async (book: Book, vectors: VectorsPort): Promise<ContentService> => {
  const chunks = book.chapters.flatMap(chunkChapter);
  const indexes = buildIndexes(book, indexDocuments(book, chunks));
  const bytes = serializeIndexes(new Map(Array.from(indexes, ([language, index]) => [language, buildLatent(index)])));
  const pages = new Map(
    chunks.map((chunk) => [chunk.id, chapterIdentity({ key: chunk.chapterKey, locale: chunk.locale })]),
  );
  const snapshot = assembleSnapshot({
    version: 1,
    book: bookMeta(book),
    chapters: book.chapters.map(chapterEntry),
    chunks,
    index: await vectors.open({ bytes, pages }),
  });
  const chapters = new Map(book.chapters.map((chapter) => [chapterIdentity(chapter), chapter]));
  return createContentService({
    library: { current: () => snapshot },
    repository: {
      chapterAt: async (_version, key, locale) => chapters.get(chapterIdentity({ key, locale })),
      chapterBySource: async (_version, key, locale, sourceHash) => {
        const chapter = chapters.get(chapterIdentity({ key, locale }));
        return chapter?.sourceHash === sourceHash ? chapter : undefined;
      },
      recentChapters: async (_version, key, locale) => {
        const chapter = chapters.get(chapterIdentity({ key, locale }));
        return chapter ? [chapter] : [];
      },
      async *chapters() {
        yield Array.from(chapters.values());
      },
      quizzes: async () => book.chapters.filter((chapter) => chapter.quizzes.length > 0),
    },
  });
};
