import type { IndexDocument } from '@lectern/retrieval';
import type { Collection } from './collection-reader.ts';
import { seededRandom } from './seeded-random.ts';

/** Sections of one page. */
const SECTIONS_PER_PAGE = 8;
/** Share of runs that are taken from the vocabulary instead of a real section: keeps the tail of rare words growing. */
const RARE_WORD_SHARE = 0.02;
const RUN_WORDS = 12;

/**
 * Makes sections of real words in real neighbourhoods: each is spliced from runs of a few sections of the collections,
 * with a few made-up rare words, so that word frequencies, lengths and repeated phrases are those of real text.
 */
export function syntheticSections(collections: readonly Collection[], count: number, seed: number): IndexDocument[] {
  const random = seededRandom(seed);
  const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  const sources = collections.flatMap((collection) => collection.documents).filter((document) => document.text !== '');
  const words = sources.map((document) => document.text.split(/\s+/u));
  const titles = sources.map((document) => document.title);
  return Array.from({ length: count }, (_, ordinal) => {
    const length = 40 + Math.floor(random() * random() * 400);
    const topics = [pick(words), pick(words), pick(words)];
    const text: string[] = [];
    while (text.length < length) {
      if (random() < RARE_WORD_SHARE) text.push(`term${Math.floor(random() * count)}`);
      const topic = pick(topics) ?? [];
      const start = Math.floor(random() * Math.max(1, topic.length - RUN_WORDS));
      text.push(...topic.slice(start, start + RUN_WORDS));
    }
    const page = Math.floor(ordinal / SECTIONS_PER_PAGE);
    const title = pick(titles) ?? '';
    return { id: `page-${page}#section-${ordinal}`, title, path: [pick(titles) ?? '', title], text: text.join(' ') };
  });
}
