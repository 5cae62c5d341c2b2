/** Puts the progress page together: chapters, modules, weeks, quizzes, reviews. Pure. */
import type {
  ChapterOverview,
  ChapterProgress,
  LearningOverview,
  PartOverview,
  Quiz,
  QuizOverview,
} from '@lectern/contracts';
import type { ChapterEntry } from '../../content/index.ts';
import { continuePlace, countedSections, type LearningBook } from '../learning-book.ts';
import { type QuizSummary, quizName } from '../quizzes/learning-quiz.repository.ts';
import { findItem } from '../quizzes/learning-quiz.ts';
import type { CardDate } from '../quizzes/learning-review.repository.ts';
import { emptyProgress } from './learning-progress.ts';
import { parseWeeks } from './learning-weeks.ts';

/** What is kept of a reader. */
export interface LearningState {
  readonly progress: readonly ChapterProgress[];
  readonly quizzes: readonly QuizSummary[];
  readonly cards: readonly CardDate[];
  readonly bookmarks: number;
  readonly notes: number;
}

/** Nothing is kept: a reader without an identity. */
export const EMPTY_STATE: LearningState = { progress: [], quizzes: [], cards: [], bookmarks: 0, notes: 0 };

/** Makes the overview. */
export const composeOverview = (book: LearningBook, state: LearningState, now: Date): LearningOverview => {
  const progress = new Map(state.progress.map((chapter) => [chapter.chapterKey, chapter]));
  const summaries = new Map(state.quizzes.map((quiz) => [quizName(quiz), quiz]));
  const cards = state.cards.filter((card) => findItem(book, card));
  const due = cards.filter(({ dueAt }) => dueAt <= now);
  const dueByChapter = Map.groupBy(due, ({ chapterKey }) => chapterKey);
  const chapters = book.outline.map((chapter) =>
    composeChapter(chapter, {
      progress: progress.get(chapter.key) ?? emptyProgress(chapter.key),
      quizzes: book.quizzes(chapter.key).map((quiz) => composeQuiz(chapter.key, quiz, summaries)),
      reviewsDue: dueByChapter.get(chapter.key)?.length ?? 0,
    }),
  );
  const weeks = Array.from(new Set(chapters.flatMap((chapter) => chapter.weeks))).sort((a, b) => a - b);
  const { chapterKeys: _keys, ...total } = composePart(chapters);
  const next = cards.map(({ dueAt }) => dueAt.getTime()).reduce((a, b) => Math.min(a, b), Infinity);
  return {
    continueAt: continuePlace(book, state.progress),
    chapters,
    modules: book.snapshot.book.modules
      .toSorted((a, b) => a.order - b.order)
      .map(({ id, title }) => ({ id, title, ...composePart(chapters.filter(({ moduleId }) => moduleId === id)) })),
    weeks: weeks.map((week) => ({ week, ...composePart(chapters.filter((chapter) => chapter.weeks.includes(week))) })),
    total,
    reviews: {
      due: due.length,
      total: cards.length,
      nextAt: Number.isFinite(next) ? new Date(next).toISOString() : null,
    },
    bookmarks: state.bookmarks,
    notes: state.notes,
  };
};

interface ChapterState {
  readonly progress: ChapterProgress;
  readonly quizzes: QuizOverview[];
  readonly reviewsDue: number;
}

const composeChapter = (chapter: ChapterEntry, { progress, quizzes, reviewsDue }: ChapterState): ChapterOverview => {
  const counted = countedSections(chapter);
  const states = new Map(progress.sections.map((section) => [section.sectionId, section]));
  const done = counted.filter((id) => states.get(id)?.done).length;
  const completed = progress.completed?.value ?? done === counted.length;
  return {
    chapterKey: chapter.key,
    title: chapter.title,
    permalink: chapter.permalink,
    moduleId: chapter.module ?? null,
    weeks: parseWeeks(chapter.week),
    minutes: chapter.minutes ?? null,
    sections: counted.length,
    sectionsSeen: counted.filter((id) => states.has(id)).length,
    sectionsDone: done,
    share: completed ? 1 : done / counted.length,
    completed,
    seconds: progress.sections.reduce((sum, { seconds }) => sum + seconds, 0),
    lastVisitedAt: progress.last?.visitedAt ?? null,
    quizzes,
    reviewsDue,
  };
};

const composeQuiz = (chapterKey: string, quiz: Quiz, summaries: ReadonlyMap<string, QuizSummary>): QuizOverview => {
  const summary = summaries.get(quizName({ chapterKey, quizId: quiz.id }));
  // Of the items that the quiz has now.
  const outcomes = quiz.items.map(({ id }) => summary?.items.get(id));
  return {
    quizId: quiz.id,
    title: quiz.title ?? '',
    items: quiz.items.length,
    answered: outcomes.filter((outcome) => outcome !== undefined).length,
    right: outcomes.filter(Boolean).length,
    attempts: summary?.attempts ?? 0,
    lastAttemptAt: summary?.lastAttemptAt.toISOString() ?? null,
  };
};

const composePart = (chapters: readonly ChapterOverview[]): PartOverview => {
  const sum = (of: (chapter: ChapterOverview) => number): number =>
    chapters.reduce((total, chapter) => total + of(chapter), 0);
  const sections = sum((chapter) => chapter.sections);
  const quizzes = chapters.flatMap((chapter) => chapter.quizzes);
  return {
    chapterKeys: chapters.map(({ chapterKey }) => chapterKey),
    chaptersCompleted: chapters.filter(({ completed }) => completed).length,
    share: sections === 0 ? 0 : Math.min(1, sum(({ share, sections: count }) => share * count) / sections),
    quizItems: quizzes.reduce((total, { items }) => total + items, 0),
    quizRight: quizzes.reduce((total, { right }) => total + right, 0),
  };
};
