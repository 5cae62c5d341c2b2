/** Progress and the overview over HTTP. */
import {
  learningLocaleQuerySchema,
  learningOverviewSchema,
  learningProgressQuerySchema,
  learningProgressSchema,
  learningProgressUpdateSchema,
} from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { requireIdentity } from '../../../middleware/session.ts';
import type { LearningOverviewService } from './learning-overview.service.ts';
import type { LearningProgressService } from './learning-progress.service.ts';

const tags = ['learning'];
const config = { access: 'own' } as const;

/** What the routes need. */
export interface LearningProgressDeps {
  readonly progress: LearningProgressService;
  readonly overview: LearningOverviewService;
}

/** Registers the routes. */
export function registerLearningProgress(app: FastifyInstance, { progress, overview }: LearningProgressDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.get(
    '/learning/progress',
    {
      config,
      schema: {
        tags,
        summary: 'What is read and done, chapter by chapter, and where to go on',
        querystring: learningProgressQuerySchema,
        response: { 200: learningProgressSchema },
      },
    },
    (request) => progress.read(request.identity?.id ?? null, request.query),
  );
  api.put(
    '/learning/progress',
    {
      config,
      schema: {
        tags,
        summary: 'Merge what was read; the later wins, section by section',
        querystring: learningLocaleQuerySchema,
        body: learningProgressUpdateSchema,
        response: { 200: learningProgressSchema },
      },
    },
    (request, reply) => progress.update(requireIdentity(request, reply), request.body.chapters, request.query.locale),
  );
  api.get(
    '/learning/overview',
    {
      config,
      schema: {
        tags,
        summary: 'The progress page: chapters, modules, weeks, quizzes, reviews',
        querystring: learningLocaleQuerySchema,
        response: { 200: learningOverviewSchema },
      },
    },
    (request) => overview.read(request.identity?.id ?? null, request.query.locale),
  );
}
