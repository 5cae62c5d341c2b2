/** What the index keeps of the manifest beside chapters and chunks. */
import type { Book } from '@lectern/contracts';

/** Place of a chapter in reading order. */
export interface OutlineEntry {
  readonly key: string;
  readonly locale: string;
  readonly order: number;
}

/** The manifest without its chapters, and the reading order of these. */
export interface BookMeta extends Omit<Book, 'chapters'> {
  /** Not part of a chapter's own hash, so that a page put in front changes no other. */
  readonly outline: readonly OutlineEntry[];
}

/** How much an index version holds. */
export interface IndexCounts {
  readonly chapters: number;
  readonly sections: number;
  readonly segments: number;
  readonly chunks: number;
}

/** Takes a manifest apart: what is kept of it beside its chapters. */
export const bookMeta = ({ chapters, ...rest }: Book): BookMeta => ({
  ...rest,
  outline: chapters.map(({ key, locale, order }) => ({ key, locale, order })),
});
