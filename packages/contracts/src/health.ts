/** Health of the server: what monitors and load balancers ask. */
import { z } from 'zod';
import { signInMethodsSchema } from './auth.ts';

/** Outcome of one check. `warn`: works, but worse than it could. */
export const checkStatusSchema = z.enum(['pass', 'warn', 'fail']);

/** One thing that the server depends on. */
export const healthCheckSchema = z
  .object({
    status: checkStatusSchema,
    detail: z.string().optional().describe('What is wrong, without secrets or addresses'),
    durationMs: z.number().min(0).describe('How long the check took, milliseconds').meta({ example: 0.4 }),
  })
  .meta({ id: 'HealthCheck' });

/** What this server can do now; pages adapt to it. */
export const capabilitiesSchema = z
  .object({
    database: z.enum(['embedded', 'postgresql']),
    vectors: z.enum(['memory', 'pgvector', 'qdrant']),
    cache: z.enum(['memory', 'redis']),
    llm: z
      .enum(['none', 'openai', 'compatible', 'anthropic', 'google'])
      .describe('none: answers are quotes of the book'),
    embeddings: z.enum(['none', 'latent', 'openai', 'compatible', 'local']),
    translator: z
      .enum(['memory', 'google', 'llm', 'pseudo'])
      .describe('Who is asked first; memory: only what has been translated already'),
    signIn: signInMethodsSchema,
    features: z
      .record(z.string(), z.boolean())
      .describe('Features that are switched on, by name')
      .meta({ example: { chat: true } }),
  })
  .meta({ id: 'Capabilities' });

/** Answer of `GET /health`. degraded: answers, but a check warns; unhealthy: a check fails (503). */
export const healthResponseSchema = z
  .object({
    status: z.enum(['healthy', 'degraded', 'unhealthy']),
    version: z.string().describe('Version of the server').meta({ example: '0.1.0' }),
    uptimeSeconds: z.number().min(0).describe('Since the process started, seconds'),
    checks: z.record(z.string(), healthCheckSchema).describe('By name: database, index, disk, …'),
    capabilities: capabilitiesSchema,
  })
  .meta({ id: 'HealthResponse' });

/** Answer of `GET /health/live`: the process is up. */
export const livenessResponseSchema = z.object({ status: z.literal('alive') }).meta({ id: 'LivenessResponse' });

/** Answer of `GET /health/ready`: migrated, index loaded, embedder warm. 503 while starting and while shutting down. */
export const readinessResponseSchema = z
  .object({
    status: z.enum(['ready', 'starting', 'stopping', 'failing']),
    waitingFor: z.array(z.string()).describe('Names of the checks that do not pass yet'),
  })
  .meta({ id: 'ReadinessResponse' });

/** Outcome of one check. */
export type CheckStatus = z.infer<typeof checkStatusSchema>;
/** One thing that the server depends on: see {@link healthCheckSchema}. */
export type HealthCheckReport = z.infer<typeof healthCheckSchema>;
/** What this server can do now: see {@link capabilitiesSchema}. */
export type Capabilities = z.infer<typeof capabilitiesSchema>;
/** Answer of `GET /health`. */
export type HealthResponse = z.infer<typeof healthResponseSchema>;
/** Answer of `GET /health/ready`. */
export type ReadinessResponse = z.infer<typeof readinessResponseSchema>;
