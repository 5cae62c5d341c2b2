/**
 * The parts of Neon's answers that are used. Everything else in them is passed over.
 * @see https://api-docs.neon.tech/reference/getting-started-with-neon-api
 */
import { z } from 'zod';

/** Work that goes on after an answer; what is made is there when all of it has finished. */
export const operationSchema = z.object({
  id: z.string().min(1),
  action: z.string(),
  status: z.enum(['scheduling', 'running', 'finished', 'failed', 'error', 'cancelling', 'cancelled', 'skipped']),
});
/** See {@link operationSchema}. */
export type Operation = z.infer<typeof operationSchema>;

/** An answer that may have set work going. */
export const changeSchema = z.object({ operations: z.array(operationSchema).default([]) });

/** Answer to one question about an operation. */
export const operationAnswerSchema = z.object({ operation: operationSchema });

/** A branch. */
export const branchSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  name: z.string(),
  default: z.boolean(),
  protected: z.boolean(),
});
/** See {@link branchSchema}. */
export type Branch = z.infer<typeof branchSchema>;

/** A page of branches. */
export const branchPageSchema = z.object({
  branches: z.array(branchSchema),
  pagination: z.object({ next: z.string().optional() }).optional(),
});

/** A branch that was made. */
export const branchAnswerSchema = z.object({ branch: branchSchema, ...changeSchema.shape });

/** Computes of a branch. */
export const endpointListSchema = z.object({
  endpoints: z.array(z.object({ id: z.string(), type: z.enum(['read_write', 'read_only']) })),
});

/** Roles of a branch. */
export const roleListSchema = z.object({ roles: z.array(z.object({ name: z.string() })) });

/** Databases of a branch. */
export const databaseListSchema = z.object({
  databases: z.array(z.object({ name: z.string(), owner_name: z.string() })),
});

/** An address to connect to, with the password in it. */
export const connectionUriSchema = z.object({ uri: z.string().regex(/^postgres(ql)?:\/\/[^\s]+$/) });
