/** What there is to answer a question about a selected text from: what stands around it, then its chapter, then the book. */
import { answerZone } from '@lectern/retrieval';
import {
  type BookSnapshot,
  type Chunk,
  type ContentService,
  chapterIdentity,
  type RetrievedChunk,
  type SourcePassage,
  toPassage,
} from '../../content/index.ts';
import { blendRankings, CANDIDATES, CONTEXT_PASSAGES, type Evidence, INSPECTED_HITS } from './chat-evidence.ts';
import { matterOf } from './chat-matter.ts';
import type { ResolvedScope } from './chat-scope.ts';
import type { LocatedSelection } from './chat-selection.ts';

/** Of a long selection its beginning says what it is about, UTF-16 units. */
const SELECTION_QUERY_CHARS = 400;
/** Scores, beside the best one's 1, of what stands farther from the selection. */
const CHAPTER_SHARE = 0.7;
const BOOK_SHARE = 0.3;

/** A question about a selection. */
export interface SelectionRequest {
  readonly question: string;
  readonly selection: LocatedSelection;
  readonly scope: ResolvedScope;
}

/**
 * Collects what there is to answer from. A selected text is of the book, so that there is always something to quote: at
 * least as closest passages. A question without a matter of its own is never answered from another chapter.
 */
export const selectionEvidence = async (
  content: ContentService,
  snapshot: BookSnapshot,
  request: SelectionRequest,
): Promise<Evidence> => {
  const { question, selection, scope } = request;
  const { passage } = selection.source;
  const matter = matterOf(question);
  const own = chunksAround(snapshot, selection);
  const words = wordsOf(selection.source) || nextTo(own, selection);
  const base = { locale: passage.locale, matter: matter || words };
  if (scope.locked) {
    const widened = `${question} ${words}`;
    return { ...base, zone: 'closest', answerability: 0, context: [selection.source], hits: [], widened };
  }
  const { answerability, ranked } = await rank(content, snapshot, request, matter, words);
  const isOwn = ({ chunk }: RetrievedChunk): boolean => own.some(({ id }) => id === chunk.id);
  const near = own.map((chunk) => ({ chunk, score: 1 }));
  const top = ranked[0]?.score || 1;
  const far = ranked
    .filter((hit) => !isOwn(hit))
    .map(({ chunk, score }) => {
      const share = chunk.chapterKey === passage.chapterId ? CHAPTER_SHARE : BOOK_SHARE;
      return { chunk, score: (share * score) / top };
    })
    .sort((a, b) => b.score - a.score);
  const surroundings = near.flatMap(({ chunk, score }) => withoutSelection(snapshot, selection, chunk, score));
  const others = far.flatMap(({ chunk, score }) => toPassage(snapshot, chunk, { score }) ?? []);
  return {
    ...base,
    zone: matter !== '' && answerZone(answerability) === 'answer' ? 'answer' : 'closest',
    answerability,
    context: [selection.source, ...[...surroundings, ...others].slice(0, CONTEXT_PASSAGES)],
    preferred: new Set(surroundings.map((source) => source.passage.id)),
    hits: [...near, ...far].slice(0, INSPECTED_HITS),
    widened: matter === '' ? nextTo(own, selection) : `${matter} ${words}`,
  };
};

/** What a selection says in words; the letters of a formula would find others that mean something else. */
const wordsOf = ({ passage, blocks }: SourcePassage): string =>
  blocks
    .filter(({ formula }) => !formula)
    .map(({ start, end }) => passage.text.slice(start, end))
    .join(' ')
    .slice(0, SELECTION_QUERY_CHARS);

/** Ranks the selection's chapter, and the book when the question has a matter of its own. */
const rank = async (
  content: ContentService,
  snapshot: BookSnapshot,
  { question, selection, scope }: SelectionRequest,
  matter: string,
  words: string,
): Promise<{ answerability: number; ranked: readonly RetrievedChunk[] }> => {
  const { chapterId, locale } = selection.source.passage;
  const chapter = chapterIdentity({ key: chapterId, locale });
  const search = (query: string, pages: ReadonlySet<string>) =>
    content.retrieve(snapshot, { query, limit: CANDIDATES, filter: { pages } });
  if (matter === '') return { answerability: 0, ranked: (await search(words, new Set([chapter]))).hits };
  const place = scope.places.find((one) => one.locale === locale) ?? scope.places[0];
  // A chapter of an older version is in no search over the book.
  const pages = new Set([...(place?.filter.pages ?? []), chapter]);
  const [direct, wide] = [await search(question, pages), await search(`${matter} ${words}`, pages)];
  return { answerability: direct.answerability, ranked: blendRankings(direct.hits, wide.hits) };
};

/** The chunks of the selection's sections, in reading order. */
const chunksAround = (snapshot: BookSnapshot, { source, sectionIds }: LocatedSelection): Chunk[] => {
  const identity = chapterIdentity({ key: source.passage.chapterId, locale: source.passage.locale });
  const chunks = snapshot.chunksByChapter.get(identity) ?? [];
  return chunks.filter(({ sections }) => sections.some(({ id }) => sectionIds.has(id)));
};

/** The reader has the selection before the eyes: quoting it back would explain nothing. */
const withoutSelection = (
  snapshot: BookSnapshot,
  { segmentIds, sectionIds }: LocatedSelection,
  chunk: Chunk,
  score: number,
): SourcePassage[] => {
  const passage = toPassage(snapshot, chunk, {
    score,
    section: (id) => sectionIds.has(id),
    block: ({ id, kind }) => kind === 'code' || !segmentIds.has(id),
  });
  return passage ? [passage] : [];
};

/** The text that stands next behind the selection, or before it: what to quote when nothing has a word of it. */
const nextTo = (chunks: readonly Chunk[], { segmentIds, sectionIds }: LocatedSelection): string => {
  const texts = chunks.flatMap((chunk) => {
    const sections = chunk.sections.filter(({ id }) => sectionIds.has(id));
    const inside = chunk.blocks.filter((block) =>
      sections.some(({ start, end }) => block.start >= start && block.end <= end),
    );
    return inside.map(({ id, kind, formula, start, end }) => {
      const isSelected = kind === 'segment' && segmentIds.has(id);
      return { isSelected, isProse: kind === 'segment' && !formula && !isSelected, text: chunk.text.slice(start, end) };
    });
  });
  const last = texts.findLastIndex(({ isSelected }) => isSelected);
  const next = texts.slice(last + 1).find(({ isProse }) => isProse);
  return (next ?? texts.findLast(({ isProse }) => isProse))?.text ?? '';
};
