/** Why a model gave no answer, in our own words. */
import { ProviderFault } from '../provider-fault.ts';
import type { LlmFailureKind } from './llm.port.ts';

/** A fault on the way to a model or back. */
export class LlmFault extends ProviderFault<LlmFailureKind> {
  override readonly name = 'LlmFault';
}

/** What an HTTP status says. */
export function kindOfStatus(status: number): LlmFailureKind {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return 'not_found';
  // 402: no credit left at some providers. It is over for a while, as with 429.
  if (status === 429 || status === 402) return 'rate_limited';
  if (status >= 300 && status < 400) return 'broken';
  return status >= 500 || status === 408 ? 'unavailable' : 'bad_request';
}
