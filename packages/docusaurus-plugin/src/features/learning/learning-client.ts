/** The calls of learning: progress, quizzes, reviews, bookmarks, notes. Loaded with what uses them. */
import type {
  Bookmark,
  BookmarkCreate,
  DueReview,
  LearningOverview,
  LearningProgress,
  LearningProgressUpdate,
  Note,
  NoteCreate,
  NotePatch,
  Paginated,
  QuizAttempt,
  QuizAttemptRequest,
  QuizAttemptResponse,
  ReviewRequest,
  ReviewResponse,
} from '@lectern/contracts';
import { type CallOptions, createTransport, type HttpTransport } from '../../client/http-transport.ts';
import { pageLanguage } from '../../client/messages.ts';
import { ensureIdentity, identityHeaders } from '../../client/site-identity.ts';
import { siteSettings } from '../../client/site-settings.ts';
import {
  isBookmark,
  isBookmarkPage,
  isDueReviewPage,
  isLearningOverview,
  isLearningProgress,
  isNote,
  isNotePage,
  isQuizAttemptPage,
  isQuizAttemptResponse,
  isReviewResponse,
} from './learning-guards.ts';

/** Which list is asked for. */
export interface ListQuery {
  readonly chapterKey?: string | undefined;
  readonly cursor?: string | undefined;
}

/** What can be asked of the server about a reader's learning. Every call may throw what the client throws. */
export interface LearningClient {
  /** How far the reader is in all chapters. */
  progress(options?: CallOptions): Promise<LearningProgress>;
  /** Keeps progress. @param options `keepalive`: the page is being left */
  saveProgress(update: LearningProgressUpdate, options?: { readonly keepalive?: boolean }): Promise<LearningProgress>;
  /** All that the progress page shows. */
  overview(options?: CallOptions): Promise<LearningOverview>;
  /** Grades answers to a quiz. */
  attempt(quizId: string, attempt: QuizAttemptRequest): Promise<QuizAttemptResponse>;
  /** Earlier attempts, newest first. */
  attempts(quizId: string, chapterKey: string, options?: CallOptions): Promise<Paginated<QuizAttempt>>;
  /** Questions to be asked again now, longest due first. */
  dueReviews(options?: CallOptions): Promise<Paginated<DueReview>>;
  /** Grades a repeated question. */
  review(cardId: string, review: ReviewRequest): Promise<ReviewResponse>;
  /** Bookmarks, newest first. */
  bookmarks(query: ListQuery, options?: CallOptions): Promise<Paginated<Bookmark>>;
  /** Sets a bookmark. */
  addBookmark(bookmark: BookmarkCreate): Promise<Bookmark>;
  /** Takes a bookmark away. */
  removeBookmark(bookmarkId: string): Promise<void>;
  /** Notes and highlights, newest first. */
  notes(query: ListQuery, options?: CallOptions): Promise<Paginated<Note>>;
  /** Writes a note. */
  addNote(note: NoteCreate): Promise<Note>;
  /** Changes a note. */
  changeNote(noteId: string, patch: NotePatch): Promise<Note>;
  /** Deletes a note. */
  removeNote(noteId: string): Promise<void>;
}

/** Items of one list that are read at once. */
const PAGE_SIZE = 100;

/**
 * Makes the calls.
 * @param locale of titles and links, BCP 47
 * @param language that the reader reads now, BCP 47: of questions and of why a choice is right
 */
export function createLearningClient(
  { send, json }: HttpTransport,
  locale: string,
  language: () => string,
): LearningClient {
  const id = encodeURIComponent;
  const list = ({ chapterKey, cursor }: ListQuery) => ({ chapterKey, cursor, locale, limit: PAGE_SIZE });
  return {
    progress: (call) => json('/learning/progress', { method: 'GET', query: { locale }, ...call }, isLearningProgress),
    saveProgress: (body, call) =>
      json('/learning/progress', { method: 'PUT', query: { locale }, body, ...call }, isLearningProgress),
    overview: (call) => json('/learning/overview', { method: 'GET', query: { locale }, ...call }, isLearningOverview),
    attempt: (quizId, body) =>
      json(
        `/learning/quizzes/${id(quizId)}/attempts`,
        { method: 'POST', query: { locale: language() }, body },
        isQuizAttemptResponse,
      ),
    attempts: (quizId, chapterKey, call) =>
      json(
        `/learning/quizzes/${id(quizId)}/attempts`,
        { method: 'GET', query: { chapterKey, limit: PAGE_SIZE }, ...call },
        isQuizAttemptPage,
      ),
    dueReviews: (call) =>
      json(
        '/learning/reviews/due',
        { method: 'GET', query: { locale: language(), limit: PAGE_SIZE }, ...call },
        isDueReviewPage,
      ),
    review: (cardId, body) =>
      json(
        `/learning/reviews/${id(cardId)}`,
        { method: 'POST', query: { locale: language() }, body },
        isReviewResponse,
      ),
    bookmarks: (query, call) =>
      json('/learning/bookmarks', { method: 'GET', query: list(query), ...call }, isBookmarkPage),
    addBookmark: (body) => json('/learning/bookmarks', { method: 'POST', query: { locale }, body }, isBookmark),
    removeBookmark: async (bookmarkId) => {
      await send(`/learning/bookmarks/${id(bookmarkId)}`, { method: 'DELETE' });
    },
    notes: (query, call) => json('/learning/notes', { method: 'GET', query: list(query), ...call }, isNotePage),
    addNote: (body) => json('/learning/notes', { method: 'POST', query: { locale }, body }, isNote),
    changeNote: (noteId, body) =>
      json(`/learning/notes/${id(noteId)}`, { method: 'PATCH', query: { locale }, body }, isNote),
    removeNote: async (noteId) => {
      await send(`/learning/notes/${id(noteId)}`, { method: 'DELETE' });
    },
  };
}

let client: LearningClient | undefined;

/** The calls to the site's server. */
export function learningClient(): LearningClient {
  const { api, locale } = siteSettings();
  client ??= createLearningClient(
    createTransport({
      baseUrl: api.origin,
      basePath: api.basePath,
      headers: identityHeaders,
      prepare: ensureIdentity,
    }),
    locale,
    pageLanguage,
  );
  return client;
}

/** Reads all pages of a list. */
export async function readAll<T>(read: (cursor: string | undefined) => Promise<Paginated<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}
