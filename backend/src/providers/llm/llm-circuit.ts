/** Keeps a dead model from being asked by every reader. */
import { type Circuit, createProviderCircuit } from '../provider-circuit.ts';
import { LlmFailure, type LlmFailureKind } from './llm.port.ts';

export type { Circuit, CircuitCall } from '../provider-circuit.ts';

/** Failures that speak of the provider, not of the question or of the reader. */
const PROVIDER_KINDS: ReadonlySet<LlmFailureKind> = new Set<LlmFailureKind>([
  'unauthorized',
  'not_found',
  'rate_limited',
  'unavailable',
  'timeout',
  'broken',
  'empty',
]);

/**
 * Makes the circuit of one model.
 * @param onChange Told when it opens and when it closes
 */
export const createCircuit = (onChange: (open: boolean) => void = () => {}): Circuit =>
  createProviderCircuit({
    counts: (error) => error instanceof LlmFailure && PROVIDER_KINDS.has(error.kind),
    forgotten: () => new LlmFailure('timeout'),
    onChange,
  });
