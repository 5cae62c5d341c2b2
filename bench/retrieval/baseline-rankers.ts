import type { IndexDocument } from '@lectern/retrieval';
import MiniSearch from 'minisearch';
import { stemmer } from 'stemmer';

/** A ranker under test: ids of sections, best first. */
export type Ranker = (question: string, limit: number) => string[];

/** MiniSearch with its default settings over title, path and text. */
export function miniSearchRanker(documents: readonly IndexDocument[]): Ranker {
  const engine = new MiniSearch({ fields: ['title', 'path', 'text'] });
  engine.addAll(documents.map(({ id, title, path, text }) => ({ id, title, path: path.join(' '), text })));
  return (question, limit) =>
    engine
      .search(question)
      .slice(0, limit)
      .map((result) => String(result.id));
}

/** Stop words of Lucene's EnglishAnalyzer. */
const LUCENE_STOP_WORDS = new Set(
  `a an and are as at be but by for if in into is it no not of on or such that the their then there these they this
  to was will with`.split(/\s+/),
);
const K1 = 1.2;
const B = 0.75;

function analyze(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}\p{M}_]+(?:['’.][\p{L}\p{N}]+)*/gu) ?? [];
  return words
    .map((word) => word.replace(/['’]s$/u, ''))
    .filter((word) => !LUCENE_STOP_WORDS.has(word))
    .map((word) => stemmer(word));
}

/** BM25 as Lucene has it (k1 1.2, b .75, English analyzer), title, path and text as one field. */
export function luceneRanker(documents: readonly IndexDocument[]): Ranker {
  const postings = new Map<string, Map<number, number>>();
  const lengths = documents.map((document, ordinal) => {
    const terms = analyze([document.title, ...document.path, document.text].join('\n'));
    for (const term of terms) {
      const counts = postings.get(term) ?? new Map<number, number>();
      counts.set(ordinal, (counts.get(ordinal) ?? 0) + 1);
      postings.set(term, counts);
    }
    return terms.length;
  });
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  return (question, limit) => {
    const scores = new Map<number, number>();
    for (const term of analyze(question)) {
      const counts = postings.get(term);
      if (counts === undefined) continue;
      const idf = Math.log(1 + (documents.length - counts.size + 0.5) / (counts.size + 0.5));
      for (const [ordinal, count] of counts) {
        const norm = K1 * (1 - B + (B * (lengths[ordinal] ?? 0)) / average);
        scores.set(ordinal, (scores.get(ordinal) ?? 0) + (idf * count) / (count + norm));
      }
    }
    return [...scores]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, limit)
      .map(([ordinal]) => documents[ordinal]?.id ?? '');
  };
}
