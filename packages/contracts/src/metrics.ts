/** Figures of use, for admins. Prometheus reads `/metrics` instead. */
import { z } from 'zod';

/** Figures of one route over a time. */
export const routeMetricsSchema = z
  .object({
    method: z.string().meta({ example: 'POST' }),
    route: z.string().describe('Pattern, not address').meta({ example: '/api/v1/chat' }),
    requests: z.int().min(0),
    errors: z.int().min(0).describe('Answers with status 500 and above'),
    p50Ms: z.number().min(0).describe('Median time to the end of the answer, milliseconds'),
    p95Ms: z.number().min(0).describe('95th percentile, milliseconds'),
  })
  .meta({ id: 'RouteMetrics' });

/** Figures of the server over a time. */
export const metricsResponseSchema = z
  .object({
    from: z.iso.datetime().describe('UTC'),
    to: z.iso.datetime().describe('UTC'),
    requests: z.int().min(0),
    errors: z.int().min(0).describe('Answers with status 500 and above'),
    questions: z.int().min(0),
    refusals: z.int().min(0).describe('Questions that the book does not cover'),
    costUsd: z.number().min(0).describe('Spent on providers, USD'),
    memoryBytes: z.int().min(0).describe('Resident memory of this process, bytes'),
    routes: z.array(routeMetricsSchema),
  })
  .meta({ id: 'MetricsResponse' });

/** Figures of the server over a time: see {@link metricsResponseSchema}. */
export type MetricsResponse = z.infer<typeof metricsResponseSchema>;
