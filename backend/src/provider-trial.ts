/** One bounded call to a provider, and what came of it; `lectern doctor --providers` prints it. */
import { z } from 'zod';

/** What came of a trial, in a form that goes through the control socket. */
export const providerTrialSchema = z.object({
  /** What kind of service, as doctor names it. */
  service: z.string(),
  /** Which one: provider and model. */
  target: z.string(),
  /** `doubtful`: it answers, but not as it should. */
  state: z.enum(['answers', 'doubtful', 'fails']),
  text: z.string(),
  /** What to do about it. */
  mend: z.string().optional(),
  /** What the call was booked at, USD. */
  costUsd: z.number(),
});

/** See {@link providerTrialSchema}. */
export type ProviderTrial = z.infer<typeof providerTrialSchema>;

/** How long one trial may take; far more than a healthy provider needs. */
export const TRIAL_TIMEOUT_MS = 20_000;

/** Variables that a provider is set by: named in mends. */
export interface TrialVariables {
  readonly key: string;
  readonly address: string;
  readonly model: string;
}

/** What a failure says, without the provider's own words. */
export interface TrialFailure {
  /** The port's kind, e.g. `unauthorized`. */
  readonly kind: string;
  /** A status (`HTTP 403`) or a code (`ENOTFOUND`). */
  readonly detail: string | undefined;
}

/** Causes lie at most so deep: ours, the SDK's, fetch's, the socket's. */
const DEEPEST_CAUSE = 5;
const CODE = /^[A-Z][A-Z0-9_]{2,60}$/;
const STATUS = /^HTTP \d{3}$/;

/** Reads the innermost status or code of an error and its causes. */
export function readFailure(error: unknown): TrialFailure {
  const kind = error instanceof Error && 'kind' in error && typeof error.kind === 'string' ? error.kind : 'broken';
  let detail: string | undefined;
  let current: unknown = error;
  for (let depth = 0; depth < DEEPEST_CAUSE && current instanceof Error; depth += 1) {
    detail = detailOf(current) ?? detail;
    current = current.cause;
  }
  return { kind, detail };
}

function detailOf(error: Error): string | undefined {
  if ('statusCode' in error && typeof error.statusCode === 'number') return `HTTP ${error.statusCode}`;
  if ('code' in error && typeof error.code === 'string' && CODE.test(error.code)) return error.code;
  return STATUS.test(error.message) || CODE.test(error.message) ? error.message : undefined;
}
