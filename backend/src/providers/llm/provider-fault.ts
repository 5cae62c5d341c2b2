/** Why a provider gave no answer, in our own words. */
import type { LlmFailureKind } from './llm.port.ts';

/**
 * A fault on the way to a provider or back. Nothing of what the provider wrote is in it: an error of the SDK holds the
 * prompt and the provider's text, so that none is kept as a cause.
 */
export class ProviderFault extends Error {
  override readonly name = 'ProviderFault';
  readonly kind: LlmFailureKind;
  /** Whether the provider may have begun to work, and bills for it. */
  readonly billable: boolean;
  readonly retryAfterMs: number | undefined;

  /** @param detail A few words of ours: a status, an error code */
  constructor(
    kind: LlmFailureKind,
    detail: string,
    options: { readonly billable: boolean; readonly retryAfterMs?: number | undefined },
  ) {
    super(detail);
    this.kind = kind;
    this.billable = options.billable;
    this.retryAfterMs = options.retryAfterMs;
  }
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

/**
 * Reads a Retry-After.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 whole seconds or an HTTP date
 */
export function readRetryAfter(header: string | null, now: number = Date.now()): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  // The three forms of an HTTP date begin with a day; Date.parse reads much else as one.
  const at = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
