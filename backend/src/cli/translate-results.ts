/** What commands about translations get back from a server, checked. */
import { z } from 'zod';

const counts = {
  segments: z.number(),
  locked: z.number(),
  reviewed: z.number(),
  machine: z.number(),
  outdated: z.number(),
  missing: z.number(),
  failed: z.number(),
  reported: z.number(),
};

/** Result of an estimate. */
export const estimateSchema = z.object({
  engine: z.string().nullable(),
  parts: z.array(z.object({ key: z.string(), title: z.string(), segments: z.number(), missing: z.number() })),
  segments: z.number(),
  missing: z.number(),
  requests: z.number(),
  characters: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  costUsd: z.number().nullable(),
});

/** Progress of a run. */
export const fillProgressSchema = z.object({
  title: z.string(),
  done: z.number(),
  total: z.number(),
  costUsd: z.number(),
});

/** Result of a run. */
export const fillReceiptSchema = z.object({
  language: z.string(),
  segments: z.number(),
  fromMemory: z.number(),
  translated: z.number(),
  failed: z.number(),
  left: z.number(),
  characters: z.number(),
  costUsd: z.number(),
  durationMs: z.number(),
  stopped: z.enum(['keyless', 'budget_spent', 'provider_failed', 'aborted', 'stopping']).nullable(),
});

/** The state of a language. */
export const coverageSchema = z.object({
  language: z.string(),
  coverage: z.number(),
  ...counts,
  rows: z.array(z.object({ key: z.string(), title: z.string(), coverage: z.number(), ...counts })),
});

/** Result of an import. */
export const importSchema = z.object({
  entries: z.number(),
  written: z.number(),
  deleted: z.number(),
  faulty: z.number(),
  faults: z.array(z.object({ line: z.number(), reason: z.string() })),
});

/** A piece of an export. */
export const pieceSchema = z.object({ text: z.string() });

/** Result of carrying entries over. */
export const rekeySchema = z.object({ orphans: z.number(), carried: z.number() });
