/** The routes of learning: everything is a reader's own, and kept by no cache. */
import type { FastifyInstance } from 'fastify';
import {
  type LearningNoteDeps,
  registerLearningBookmarks,
  registerLearningNotes,
} from './notes/learning-note.routes.ts';
import { type LearningProgressDeps, registerLearningProgress } from './progress/learning-progress.routes.ts';
import { type LearningQuizDeps, registerLearningQuizzes } from './quizzes/learning-quiz.routes.ts';

/** What the routes need. */
export interface LearningDeps extends LearningProgressDeps, LearningQuizDeps, LearningNoteDeps {
  /** Deletes all of anonymous readers who have stored nothing for some days; 0 keeps it for ever. @returns how many readers. */
  retain(days: number): Promise<number>;
}

/** Registers the routes below the API's prefix. */
export async function registerLearning(app: FastifyInstance, deps: LearningDeps): Promise<void> {
  await app.register(async (api) => {
    api.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    registerLearningProgress(api, deps);
    registerLearningQuizzes(api, deps);
    registerLearningBookmarks(api, deps.bookmarks);
    registerLearningNotes(api, deps.notes);
  });
}
