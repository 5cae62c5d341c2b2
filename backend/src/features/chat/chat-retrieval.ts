/** Retrieval for an answer: locale after locale, with the turn before where a question leans on it. */
import { type AnswerZone, answerZone } from '@lectern/retrieval';
import {
  type BookSnapshot,
  type ContentService,
  type Retrieval,
  type RetrievedChunk,
  type SourcePassage,
  toPassage,
} from '../content/index.ts';
import { leaningOf } from './chat-follow-up.ts';
import type { ResolvedScope, ScopeInLocale } from './chat-scope.ts';

/** Passages an answer may be made of. */
const CONTEXT_PASSAGES = 5;
/** Headings named when the book does not cover a question. */
const NEAREST_SECTIONS = 3;
/** Weight of what the turn before finds, beside the question's own finds. */
const CARRIED_WEIGHT = 0.5;
/** A question with a pronoun carries the turn before only if the book has something of its own words. */
const CARRIED_FROM = 0.1;
const CANDIDATES = 40;
/** Hits that are shown to those who look into retrieval. */
const INSPECTED_HITS = 10;
/** Of a long selection its beginning says what it is about, UTF-16 units. */
const SELECTION_QUERY_CHARS = 400;

/** What there is to answer from. */
export interface Evidence {
  readonly zone: AnswerZone;
  /** 0…1, see RETRIEVAL.md. */
  readonly answerability: number;
  /** Passages of the answer; on `uncovered` the nearest sections. */
  readonly context: readonly SourcePassage[];
  /** The first of what was found, for those who look into retrieval. */
  readonly hits: readonly RetrievedChunk[];
  /** Locale that the passages are in. */
  readonly locale: string;
  /** What to look for in the passages when the question's own words are in none of them. */
  readonly widened?: string;
  /** The question's own words say nothing of the matter ("explain this"): look for the widened ones at once. */
  readonly widenedFirst?: boolean;
}

/** What is looked for. */
export interface EvidenceRequest {
  readonly question: string;
  /** The question before, when there was one. */
  readonly previous?: string | undefined;
  readonly scope: ResolvedScope;
}

/** Collects what there is to answer from. */
export const collectEvidence = async (
  content: ContentService,
  snapshot: BookSnapshot,
  request: EvidenceRequest,
): Promise<Evidence> => {
  const { scope } = request;
  if (scope.selection) return selectionEvidence(content, snapshot, request);
  let best: { retrieval: Retrieval; place: ScopeInLocale; carried: boolean } | undefined;
  for (const place of scope.places) {
    const found = await retrieveWithHistory(content, snapshot, request, place);
    if (!best || found.retrieval.answerability > best.retrieval.answerability) best = { ...found, place };
    if (answerZone(best.retrieval.answerability) !== 'uncovered') break;
  }
  const answerability = best?.retrieval.answerability ?? 0;
  const locale = best?.place.locale ?? snapshot.book.defaultLocale;
  const zone = answerZone(answerability);
  const found = best?.retrieval.hits ?? [];
  const hits = found.slice(0, INSPECTED_HITS);
  const context = zone === 'uncovered' ? [] : passages(snapshot, found, scope.sectionId);
  if (context.length === 0) {
    return { zone: 'uncovered', answerability, context: await nearest(content, snapshot, request), hits, locale };
  }
  const widened = best?.carried ? `${request.question} ${request.previous}` : undefined;
  return { zone, answerability, context, hits, locale, ...(widened ? { widened } : {}) };
};

const retrieveWithHistory = async (
  content: ContentService,
  snapshot: BookSnapshot,
  { question, previous }: EvidenceRequest,
  { filter }: ScopeInLocale,
): Promise<{ retrieval: Retrieval; carried: boolean }> => {
  const own = await content.retrieve(snapshot, { query: question, limit: CANDIDATES, filter });
  const leaning = previous === undefined ? 'none' : leaningOf(question);
  if (leaning === 'none' || (leaning === 'points' && own.answerability < CARRIED_FROM)) {
    return { retrieval: own, carried: false };
  }
  const both = await content.retrieve(snapshot, { query: `${question} ${previous}`, limit: CANDIDATES, filter });
  const hits = blend(own.hits, both.hits);
  return { retrieval: { hits, answerability: Math.max(own.answerability, both.answerability) }, carried: true };
};

/** Adds two rankings, each divided by its best score, the second at less weight. */
const blend = (own: readonly RetrievedChunk[], carried: readonly RetrievedChunk[]): RetrievedChunk[] => {
  const sum = new Map<string, RetrievedChunk>();
  const add = (hits: readonly RetrievedChunk[], weight: number): void => {
    const top = hits[0]?.score ?? 1;
    for (const { chunk, score } of hits) {
      sum.set(chunk.id, { chunk, score: (sum.get(chunk.id)?.score ?? 0) + (weight * score) / top });
    }
  };
  add(own, 1);
  add(carried, CARRIED_WEIGHT);
  return [...sum.values()].sort((a, b) => b.score - a.score || (a.chunk.id < b.chunk.id ? -1 : 1));
};

const passages = (
  snapshot: BookSnapshot,
  hits: readonly RetrievedChunk[],
  sectionId: string | undefined,
): SourcePassage[] => {
  const section = sectionId === undefined ? {} : { section: (id: string) => id === sectionId };
  return hits
    .slice(0, CONTEXT_PASSAGES)
    .flatMap(({ chunk, score }) => toPassage(snapshot, chunk, { score, ...section }) ?? []);
};

/** The sections of the book that come nearest to a question that it does not cover. */
const nearest = async (
  content: ContentService,
  snapshot: BookSnapshot,
  { question, scope }: EvidenceRequest,
): Promise<SourcePassage[]> => {
  for (const { filter } of scope.surroundings) {
    const { hits } = await content.retrieve(snapshot, { query: question, limit: CANDIDATES, filter });
    const sections = new Map<string, SourcePassage>();
    for (const { chunk, score } of hits) {
      const passage = toPassage(snapshot, chunk, { score });
      if (passage && !sections.has(passage.passage.url)) sections.set(passage.passage.url, passage);
    }
    if (sections.size > 0) return [...sections.values()].slice(0, NEAREST_SECTIONS);
  }
  return [];
};

/**
 * A selected text is of the book, so that there is always something to quote: at least as closest passages. Around the
 * selection stand its own section and what the book says of the same matter elsewhere.
 */
const selectionEvidence = async (
  content: ContentService,
  snapshot: BookSnapshot,
  { question, scope }: EvidenceRequest,
): Promise<Evidence> => {
  const selection = scope.selection;
  if (!selection) throw new TypeError('selectionEvidence needs a selection');
  const { passage } = selection.source;
  const widened = `${question} ${passage.text.slice(0, SELECTION_QUERY_CHARS)}`;
  const home = { locale: passage.locale };
  if (scope.locked) {
    return { zone: 'closest', answerability: 0, context: [selection.source], hits: [], widened, ...home };
  }
  const place = scope.places.find(({ locale }) => locale === passage.locale) ?? scope.places[0];
  const filter = place?.filter ?? {};
  const own = await content.retrieve(snapshot, { query: question, limit: CANDIDATES, filter });
  const wide = await content.retrieve(snapshot, { query: widened, limit: CANDIDATES, filter });
  const zone = answerZone(own.answerability) === 'answer' ? 'answer' : 'closest';
  const ranked = zone === 'answer' ? blend(own.hits, wide.hits) : wide.hits;
  const isNear = ({ chunk }: RetrievedChunk): boolean =>
    chunk.chapterKey === passage.chapterId && chunk.sections.some(({ id }) => selection.sectionIds.has(id));
  // What stands around the selection explains it first.
  const hits = [...ranked.filter(isNear), ...ranked.filter((hit) => !isNear(hit))];
  const top = ranked[0]?.score ?? 1;
  const context = hits.slice(0, CONTEXT_PASSAGES).flatMap((hit) => {
    const { chunk } = hit;
    const score = isNear(hit) ? top : hit.score;
    const isHome = chunk.chapterKey === passage.chapterId && chunk.locale === passage.locale;
    // The reader has the selection before the eyes: quoting it back would explain nothing.
    const block = isHome ? { block: ({ id }: { readonly id: string }) => !selection.segmentIds.has(id) } : {};
    return toPassage(snapshot, chunk, { score, ...block }) ?? [];
  });
  return {
    zone,
    answerability: own.answerability,
    context: [selection.source, ...context],
    hits: hits.slice(0, INSPECTED_HITS),
    widened,
    widenedFirst: zone === 'closest',
    ...home,
  };
};
