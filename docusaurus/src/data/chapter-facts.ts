/** What a chapter's front matter says about it, read leniently: the lint, not the page, complains about faults. */

/** How a chapter's code was checked; also the badges of code blocks. */
export const BADGES = ['ci', 'ros-ci', 'docker-ci', 'static', 'gpu'] as const;
/** One of {@link BADGES}. */
export type BadgeName = (typeof BADGES)[number];

/** A work that a chapter refers to. */
export interface Reference {
  id: string;
  authors: string;
  title: string;
  year?: number;
  venue?: string;
  doi?: string;
  arxiv?: string;
  isbn?: string;
  url?: string;
}

/** The front matter that the page shows. Times in minutes. */
export interface ChapterFacts {
  module?: string;
  week?: string;
  minutes?: number;
  difficulty?: string;
  objectives: string[];
  prerequisites: string[];
  hardware: string[];
  tested: string[];
  distros: string[];
  references: Reference[];
}

/** One chapter as other pages see it. */
export interface ChapterSummary {
  id: string;
  title: string;
  description: string;
  permalink: string;
  prerequisites: string[];
}

type FrontMatter = Readonly<Record<string, unknown>>;

function text(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

function texts(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.map(text).filter((item) => item !== undefined);
}

function isRecord(value: unknown): value is FrontMatter {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function reference(value: unknown): Reference | undefined {
  if (!isRecord(value)) return undefined;
  const id = text(value['id']);
  const title = text(value['title']);
  if (!id || !title) return undefined;
  const optional = {
    venue: text(value['venue']),
    doi: text(value['doi']),
    arxiv: text(value['arxiv']),
    isbn: text(value['isbn']),
    url: text(value['url']),
  };
  const found: Reference = { id, title, authors: text(value['authors']) ?? '' };
  if (typeof value['year'] === 'number') found.year = value['year'];
  for (const key of ['venue', 'doi', 'arxiv', 'isbn', 'url'] as const) {
    const entry = optional[key];
    if (entry !== undefined) found[key] = entry;
  }
  return found;
}

/** Reads the facts out of front matter; what is missing or malformed is left out. */
export function readChapterFacts(frontMatter: object): ChapterFacts {
  const entries: FrontMatter = { ...frontMatter };
  const facts: ChapterFacts = {
    objectives: texts(entries['objectives']),
    prerequisites: texts(entries['prerequisites']),
    hardware: texts(entries['hardware']),
    tested: texts(entries['tested']),
    distros: texts(entries['ros_distro']),
    references: Array.isArray(entries['references'])
      ? entries['references'].map(reference).filter((item) => item !== undefined)
      : [],
  };
  for (const key of ['module', 'week', 'difficulty'] as const) {
    const value = text(entries[key]);
    if (value !== undefined) facts[key] = value;
  }
  if (typeof entries['minutes'] === 'number') facts.minutes = entries['minutes'];
  return facts;
}

/** True for the name of a code badge. */
export function isBadge(value: string): value is BadgeName {
  return (BADGES as readonly string[]).includes(value);
}
