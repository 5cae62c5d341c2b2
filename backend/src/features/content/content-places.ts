/** Where the chunks of a version stand in the book, as a store of vectors filters them. */
import type { SectionPlace } from '../../providers/vectors/vectors.port.ts';
import type { Chunk } from './content-chunking.ts';
import { chapterIdentity } from './content-diff.ts';
import type { ChapterEntry } from './content-snapshot.ts';

/** Pages and places of chunks by their ids. */
export interface ChunkPlaces {
  readonly pages: ReadonlyMap<string, string>;
  placeOf(id: string): SectionPlace | undefined;
}

/** Makes them. */
export const createPlaces = (book: {
  readonly chapters: readonly Pick<ChapterEntry, 'key' | 'locale' | 'module'>[];
  readonly chunks: readonly Chunk[];
}): ChunkPlaces => {
  const chunks = new Map(book.chunks.map((chunk) => [chunk.id, chunk]));
  const modules = new Map(book.chapters.map((chapter) => [chapterIdentity(chapter), chapter.module]));
  const pageOf = ({ chapterKey: key, locale }: Chunk): string => chapterIdentity({ key, locale });
  return {
    pages: new Map(book.chunks.map((chunk) => [chunk.id, pageOf(chunk)])),
    placeOf: (id) => {
      const chunk = chunks.get(id);
      if (chunk === undefined) return undefined;
      const page = pageOf(chunk);
      return {
        page,
        module: modules.get(page),
        sections: chunk.sections.map((section) => section.id),
        segments: chunk.blocks.filter(({ kind }) => kind === 'segment').map((block) => block.id),
      };
    },
  };
};
