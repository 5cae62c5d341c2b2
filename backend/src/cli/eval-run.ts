/** Asks questions of a book, as the server would, and holds the answers against what was expected. */
import { type ChatRequestInput, type ChatResponse, chatRequestSchema, type ScopeInput } from '@lectern/contracts';
import { type AnswerModel, type ChatService, createChatService, foldAnswer } from '../features/chat/index.ts';
import type { Chunk, ContentService } from '../features/content/index.ts';
import { chapterIdentity, findChapter } from '../features/content/index.ts';
import { createEvalConversations } from './eval-conversations.ts';
import { type AnswerJudgement, judgeAnswer } from './eval-judge.ts';
import { ndcgAt, recallAt } from './eval-metrics.ts';
import type { EvalQuestion, ExpectedPlace } from './eval-questions.ts';

/** Depth of recall and of nDCG. */
export const RECALL_DEPTH = 5;
/** See {@link RECALL_DEPTH}. */
export const NDCG_DEPTH = 10;

/** What became of one question. */
export interface EvalResult extends AnswerJudgement {
  readonly question: EvalQuestion;
  readonly answer: ChatResponse;
  /** 0…1, see RETRIEVAL.md. */
  readonly answerability: number;
  /** Headings of what was found, best first. */
  readonly found: readonly string[];
  /** undefined where no place was expected. */
  readonly recall?: number;
  readonly ndcg?: number;
  /** A citation stands in an expected place; undefined where none was expected. */
  readonly cited?: boolean;
  /** Answered although it should not be, or the other way round; undefined where nothing was told. */
  readonly wrongZone?: boolean;
  /** From the question to the end of the answer. */
  readonly latencyMs: number;
}

const OWNER = '00000000-0000-4000-8000-000000000000';

/** How questions are asked. */
export interface EvalOptions {
  /** Writes the answers; undefined: they are made of quotes. */
  readonly model?: AnswerModel | undefined;
  /** Milliseconds since any moment. */
  readonly now?: () => number;
}

/** Asks one question after the other. */
export async function* runEval(
  content: ContentService,
  questions: readonly EvalQuestion[],
  { model, now = () => performance.now() }: EvalOptions = {},
): AsyncGenerator<EvalResult> {
  const logger = { warn: () => undefined, error: () => undefined };
  const repository = createEvalConversations();
  const service = createChatService({ content, repository, logger, model });
  for (const question of questions) {
    const request = await requestFor(content, service, question);
    const startedAt = now();
    const accepted = await service.accept(chatRequestSchema.parse(request), { id: OWNER, address: 'lectern eval' });
    const answer = await foldAnswer(accepted.answer(OWNER, new AbortController().signal));
    const latencyMs = now() - startedAt;
    const { hits, answerability } = accepted.evidence;
    const chunks = hits.map(({ chunk }) => chunk);
    yield {
      question,
      answer,
      answerability,
      found: chunks.map((chunk) => chunk.sections[0]?.headingPath.join(' › ') ?? ''),
      ...judgePlaces(content, question, answer, chunks),
      ...judgeAnswer(answer, question.facts),
      latencyMs,
    };
  }
}

const requestFor = async (
  content: ContentService,
  service: ChatService,
  { text, previous, selection, locale }: EvalQuestion,
): Promise<ChatRequestInput> => {
  const base = { question: text, ...(locale === undefined ? {} : { locale }) };
  const scope = selection ? await selectionScope(content, selection) : { type: 'book' as const };
  if (previous === undefined) return { ...base, scope, store: false };
  const first = await service.accept(chatRequestSchema.parse({ ...base, question: previous }), {
    id: OWNER,
    address: 'lectern eval',
  });
  const { sessionId } = await foldAnswer(first.answer(OWNER, new AbortController().signal));
  return { ...base, scope, ...(sessionId === null ? {} : { sessionId }) };
};

/** Selects the paragraph of a chapter that is nearest to what the selection is said to be about. */
const selectionScope = async (
  content: ContentService,
  { chapter, about, only }: { readonly chapter: string; readonly about: string; readonly only: boolean },
): Promise<ScopeInput> => {
  const snapshot = content.snapshot();
  const entry = findChapter(snapshot, chapter);
  const filter = { pages: new Set([chapterIdentity(entry)]) };
  const { hits } = await content.retrieve(snapshot, { query: about, limit: 1, filter });
  const chunk = hits[0]?.chunk;
  const block = chunk?.blocks.find(({ segmentKind }) => segmentKind === 'paragraph');
  if (!chunk || !block) throw new Error(`Nothing in ${chapter} is about: ${about}`);
  return {
    type: 'selection',
    chapterId: entry.key,
    sourceHash: entry.sourceHash,
    segmentIds: [block.id],
    text: chunk.text.slice(block.start, block.end),
    only,
  };
};

const normalize = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const matchesChapter = (content: ContentService, key: string, expected: string): boolean => {
  if (key === expected) return true;
  const entries = content.snapshot().chapters.filter((chapter) => chapter.key === key);
  return entries.some(({ id }) => id === expected || id.endsWith(`/${expected}`));
};

const matchesSection = (id: string, heading: string | undefined, expected: string | undefined): boolean =>
  expected === undefined || id === expected || normalize(heading ?? '') === normalize(expected);

const isAt = (content: ContentService, chunk: Chunk, place: ExpectedPlace): boolean =>
  matchesChapter(content, chunk.chapterKey, place.chapter) &&
  chunk.sections.some(({ id, headingPath }) => matchesSection(id, headingPath.at(-1), place.section));

const judgePlaces = (
  content: ContentService,
  question: EvalQuestion,
  answer: ChatResponse,
  chunks: readonly Chunk[],
) => {
  const { places, answerable } = question;
  const wrongZone = answerable === undefined ? {} : { wrongZone: answerable !== (answer.mode !== 'refusal') };
  if (places.length === 0) return wrongZone;
  // A place that is found twice (two parts of a section) gains once.
  const open = [...places];
  const gains = chunks.map((chunk) => {
    const at = open.findIndex((place) => isAt(content, chunk, place));
    return at < 0 ? 0 : (open.splice(at, 1)[0]?.grade ?? 0);
  });
  const cited = answer.citations.some((citation) =>
    places.some(
      ({ chapter, section }) =>
        matchesChapter(content, citation.chapterId, chapter) &&
        matchesSection(citation.url.split('#')[1] ?? '', citation.headingPath.at(-1), section),
    ),
  );
  const ideal = places.map(({ grade }) => grade);
  return {
    ...wrongZone,
    cited,
    recall: recallAt(RECALL_DEPTH, gains, places.length),
    ndcg: ndcgAt(NDCG_DEPTH, gains, ideal),
  };
};
