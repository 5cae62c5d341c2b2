/** Printings of a book: the same chapters, each telling which printing it is of, so that a mixture of two would show. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { type Book, bookSchema, type Chapter, type Segment } from '@lectern/contracts';
import {
  type ChapterText,
  QOS_CHAPTER,
  SENSORS_CHAPTER,
  testBook,
  testHash,
} from '../../src/features/content/content.fixture.ts';

/** The word by which a printing is searched for. */
export const printingWord = (printing: number): string => `printing${printing}mark`;

/** Any printing's word. */
export const PRINTING_WORD = /printing(\d+)mark/g;

/** The question that the generated chapters answer. */
export const PRINTED_QUESTION = 'What does an accelerometer at rest read?';

/** Makes a book of `chapterCount` chapters with the text of the two chapters of the fixtures, each in words of its own. */
export function generateBook(chapterCount: number): Book {
  const texts = Array.from({ length: chapterCount }, (_, number): ChapterText => {
    const source = number % 2 === 0 ? SENSORS_CHAPTER : QOS_CHAPTER;
    const words = Array.from({ length: 40 }, (_unused, at) => `word${number}of${at}`).join(' ');
    return {
      ...source,
      id: `${source.id}-${number}`,
      body: `${source.body}\n\n## Words {words}\n\nThe words are ${words}.`,
    };
  });
  return testBook(texts);
}

/** Reads a manifest that was built. */
export async function readBook(path: string): Promise<Book> {
  return bookSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}

/**
 * A book as its printing `printing`: each chosen chapter has one more paragraph and another source hash.
 * @param changes whether a chapter, by its place, is of the new printing; default: all are
 */
export function printBook(book: Book, printing: number, changes: (place: number) => boolean = () => true): Book {
  const chapters = book.chapters.map((chapter, place) => (changes(place) ? printChapter(chapter, printing) : chapter));
  return { ...book, title: `${book.title}, ${printingWord(printing)}`, chapters };
}

function printChapter(chapter: Chapter, printing: number): Chapter {
  const plain = `This page of ${chapter.title} is of ${printingWord(printing)}.`;
  const hash = testHash(`paragraph ${plain}`);
  const segment: Segment = {
    id: `z${hash.slice(0, 8)}`,
    kind: 'paragraph',
    text: plain,
    plain,
    hash,
    placeholders: [],
  };
  const [first, ...rest] = chapter.sections;
  if (first === undefined) return chapter;
  return {
    ...chapter,
    sourceHash: testHash(`${chapter.sourceHash} ${printing}`),
    sections: [{ ...first, segments: [...first.segments, segment] }, ...rest],
  };
}

/** Writes a manifest as a build does: whole or not at all. */
export async function writeBook(path: string, book: Book): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(book));
  await rename(`${path}.new`, path);
}
