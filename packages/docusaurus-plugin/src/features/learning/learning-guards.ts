/** Light checks of what the server says about a reader's learning. */
import type {
  Bookmark,
  ChapterOverview,
  ChapterProgress,
  ContinuePlace,
  DueReview,
  LearningOverview,
  LearningProgress,
  Note,
  Paginated,
  QuizAttempt,
  QuizAttemptResponse,
  QuizItemResult,
  QuizOverview,
  ReviewCard,
  ReviewResponse,
} from '@lectern/contracts';
import {
  type Check,
  fields,
  isAnything,
  isBoolean,
  isNumber,
  isString,
  listOf,
  nullable,
  oneOf,
  shape,
} from '../../client/guard-checks.ts';

const pageOf = <T>(isItem: Check) => shape<Paginated<T>>({ items: listOf(isItem), nextCursor: nullable(isString) });

const isChapterProgress = shape<ChapterProgress>({
  chapterKey: isString,
  sections: listOf(fields({ sectionId: isString, done: isBoolean, seconds: isNumber, updatedAt: isString })),
  completed: nullable(fields({ value: isBoolean, updatedAt: isString })),
  last: nullable(fields({ sectionId: isString, visitedAt: isString })),
});

const isContinuePlace = shape<ContinuePlace>({
  chapterKey: isString,
  sectionId: isString,
  chapterTitle: isString,
  sectionTitle: isString,
  permalink: isString,
  visitedAt: isString,
});

/** true for the answers of `GET` and `PUT /learning/progress`. */
export const isLearningProgress = shape<LearningProgress>({
  chapters: listOf(isChapterProgress),
  continueAt: nullable(isContinuePlace),
  ignored: isAnything,
});

const isQuizOverview = shape<QuizOverview>({
  quizId: isString,
  title: isString,
  items: isNumber,
  answered: isNumber,
  right: isNumber,
  attempts: isNumber,
  lastAttemptAt: nullable(isString),
});

const isChapterOverview = shape<ChapterOverview>({
  chapterKey: isString,
  title: isString,
  permalink: isString,
  moduleId: isAnything,
  weeks: isAnything,
  minutes: isAnything,
  sections: isAnything,
  sectionsSeen: isAnything,
  sectionsDone: isAnything,
  share: isAnything,
  completed: isAnything,
  seconds: isNumber,
  lastVisitedAt: isAnything,
  quizzes: listOf(isQuizOverview),
  reviewsDue: isNumber,
});

/** true for the answer of `GET /learning/overview`, as far as this client reads it. */
export const isLearningOverview = shape<LearningOverview>({
  continueAt: nullable(isContinuePlace),
  chapters: listOf(isChapterOverview),
  modules: isAnything,
  weeks: isAnything,
  total: fields({ share: isNumber }),
  reviews: fields({ due: isNumber, total: isNumber, nextAt: nullable(isString) }),
  bookmarks: isNumber,
  notes: isNumber,
});

const isAnchor = fields({ chapterKey: isString, sectionId: isString });
const isRange = fields({ start: isNumber, end: isNumber });
const isPlace = fields({
  sourceHash: isString,
  sectionId: isString,
  segmentId: nullable(isString),
  range: nullable(isRange),
  foundBy: isString,
});

const FOUND = {
  id: isString,
  anchor: isAnchor,
  place: nullable(isPlace),
  orphaned: isBoolean,
  chapterTitle: isString,
  sectionTitle: isString,
  permalink: nullable(isString),
  createdAt: isString,
};

/** true for a bookmark. */
export const isBookmark = shape<Bookmark>({ ...FOUND, label: isString, quote: isString });
/** true for the answer of `GET /learning/bookmarks`. */
export const isBookmarkPage = pageOf<Bookmark>(isBookmark);

/** true for a note or highlight. */
export const isNote = shape<Note>({
  ...FOUND,
  range: nullable(isRange),
  quote: isString,
  text: isString,
  color: oneOf('yellow', 'green', 'blue', 'pink'),
  updatedAt: isString,
});
/** true for the answer of `GET /learning/notes`. */
export const isNotePage = pageOf<Note>(isNote);

const isOutcome = oneOf('right', 'wrong', 'empty');

/** true for a graded answer. */
export const isQuizItemResult = shape<QuizItemResult>({
  itemId: isString,
  outcome: isOutcome,
  choices: listOf(fields({ choiceId: isString, text: isString, chosen: isBoolean, correct: isBoolean, why: isString })),
  answer: nullable(fields({ value: isNumber, tolerance: isNumber, unit: isString, why: isString })),
  section: nullable(fields({ id: isString, title: isString, permalink: isString })),
});

/** true for the answer of `POST /learning/quizzes/:id/attempts`. */
export const isQuizAttemptResponse = shape<QuizAttemptResponse>({
  id: isString,
  quizId: isString,
  chapterKey: isString,
  right: isNumber,
  answered: isNumber,
  total: isNumber,
  items: listOf(isQuizItemResult),
  cardsDue: isNumber,
  createdAt: isString,
});

/** true for the answer of `GET /learning/quizzes/:id/attempts`. */
export const isQuizAttemptPage = pageOf<QuizAttempt>(
  shape<QuizAttempt>({
    id: isString,
    quizId: isString,
    chapterKey: isString,
    right: isNumber,
    answered: isNumber,
    total: isNumber,
    items: listOf(fields({ itemId: isString, outcome: isOutcome })),
    createdAt: isString,
  }),
);

const CARD = {
  id: isString,
  chapterKey: isString,
  quizId: isString,
  itemId: isString,
  dueAt: isString,
  state: isString,
  intervalDays: isNumber,
  reps: isNumber,
  lapses: isNumber,
};

/** true for the answer of `GET /learning/reviews/due`. */
export const isDueReviewPage = pageOf<DueReview>(
  shape<DueReview>({
    ...CARD,
    item: fields({
      kind: oneOf('single', 'multiple', 'number'),
      prompt: isString,
      choices: listOf(fields({ id: isString, text: isString })),
      unit: nullable(isString),
    }),
    quizTitle: isString,
    chapterTitle: isString,
    permalink: isString,
    sectionTitle: isString,
    sectionPermalink: isString,
  }),
);

/** true for the answer of `POST /learning/reviews/:id`. */
export const isReviewResponse = shape<ReviewResponse>({
  card: shape<ReviewCard>(CARD),
  rating: isString,
  result: nullable(isQuizItemResult),
});
