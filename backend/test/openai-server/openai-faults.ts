/** What can go wrong at a provider, as data. */

/** A fault of one answer. Places in a stream are numbers of pieces that were sent before. */
export type OpenAiFault =
  /** An HTTP error; `retryAfter` is the header's text, in seconds or an HTTP date. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** The connection is reset before any answer. */
  | { readonly kind: 'reset' }
  /** Nothing comes until the promise settles: no headers, or no piece after the first `after`. */
  | { readonly kind: 'hold'; readonly at: 'headers' | 'stream'; readonly after?: number; readonly until: Promise<void> }
  /** The socket is destroyed in the middle of the stream. */
  | { readonly kind: 'cut'; readonly after: number }
  /** The stream ends properly, but neither a finish reason nor `[DONE]` came. */
  | { readonly kind: 'no_finish' }
  /** An event that is not JSON. */
  | { readonly kind: 'malformed'; readonly after: number }
  /** 200 with a web page, as of a captive portal or a wrong address. */
  | { readonly kind: 'html' }
  /** Finishes properly without a word. */
  | { readonly kind: 'empty' }
  /** The model refuses, in the field that is for it. */
  | { readonly kind: 'refusal' }
  /** The provider's filter stops the answer. */
  | { readonly kind: 'content_filter'; readonly after: number }
  /** An error object inside a stream that began with 200. */
  | { readonly kind: 'stream_error'; readonly after: number }
  /** The usage is not what was billed. */
  | { readonly kind: 'usage'; readonly report: 'missing' | 'negative' | 'zero' | 'huge' }
  /** 302 to another address. */
  | { readonly kind: 'redirect'; readonly location: string };

const CUT_AFTER = 5;
const forever = (): Promise<void> => new Promise(() => {});

/** Faults by name, for the command line and for tests that try them all. A held answer is held for ever. */
export const NAMED_FAULTS = {
  '400': () => ({ kind: 'status', status: 400 }),
  '401': () => ({ kind: 'status', status: 401 }),
  '403': () => ({ kind: 'status', status: 403 }),
  '404': () => ({ kind: 'status', status: 404 }),
  '429': () => ({ kind: 'status', status: 429 }),
  '429-soon': () => ({ kind: 'status', status: 429, retryAfter: '1' }),
  '429-late': () => ({ kind: 'status', status: 429, retryAfter: '60' }),
  '500': () => ({ kind: 'status', status: 500 }),
  '503': () => ({ kind: 'status', status: 503 }),
  reset: () => ({ kind: 'reset' }),
  'no-headers': () => ({ kind: 'hold', at: 'headers', until: forever() }),
  'slow-first-token': () => ({ kind: 'hold', at: 'stream', until: forever() }),
  stall: () => ({ kind: 'hold', at: 'stream', after: CUT_AFTER, until: forever() }),
  cut: () => ({ kind: 'cut', after: CUT_AFTER }),
  'no-finish': () => ({ kind: 'no_finish' }),
  malformed: () => ({ kind: 'malformed', after: CUT_AFTER }),
  html: () => ({ kind: 'html' }),
  empty: () => ({ kind: 'empty' }),
  refusal: () => ({ kind: 'refusal' }),
  'content-filter': () => ({ kind: 'content_filter', after: CUT_AFTER }),
  'error-event': () => ({ kind: 'stream_error', after: CUT_AFTER }),
  'usage-missing': () => ({ kind: 'usage', report: 'missing' }),
  'usage-negative': () => ({ kind: 'usage', report: 'negative' }),
  'usage-zero': () => ({ kind: 'usage', report: 'zero' }),
  'usage-huge': () => ({ kind: 'usage', report: 'huge' }),
} as const satisfies Record<string, () => OpenAiFault>;

/** Name of a fault, as `--fault` takes it. */
export type FaultName = keyof typeof NAMED_FAULTS;
/** All names. */
export const FAULT_NAMES = Object.keys(NAMED_FAULTS).filter((name): name is FaultName => name in NAMED_FAULTS);

/** A fault by its name. @throws Error with all names when there is none of that name */
export function faultNamed(name: string): OpenAiFault {
  const found = FAULT_NAMES.find((known) => known === name);
  if (found === undefined) throw new Error(`No fault is called ${name}; there are ${FAULT_NAMES.join(', ')}.`);
  return NAMED_FAULTS[found]();
}
