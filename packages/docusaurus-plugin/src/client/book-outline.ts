/**
 * The book's outline: modules, chapters in reading order, their sections. A chunk of its own, made by the same build as
 * the pages, so that a reader's place in the book can be shown where there is no server.
 * @see ../../PAGE-DATA.md
 */

/** A part of the book. */
export interface OutlineModule {
  id: string;
  title: string;
  /** Weeks of the course that it takes, e.g. `1–2`, where the site says so. */
  weeks?: string;
}

/** A section that a reader may have read. */
export interface OutlineSection {
  /** Anchor; `''` for what stands before the first heading. */
  id: string;
  title: string;
}

/** A question of a quiz, with its key: quizzes are public by design. */
export interface OutlineQuiz {
  id: string;
  title: string;
  /** Number of its questions. */
  items: number;
}

/** A chapter of the book. */
export interface OutlineChapter {
  /** `<instance>/<version>/<docId>`. */
  key: string;
  title: string;
  /** What it is about, in a sentence. */
  description?: string;
  /** Path of its page. */
  permalink: string;
  /** Id of the module. */
  module?: string;
  /** Week or weeks of the course, e.g. `2`, `8–9`. */
  week?: string;
  /** Time to work through it, minutes. */
  minutes?: number;
  /** Keys of the chapters that it builds on. */
  prerequisites: string[];
  sections: OutlineSection[];
  quizzes: OutlineQuiz[];
}

/** The outline of the book's latest version. */
export interface BookOutline {
  modules: OutlineModule[];
  chapters: OutlineChapter[];
}

/** Loads the outline of this locale. */
export async function loadOutline(): Promise<BookOutline> {
  const module = await import('@generated/lectern/default/outline.json');
  return module.default;
}

// `docusaurus start`: without this an edit would load the whole page anew.
if (import.meta.webpackHot) import.meta.webpackHot.accept('@generated/lectern/default/outline.json');
