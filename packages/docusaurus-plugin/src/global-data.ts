/**
 * The plugin's global data: what every page knows at once. Types only, so that browser code may import it.
 * @see ../PAGE-DATA.md
 */

/** Which of the plugin's features a site shows. */
export interface LecternFeatures {
  /** The Ask panel. */
  chat: boolean;
  /** The search box. */
  search: boolean;
  /** The popover near a text selection. */
  selection: boolean;
  /** Quizzes. */
  quiz: boolean;
  /** Progress, bookmarks, notes and reviews. */
  learning: boolean;
  /** Chapters in the reader's language. */
  translation: boolean;
  /** Terms explained where they stand. */
  glossary: boolean;
  /** Sign-in, sign-up and the reader's own pages. */
  accounts: boolean;
}

/** What the book's author chose for the assistant; the contracts' `BookOptions` with the title. */
export interface LecternBookData {
  title: string;
  name: string;
  tone: string;
  greeting: string;
  refusal: string;
  suggestedQuestions: string[];
}

/** A module of the book, in reading order. */
export interface LecternModuleData {
  id: string;
  title: string;
  order: number;
}

/** Global data of the plugin, as `usePluginData('lectern')` returns it. */
export interface LecternGlobalData {
  /** The API server: `origin` is `''` for the site's own; `basePath` has no trailing slash. */
  api: { origin: string; basePath: string };
  /** Base URL of this locale's build, with both slashes. */
  baseUrl: string;
  /** Locale of this build, BCP 47. */
  locale: string;
  defaultLocale: string;
  book: LecternBookData;
  modules: LecternModuleData[];
  features: LecternFeatures;
}
