/** Retrieval for an answer: locale after locale, with the turn before where a question leans on it. */
import { answerZone, askedTermTest } from '@lectern/retrieval';
import {
  type BookSnapshot,
  type ContentService,
  chapterIdentity,
  type Retrieval,
  type RetrievedChunk,
  type SourcePassage,
  toPassage,
} from '../../content/index.ts';
import { blendRankings, CANDIDATES, CONTEXT_PASSAGES, type Evidence, INSPECTED_HITS } from './chat-evidence.ts';
import { leaningOf } from './chat-follow-up.ts';
import type { ResolvedScope, ScopeInLocale } from './chat-scope.ts';
import { selectionEvidence } from './chat-selection-evidence.ts';

/** Headings named when the book does not cover a question. */
const NEAREST_SECTIONS = 3;
/** A question with a pronoun carries the turn before only if the book has something of its own words. */
const CARRIED_FROM = 0.1;

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
  if (scope.selection) {
    return selectionEvidence(content, snapshot, { question: request.question, selection: scope.selection, scope });
  }
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
  const context = zone === 'uncovered' ? [] : passages(snapshot, request, found);
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
  const hits = blendRankings(own.hits, both.hits);
  return { retrieval: { hits, answerability: Math.max(own.answerability, both.answerability) }, carried: true };
};

const passages = (
  snapshot: BookSnapshot,
  { question, scope: { sectionId } }: EvidenceRequest,
  hits: readonly RetrievedChunk[],
): SourcePassage[] => {
  const section = sectionId === undefined ? {} : { section: (id: string) => id === sectionId };
  const definition = sectionId === undefined ? definitionOf(snapshot, question, hits) : undefined;
  const best = hits.slice(0, definition ? CONTEXT_PASSAGES - 1 : CONTEXT_PASSAGES);
  const context = best.flatMap(({ chunk, score }) => toPassage(snapshot, chunk, { score, ...section }) ?? []);
  return definition ? [...context, definition] : context;
};

/** The section named by the term that a question asks the meaning of, when it is found but not among the best. */
const definitionOf = (
  snapshot: BookSnapshot,
  question: string,
  hits: readonly RetrievedChunk[],
): SourcePassage | undefined => {
  const [first] = hits;
  if (!first) return undefined;
  const { chapterKey, locale } = first.chunk;
  const lexicon = snapshot.index.lexicon?.(chapterIdentity({ key: chapterKey, locale }));
  const isAskedFor = lexicon && askedTermTest(question, lexicon);
  if (!isAskedFor) return undefined;
  // It is what is asked for, however little of the question's other words it has.
  const { score } = first;
  for (const [rank, { chunk }] of hits.entries()) {
    const named = chunk.sections.find(({ headingPath }) => isAskedFor(headingPath.at(-1) ?? ''));
    if (!named) continue;
    return rank < CONTEXT_PASSAGES
      ? undefined
      : toPassage(snapshot, chunk, { score, section: (id) => id === named.id });
  }
  return undefined;
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
