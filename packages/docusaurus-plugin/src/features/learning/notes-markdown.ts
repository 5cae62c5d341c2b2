/** Notes and highlights as a Markdown document. Pure. */
import type { Note } from '@lectern/contracts';

/** What the document needs besides the notes. */
export interface NotesDocument {
  readonly title: string;
  /** Said of a note whose place is gone. */
  readonly orphaned: string;
  /** Origin of the site, for whole addresses. */
  readonly origin: string;
}

const quoteBlock = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');

/** A title without what Markdown would read as more than words. */
const plainTitle = (text: string): string => text.replace(/[\\`*_[\]<>#]/g, (sign) => `\\${sign}`);

function noteBlock(note: Note, { orphaned, origin }: NotesDocument): string {
  const parts = [
    note.quote === '' ? '' : quoteBlock(note.quote),
    note.text,
    note.orphaned ? `*${orphaned}*` : '',
    note.permalink === null ? '' : `<${new URL(note.permalink, origin).href}>`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** The notes under their chapters and sections, in the order in which they are given. */
export function notesMarkdown(notes: readonly Note[], document: NotesDocument): string {
  const blocks = [`# ${plainTitle(document.title)}`];
  for (const [chapter, ofChapter] of groupBy(notes, ({ chapterTitle }) => chapterTitle)) {
    if (chapter !== '') blocks.push(`## ${plainTitle(chapter)}`);
    for (const [section, ofSection] of groupBy(ofChapter, ({ sectionTitle }) => sectionTitle)) {
      if (section !== '' && section !== chapter) blocks.push(`### ${plainTitle(section)}`);
      blocks.push(...ofSection.map((note) => noteBlock(note, document)));
    }
  }
  return `${blocks.join('\n\n')}\n`;
}

/** The notes that have all the words somewhere: in the quote, in the reader's own text, in a title. */
export function searchNotes(notes: readonly Note[], words: string): Note[] {
  const fold = (text: string) =>
    text
      .normalize('NFKD')
      .replace(/\p{Mn}/gu, '')
      .toLowerCase();
  const wanted = fold(words)
    .split(/\s+/)
    .filter((word) => word !== '');
  return notes.filter((note) => {
    const text = fold([note.quote, note.text, note.chapterTitle, note.sectionTitle].join(' '));
    return wanted.every((word) => text.includes(word));
  });
}
