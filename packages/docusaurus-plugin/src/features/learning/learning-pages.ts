/** The pages of the reader's own progress. No imports: it is part of the Node side and of the browser side. */

/** Page → the rest of its path below `learn`. */
const PATHS = { overview: '', review: '/review' } as const;

/** A page of the reader's progress. */
export type LearningPage = keyof typeof PATHS;

/** All pages. */
export const LEARNING_PAGES: readonly LearningPage[] = ['overview', 'review'];

/** Path of a page. @param baseUrl with both slashes */
export function learningPath(baseUrl: string, page: LearningPage): string {
  return `${baseUrl}learn${PATHS[page]}`;
}
