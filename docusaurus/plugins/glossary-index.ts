import { readFileSync } from 'node:fs';
import GithubSlugger from 'github-slugger';

/** A term as a page shows it. */
export interface GlossaryEntry {
  definition: string;
  /** Id of the term's heading on the glossary page. */
  anchor: string;
  /** Other names. */
  aliases: string[];
  urdu?: string;
  /** Id of the chapter that uses it first. */
  chapter?: string;
}

/** Finds a term by its name or by one of its aliases, whatever the case. */
export interface GlossaryIndex {
  find(name: string): GlossaryEntry | undefined;
}

// Only what a page shows: the lint holds the file to the whole contract. Docusaurus loads its configuration through
// jiti, in which the contracts' zod comes out without its names.
interface TermSource {
  term: string;
  definition: string;
  aliases: string[];
  urdu?: string;
  chapter?: string;
}

const normalize = (name: string) => name.normalize('NFC').trim().toLowerCase();

/** The anchor of a term on the glossary page. */
export function termAnchor(term: string): string {
  return new GithubSlugger().slug(term);
}

/**
 * Reads `glossary.json`.
 *
 * @throws Error when an entry has no term or no definition
 */
export function readGlossary(file: string): GlossaryIndex {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(content)) throw new Error(`${file}: a list of terms is expected.`);
  const terms = content.map((entry, index) => readTerm(entry, `${file}, entry ${index + 1}`));
  const entries = new Map<string, GlossaryEntry>();
  // Names before aliases: a term's own name wins over another's abbreviation.
  for (const source of terms) entries.set(normalize(source.term), toEntry(source));
  for (const source of terms) {
    for (const alias of source.aliases) {
      if (!entries.has(normalize(alias))) entries.set(normalize(alias), toEntry(source));
    }
  }
  return { find: (name) => entries.get(normalize(name)) };
}

function readTerm(entry: unknown, place: string): TermSource {
  if (typeof entry !== 'object' || entry === null || !('term' in entry) || !('definition' in entry)) {
    throw new Error(`${place}: a term needs "term" and "definition".`);
  }
  const aliases = 'aliases' in entry && Array.isArray(entry.aliases) ? entry.aliases : [];
  return {
    term: String(entry.term),
    definition: String(entry.definition),
    aliases: aliases.map(String),
    ...('urdu' in entry ? { urdu: String(entry.urdu) } : {}),
    ...('chapter' in entry ? { chapter: String(entry.chapter) } : {}),
  };
}

function toEntry(source: TermSource): GlossaryEntry {
  const { term, ...shown } = source;
  return { ...shown, anchor: termAnchor(term) };
}
