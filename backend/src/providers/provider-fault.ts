/** Why a provider gave no answer, in our own words. */

/** What is known of a fault beside its kind. */
export interface FaultOptions {
  /** Whether the provider may have begun to work, and bills for it. */
  readonly billable: boolean;
  readonly retryAfterMs?: number | undefined;
}

/**
 * A fault on the way to a provider or back; each kind of provider has a class of its own. Nothing of what the provider
 * wrote is in it: an error of an SDK holds the prompt and the provider's text, so that none is kept as a cause.
 */
export abstract class ProviderFault<Kind extends string> extends Error {
  readonly kind: Kind;
  readonly billable: boolean;
  readonly retryAfterMs: number | undefined;

  /** @param detail A few words of ours: a status, an error code */
  constructor(kind: Kind, detail: string, { billable, retryAfterMs }: FaultOptions) {
    super(detail);
    this.kind = kind;
    this.billable = billable;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Codes of connections that never came to be: the provider knows nothing of the request. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_INVALID_URL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Why a fetch gave no response: a code, and whether the request may have arrived all the same. */
export function readConnectionError(error: unknown): { readonly code: string; readonly mayHaveArrived: boolean } {
  const cause = error instanceof Error ? error.cause : undefined;
  const code =
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'no connection';
  return { code, mayHaveArrived: !(NEVER_SENT.has(code) || code.includes('CERT') || code.includes('TLS')) };
}

/**
 * Reads a Retry-After, in milliseconds.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 whole seconds or an HTTP date
 */
export function readRetryAfter(header: string | null, now: number = Date.now()): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  // The three forms of an HTTP date begin with a day; Date.parse reads much else as one.
  const at = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
