/** Refuses work while the event loop is behind, so that what is running gets done. */
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import { ServiceUnavailableError } from '../config/app-error.ts';
import './route-config.ts';

const SAMPLE_INTERVAL_MS = 500;
const RETRY_SECONDS = 5;

/** Answers 503 with Retry-After while the event loop's delay is above the limit (milliseconds; 0: never). */
export async function registerPressure(app: FastifyInstance, maxEventLoopDelayMs: number): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: maxEventLoopDelayMs,
    sampleInterval: SAMPLE_INTERVAL_MS,
    pressureHandler: (request) => {
      if (request.routeOptions.config.underPressure === false) return;
      throw new ServiceUnavailableError('OVERLOADED', { retryAfterSeconds: RETRY_SECONDS });
    },
  });
}
