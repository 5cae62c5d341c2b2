/** What a reader is told when a stream fails after its headers, and what the log is told. */
import type { Problem } from '@lectern/contracts';
import type { FastifyRequest } from 'fastify';
import { logProblem } from './errors.ts';
import { toAppError, toProblem } from './problem.ts';

/** Makes the problem of a fault that came after the headers of a request were answered. */
export const problemAfterHeaders =
  (request: FastifyRequest) =>
  (error: unknown): Problem => {
    const problem = toAppError(error);
    logProblem(request.log, problem, error, { requestId: request.id });
    return toProblem(problem, request.id);
  };
