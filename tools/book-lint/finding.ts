/** What the lint found, and where. */
import type { Node } from 'unist';
import type { ChapterSource } from './chapter-source.ts';

/** `error` fails the lint; `warning` is for a person to judge. */
export type Severity = 'error' | 'warning';

/** One fault. */
export interface Finding {
  /** Rule id, as the style guide names it. */
  rule: string;
  severity: Severity;
  /** Path relative to the docs folder or the site. */
  file: string;
  /** Line from 1; 0 for the file as a whole. */
  line: number;
  message: string;
}

/** Collects the findings of one file. */
export interface FindingSink {
  findings: Finding[];
  error(rule: string, place: Node | number, message: string): void;
  warning(rule: string, place: Node | number, message: string): void;
}

const lineOf = (place: Node | number) => (typeof place === 'number' ? place : (place.position?.start.line ?? 0));

/** A sink for the findings of a file. */
export function createSink(file: string): FindingSink {
  const findings: Finding[] = [];
  const add = (severity: Severity) => (rule: string, place: Node | number, message: string) => {
    findings.push({ rule, severity, file, line: lineOf(place), message });
  };
  return { findings, error: add('error'), warning: add('warning') };
}

/** What the rules know of the whole book. */
export interface BookContext {
  /** The repository's root: titles of code blocks are relative to it. */
  root: string;
  /** Folder of the chapters. */
  docs: string;
  /** Path relative to the docs folder → chapter. */
  chapters: ReadonlyMap<string, ChapterSource>;
  /** Terms and aliases of the glossary, normalized by {@link normalizeTerm}. */
  terms: ReadonlySet<string>;
}

/** A rule looks at one chapter. */
export type ChapterRule = (chapter: ChapterSource, book: BookContext, sink: FindingSink) => void;

/** Terms are the same whatever their case. */
export const normalizeTerm = (term: string) => term.normalize('NFC').trim().toLowerCase();

/** What a page is: the anatomy of chapters doesn't hold for the intro and the appendices. */
export type PageKind = 'chapter' | 'intro' | 'appendix';

/** Tells the kind of a page by its path. */
export function pageKind(chapter: ChapterSource): PageKind {
  if (chapter.relative.startsWith('appendix/')) return 'appendix';
  return chapter.relative.includes('/') ? 'chapter' : 'intro';
}
