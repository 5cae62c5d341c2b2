/** Quizzes and reviews over HTTP. */
import {
  dueReviewPageSchema,
  dueReviewsQuerySchema,
  learningIdParamsSchema,
  quizAttemptPageSchema,
  quizAttemptRequestSchema,
  quizAttemptResponseSchema,
  quizAttemptsQuerySchema,
  quizLocaleQuerySchema,
  quizParamsSchema,
  reviewRequestSchema,
  reviewResponseSchema,
} from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { requireIdentity } from '../../../middleware/session.ts';
import type { LearningQuizService } from './learning-quiz.service.ts';
import type { LearningReviewService } from './learning-review.service.ts';

const tags = ['learning'];
const config = { access: 'own' } as const;

/** What the routes need. */
export interface LearningQuizDeps {
  readonly quizzes: LearningQuizService;
  readonly reviews: LearningReviewService;
}

/** Registers the routes. */
export function registerLearningQuizzes(app: FastifyInstance, { quizzes, reviews }: LearningQuizDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.post(
    '/learning/quizzes/:id/attempts',
    {
      config,
      schema: {
        tags,
        summary: 'Grade answers to a quiz, with what there is to learn from each',
        params: quizParamsSchema,
        querystring: quizLocaleQuerySchema,
        body: quizAttemptRequestSchema,
        response: { 201: quizAttemptResponseSchema },
      },
    },
    async (request, reply) => {
      const { chapterKey, answers } = request.body;
      const name = { chapterKey, quizId: request.params.id };
      const reader = () => requireIdentity(request, reply);
      return reply.code(201).send(await quizzes.attempt(reader, name, answers, request.query.locale));
    },
  );
  api.get(
    '/learning/quizzes/:id/attempts',
    {
      config,
      schema: {
        tags,
        summary: 'Own attempts at a quiz, newest first',
        params: quizParamsSchema,
        querystring: quizAttemptsQuerySchema,
        response: { 200: quizAttemptPageSchema },
      },
    },
    (request) => {
      const { chapterKey, ...page } = request.query;
      return quizzes.attempts(request.identity?.id ?? null, { chapterKey, quizId: request.params.id }, page);
    },
  );
  api.get(
    '/learning/reviews/due',
    {
      config,
      schema: {
        tags,
        summary: 'Missed questions that are to be asked again, longest due first',
        querystring: dueReviewsQuerySchema,
        response: { 200: dueReviewPageSchema },
      },
    },
    (request) => reviews.due(request.identity?.id ?? null, request.query),
  );
  api.post(
    '/learning/reviews/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Answer or rate a question that is asked again, and plan it anew',
        params: learningIdParamsSchema,
        querystring: quizLocaleQuerySchema,
        body: reviewRequestSchema,
        response: { 200: reviewResponseSchema },
      },
    },
    (request) => reviews.review(request.identity, request.params.id, request.body, request.query.locale),
  );
}
