/** What can go wrong at Google, as data. */

/** A fault of one answer. */
export type GoogleServerFault =
  /** An HTTP error; `retryAfter` is the header's text; `reason` Google's word for it. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string; readonly reason?: string }
  /** Nothing comes until the promise settles. */
  | { readonly kind: 'hold'; readonly until: Promise<void> }
  /** The connection is reset before any answer. */
  | { readonly kind: 'reset' }
  /** The socket is destroyed in the middle of the answer. */
  | { readonly kind: 'cut' }
  /** 200 with a web page. */
  | { readonly kind: 'page' }
  /** 200 with half of the JSON. */
  | { readonly kind: 'malformed' }
  /** One translation less than there were texts. */
  | { readonly kind: 'one_less' }
  /** 302 to another address. */
  | { readonly kind: 'redirect'; readonly location: string };

/** Faults by name, for tests that try them all. A held answer is held for ever. */
export const GOOGLE_FAULTS = {
  '400 bad language': () => ({ kind: 'status', status: 400, reason: 'invalid target language' }),
  '401': () => ({ kind: 'status', status: 401 }),
  '403 key': () => ({ kind: 'status', status: 403, reason: 'forbidden' }),
  '403 quota a minute': () => ({ kind: 'status', status: 403, reason: 'userRateLimitExceeded' }),
  '403 quota of the day': () => ({ kind: 'status', status: 403, reason: 'dailyLimitExceeded' }),
  '404': () => ({ kind: 'status', status: 404 }),
  '429': () => ({ kind: 'status', status: 429 }),
  '429 soon': () => ({ kind: 'status', status: 429, retryAfter: '1' }),
  '429 late': () => ({ kind: 'status', status: 429, retryAfter: '60' }),
  '500': () => ({ kind: 'status', status: 500 }),
  '503': () => ({ kind: 'status', status: 503 }),
  slow: () => ({ kind: 'hold', until: new Promise<void>(() => {}) }),
  reset: () => ({ kind: 'reset' }),
  cut: () => ({ kind: 'cut' }),
  page: () => ({ kind: 'page' }),
  malformed: () => ({ kind: 'malformed' }),
  'one less': () => ({ kind: 'one_less' }),
  redirect: () => ({ kind: 'redirect', location: 'http://127.0.0.1:9/' }),
} as const satisfies Record<string, () => GoogleServerFault>;

/** Name of a fault. */
export type GoogleFaultName = keyof typeof GOOGLE_FAULTS;
