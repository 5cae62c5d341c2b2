/** The terms as the page has them. Types only: made by the build (manifest/page-glossary.ts), read in the browser. */

/** A term with its definition in the languages that the site has it in. */
export interface PageTerm {
  readonly term: string;
  /** Other spellings that are found in the text. */
  readonly forms: readonly string[];
  readonly definition: string;
  /** Definitions from the site's translation memories, by language. */
  readonly translated: Readonly<Record<string, string>>;
  /** What the term is called in Urdu. */
  readonly urdu?: string;
  /** Where the book explains it: a section named by the term. */
  readonly url?: string;
}
