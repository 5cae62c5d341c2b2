/** `/health`, `/health/live`, `/health/ready`. */
import { healthResponseSchema, livenessResponseSchema, readinessResponseSchema } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { PROBE_CONFIG } from '../../middleware/route-config.ts';
import { createHealthService, type HealthServiceOptions } from './health.service.ts';

/** What the health feature needs. */
export type HealthDeps = HealthServiceOptions;

const RETRY_SECONDS = 5;
const tags = ['health'];
/** Probes come often and from few addresses; under load they must still be answered. */
const config = PROBE_CONFIG;

/** Registers the routes at the root of the app. */
export async function registerHealth(app: FastifyInstance, deps: HealthDeps): Promise<void> {
  const service = createHealthService(deps);
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.get(
    '/health',
    {
      config,
      schema: {
        tags,
        summary: 'Checks, version and capabilities',
        response: { 200: healthResponseSchema, 503: healthResponseSchema },
      },
    },
    async (_request, reply) => {
      const health = await service.health();
      if (health.status !== 'unhealthy') return reply.header('cache-control', 'no-store').send(health);
      return reply.code(503).header('retry-after', RETRY_SECONDS).header('cache-control', 'no-store').send(health);
    },
  );
  api.get(
    '/health/live',
    { config, schema: { tags, summary: 'The process answers', response: { 200: livenessResponseSchema } } },
    async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'alive' as const }),
  );
  api.get(
    '/health/ready',
    {
      config,
      schema: {
        tags,
        summary: 'Whether requests should be sent here',
        response: { 200: readinessResponseSchema, 503: readinessResponseSchema },
      },
    },
    async (_request, reply) => {
      const readiness = await service.readiness();
      reply.header('cache-control', 'no-store');
      if (readiness.status === 'ready') return reply.send(readiness);
      return reply.code(503).header('retry-after', RETRY_SECONDS).send(readiness);
    },
  );
}
