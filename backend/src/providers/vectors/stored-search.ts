/** Asks a store for the raw scores of a question, and puts them together with what is known in this process. */
import {
  type CandidateResult,
  type CosineScores,
  inverseDocumentFrequency,
  median,
  mergeCandidates,
  questionForEmbeddings,
  questionForStore,
  type SparseTable,
  sparseTables,
} from '@lectern/retrieval';
import type { MedianOf } from './dense-sample.ts';
import { type LanguageIndex, mayHold, predicate } from './language-index.ts';
import type { SparseQuery, StoreAnswer, StoreScope, StoreSearch, VectorStore } from './vector-store.port.ts';
import type { CandidateFilter, CandidatesRequest, SectionPlace } from './vectors.port.ts';

/** A language whose sections are in a store. */
export interface StoredLanguage extends LanguageIndex {
  /** Pages by module. */
  readonly modules: ReadonlyMap<string, ReadonlySet<string>>;
  readonly medianOf: MedianOf | undefined;
}

/** A version whose sections are in a store. */
export interface SearchedVersion {
  readonly store: VectorStore;
  readonly collection: string;
  readonly languages: readonly StoredLanguage[];
  readonly pages: ReadonlyMap<string, string>;
  /** Model of the vectors in the store. */
  readonly embedder: string | undefined;
  /** Sections of all languages. */
  readonly sections: number;
}

/** A search, and what to do with its answer. */
interface Asked {
  readonly search: StoreSearch;
  finish(answer: StoreAnswer): CandidateResult;
}

/** Searches a version in its store. @throws StoreFault */
export const searchStore = async (version: SearchedVersion, request: CandidatesRequest): Promise<CandidateResult> => {
  const { filter, vector } = request;
  const allowed = predicate(filter, version.pages);
  const dense = vector !== undefined && vector.embedder === version.embedder ? vector.values : undefined;
  const prepare = version.store.keepsWords ? prepareAll : prepareEmbeddings;
  const asked = version.languages
    .filter((language) => mayHold(language, filter))
    .map((language) => prepare(version, language, request, { allowed, dense }));
  const searches = asked.map(({ search }) => search);
  const isNeeded = version.store.keepsWords || dense !== undefined;
  const answers = isNeeded && searches.length > 0 ? await version.store.score(version.collection, searches) : [];
  return mergeCandidates(asked.map((one, at) => one.finish(answers[at] ?? NOTHING)));
};

const NOTHING: StoreAnswer = { words: [], grams: new Map(), dense: new Map() };

/** A question's scope and vector, made once for all languages. */
interface Conditions {
  readonly allowed: ((id: string) => boolean) | undefined;
  readonly dense: Float32Array | undefined;
}

/** Words, grams and vectors in the store. */
const prepareAll = (
  version: SearchedVersion,
  language: StoredLanguage,
  { query, limit, filter }: CandidatesRequest,
  { allowed, dense }: Conditions,
): Asked => {
  const question = questionForStore(language.index, query, { limit, filter: allowed });
  const { words, grams } = sparseTables(language.index);
  const weigh = weigher(language, version.sections);
  const search: StoreSearch = {
    scope: scopeOf(language, filter, allowed),
    readings: question.readings.map((terms) => weigh(words, terms, language.first.word)),
    grams: weigh(grams, question.grams, language.first.gram),
    dense: dense && Array.from(dense),
    nearest: question.nearest.map((ordinal) => language.first.section + ordinal),
    count: question.count,
  };
  return {
    search,
    finish: (answer) =>
      question.finish({
        words: answer.words.map((scores) => ordinals(scores, language)),
        grams: ordinals(answer.grams, language),
        dense: cosines(language, answer.dense, search, { allowed, dense }),
      }),
  };
};

/** Vectors alone in the store. */
const prepareEmbeddings = (
  _version: SearchedVersion,
  language: StoredLanguage,
  { query, limit, filter }: CandidatesRequest,
  { allowed, dense }: Conditions,
): Asked => {
  const question = questionForEmbeddings(language.index, query, { limit, filter: allowed });
  const search: StoreSearch = {
    scope: scopeOf(language, filter, allowed),
    readings: [],
    grams: { indices: [], values: [] },
    dense: dense && Array.from(dense),
    nearest: question.nearest.map((ordinal) => language.first.section + ordinal),
    count: question.count,
  };
  return {
    search,
    finish: (answer) => question.finish(cosines(language, answer.dense, search, { allowed, dense })),
  };
};

/**
 * Weights of a question's terms. The store multiplies them with inverse document frequencies over all that it keeps. How
 * rare a word is must not change because the book was translated: what the other languages' sections do to it is taken
 * out here. Without other languages every weight is 1.
 */
const weigher = ({ index }: LanguageIndex, sections: number) => {
  const own = index.ids.length;
  return (table: SparseTable, terms: readonly number[], first: number): SparseQuery => ({
    indices: terms.map((term) => first + term),
    values: terms.map((term) => {
      if (own === sections) return 1;
      const frequency = table.frequency(term);
      return inverseDocumentFrequency(own, frequency) / inverseDocumentFrequency(sections, frequency);
    }),
  });
};

/** From numbers in the store to ordinals of the language's own index. */
const ordinals = (scores: ReadonlyMap<number, number>, { first }: LanguageIndex): ReadonlyMap<number, number> =>
  new Map(Array.from(scores, ([number, score]) => [number - first.section, score]));

/** The dense channel: its floor is the median over the scope, of all where the store gave all, else of a sample. */
const cosines = (
  { index, first, medianOf }: StoredLanguage,
  scores: ReadonlyMap<number, number>,
  { count }: StoreSearch,
  { allowed, dense }: Conditions,
): CosineScores | undefined => {
  if (dense === undefined) return undefined;
  const isAll = scores.size < count;
  const floor = isAll ? median(scores.values()) : (medianOf?.(dense, allowed) ?? medianOf?.(dense, undefined));
  return {
    scores: new Map(Array.from(scores, ([number, cosine]) => [index.ids[number - first.section] ?? '', cosine])),
    floor: floor ?? 0,
  };
};

const scopeOf = (
  { language, index, ids, pages, modules, first }: StoredLanguage,
  filter: CandidateFilter | undefined,
  allowed: ((id: string) => boolean) | undefined,
): StoreScope => {
  const wanted = filter?.pages && [...filter.pages].filter((page) => pages.has(page));
  const isEverything = wanted === undefined || wanted.length === pages.size;
  const module = isEverything ? undefined : [...modules].find(([, members]) => isSame(members, wanted))?.[0];
  const chosen = filter?.ids && index.ids.flatMap((id, at) => (filter.ids?.has(id) ? [first.section + at] : []));
  return {
    language,
    ...(isEverything ? {} : module === undefined ? { pages: wanted } : { module }),
    ...(chosen === undefined ? {} : { ids: chosen }),
    numbers: () =>
      allowed === undefined ? undefined : index.ids.flatMap((id, at) => (allowed(id) ? [first.section + at] : [])),
    from: first.section,
    to: first.section + ids.size,
  };
};

const isSame = (members: ReadonlySet<string>, wanted: readonly string[]): boolean =>
  members.size === wanted.length && wanted.every((page) => members.has(page));

/** Pages of each module in a language. */
export const modulesOf = (
  { index }: LanguageIndex,
  placeOf: ((id: string) => SectionPlace | undefined) | undefined,
): ReadonlyMap<string, ReadonlySet<string>> => {
  const modules = new Map<string, Set<string>>();
  for (const id of index.ids) {
    const { module, page } = placeOf?.(id) ?? {};
    if (module === undefined || page === undefined) continue;
    const members = modules.get(module) ?? new Set();
    modules.set(module, members.add(page));
  }
  return modules;
};
