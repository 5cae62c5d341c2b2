/** The glossary as pages have it: with the definitions that the site's translation memories hold. */
import type { Book } from '@lectern/contracts';
import { escapeText, unescapeText } from '@lectern/segments';
import type { PageTerm } from '../features/glossary/glossary-data.ts';
import type { MemoryFile } from './shipped-memory.ts';

/** Targets of a memory by their sources; a text with placeholders is none that a card could show. */
function targetsOf({ bytes }: MemoryFile): Map<string, string> {
  const targets = new Map<string, string>();
  for (const line of bytes.toString('utf8').split('\n')) {
    const entry = readEntry(line);
    if (entry !== undefined && !entry.target.includes('<')) targets.set(entry.source, unescapeText(entry.target));
  }
  return targets;
}

/** What is wrong in a line is the server's to tell. */
function readEntry(line: string): { source: string; target: string } | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null || !('source' in entry) || !('target' in entry)) return undefined;
    const { source, target } = entry;
    return typeof source === 'string' && typeof target === 'string' ? { source, target } : undefined;
  } catch {
    return undefined;
  }
}

/** Makes the page's glossary. @param book the manifest of the locale that is built */
export function pageGlossary(book: Book, memories: readonly MemoryFile[]): PageTerm[] {
  const targets = memories.map((memory) => [memory.language, targetsOf(memory)] as const);
  const sections = book.chapters.filter(({ latest }) => latest !== false).flatMap((chapter) => chapter.sections);
  const urls = new Map(
    sections.flatMap(({ headingPath, permalink }) =>
      namesOf(headingPath.at(-1) ?? '').map((name) => [name, permalink]),
    ),
  );
  return book.glossary.map(({ term, aliases, definition, urdu }) => {
    const translated = targets.flatMap(([language, texts]) => {
      const text = texts.get(escapeText(definition));
      return text === undefined ? [] : [[language, text] as const];
    });
    const url = urls.get(nameOf(term));
    return {
      term,
      forms: [...aliases, ...(urdu === undefined ? [] : [urdu])],
      definition,
      translated: Object.fromEntries(translated),
      ...(urdu === undefined ? {} : { urdu }),
      ...(url === undefined ? {} : { url }),
    };
  });
}

/** What a heading names: an edition's has the other language's word in brackets, “action (ایکشن)”. */
const namesOf = (heading: string): string[] =>
  [heading, ...(/^(.+?)\s*\((.+)\)$/su.exec(heading)?.slice(1) ?? [])].map(nameOf);

const nameOf = (name: string): string => name.normalize('NFC').toLowerCase();
