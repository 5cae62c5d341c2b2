/** What a reader is told when an answer fails, and what the log is told. */
import type { Problem } from '@lectern/contracts';
import type { FastifyRequest } from 'fastify';
import { logProblem } from '../../../middleware/errors.ts';
import { toAppError, toProblem } from '../../../middleware/problem.ts';

/** Makes the problem of a fault that came after the headers of a request were answered. */
export const problemAfterHeaders =
  (request: FastifyRequest) =>
  (error: unknown): Problem => {
    const problem = toAppError(error);
    logProblem(request.log, problem, error, { requestId: request.id });
    return toProblem(problem, request.id);
  };
