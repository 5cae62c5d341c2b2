/** From what is being typed to the hits that are shown. Pure but for the retrieval that it is given. */
import type { SearchHit } from '@lectern/contracts';
import type { Chunk, SectionSpan } from './content-chunking.ts';
import { completeWord, isCommon, type Vocabulary } from './content-completion.ts';
import { chapterIdentity } from './content-diff.ts';
import type { RetrievedChunk } from './content-retrieval.ts';
import type { BookSnapshot } from './content-snapshot.ts';
import { snippetOf, wordsOf } from './content-snippet.ts';

/** What is typed, taken apart. */
export interface TypedQuery {
  /** What is looked for: the words as typed, and the likeliest ends of the last one. */
  readonly query: string;
  /** Words to mark. */
  readonly terms: readonly string[];
  /** Beginning of the word that is being typed; '' when the last one is ended by a blank. */
  readonly prefix: string;
}

/** Weight of a heading that has all that was typed, beside the best fused score. */
const HEADING_WEIGHT = 1;

/** Takes apart what is typed. */
export const readQuery = (text: string, vocabulary: Vocabulary): TypedQuery => {
  const words = wordsOf(text);
  const prefix = /[\p{L}\p{N}\p{M}_]$/u.test(text) ? (words.at(-1) ?? '') : '';
  const whole = prefix === '' ? words : words.slice(0, -1);
  const completions = completeWord(vocabulary, prefix, whole);
  const known = completions.length > 0 || prefix === '' ? whole : words;
  const telling = known.filter((word) => !isCommon(vocabulary, word));
  return { query: [text, ...completions].join(' '), terms: telling.length > 0 ? telling : known, prefix };
};

/** Turns chunks into hits, one for each section, those first whose heading has what was typed. */
export const searchHits = (
  snapshot: BookSnapshot,
  found: readonly RetrievedChunk[],
  typed: TypedQuery,
): SearchHit[] => {
  const top = found[0]?.score ?? 1;
  const shown = new Map<string, SearchHit>();
  for (const { chunk, score } of found) {
    const section = bestSection(chunk, typed);
    const identity = chapterIdentity({ key: chunk.chapterKey, locale: chunk.locale });
    const entry = snapshot.chaptersByIdentity.get(identity);
    if (!section || !entry || shown.has(section.permalink)) continue;
    const { text, highlights } = snippetOf(chunk.text.slice(section.start, section.end), typed.terms, typed.prefix);
    shown.set(section.permalink, {
      chapterId: chunk.chapterKey,
      chapterTitle: entry.title,
      headingPath: [...section.headingPath],
      url: section.permalink,
      snippet: text,
      highlights,
      score: score / top + HEADING_WEIGHT * coverage(section.headingPath.at(-1) ?? '', typed),
    });
  }
  return [...shown.values()].sort((a, b) => b.score - a.score);
};

/** Share of what was typed that a text has, the last word by its beginning. */
const coverage = (text: string, { terms, prefix }: TypedQuery): number => {
  const words = wordsOf(text);
  const wanted = new Set(prefix === '' ? terms : [...terms.filter((term) => term !== prefix), prefix]);
  if (wanted.size === 0) return 0;
  const met = [...wanted].filter((term) =>
    words.some((word) => (term === prefix ? word.startsWith(term) : word === term)),
  );
  return met.length / wanted.size;
};

/** Of the sections that a chunk holds, the one with the most of what was typed, headings counted twice. */
const bestSection = (chunk: Chunk, typed: TypedQuery): SectionSpan | undefined => {
  const score = ({ headingPath, start, end }: SectionSpan): number =>
    2 * coverage(headingPath.at(-1) ?? '', typed) + coverage(chunk.text.slice(start, end), typed);
  return chunk.sections.length === 1 ? chunk.sections[0] : chunk.sections.toSorted((a, b) => score(b) - score(a))[0];
};
