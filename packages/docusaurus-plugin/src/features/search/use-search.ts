/** Searches as the reader types: one request at a time, the last words win. */
import type { SearchHit } from '@lectern/contracts';
import { useEffect, useState } from 'react';
import type { LecternClient } from '../../client/api-client.ts';
import { isAbort } from '../../client/client-errors.ts';

/** How long the reader must pause before a request is made, ms. */
const PAUSE_MS = 120;
/** Longest query that the server takes, UTF-16 units. */
const MAX_QUERY_CHARS = 300;

/** What the search has to show. */
export type SearchState =
  | { readonly status: 'idle' }
  | { readonly status: 'searching'; readonly hits: readonly SearchHit[] }
  | { readonly status: 'found'; readonly query: string; readonly hits: readonly SearchHit[] }
  | { readonly status: 'failed' };

/** Options of {@link useSearch}. */
export interface SearchOptions {
  readonly client: Pick<LecternClient, 'search'>;
  /** The reader's locale, BCP 47. */
  readonly locale: string;
  /** Most hits to show. */
  readonly limit?: number;
}

/** Hits for the words that were typed last. While a newer search runs, the older hits stay, so that nothing flickers. */
export function useSearch(
  text: string,
  { client, locale, limit = 8 }: SearchOptions,
): SearchState & { readonly retry: () => void } {
  const [state, setState] = useState<SearchState>({ status: 'idle' });
  const [attempt, setAttempt] = useState(0);
  const query = text.trim().slice(0, MAX_QUERY_CHARS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt repeats the same search
  useEffect(() => {
    if (query === '') {
      setState({ status: 'idle' });
      return;
    }
    setState((before) => ({ status: 'searching', hits: 'hits' in before ? before.hits : [] }));
    const abort = new AbortController();
    const timer = setTimeout(() => {
      client.search({ q: query, locale, limit }, { signal: abort.signal }).then(
        ({ hits }) => setState({ status: 'found', query, hits }),
        (error: unknown) => {
          if (!isAbort(error)) setState({ status: 'failed' });
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, locale, limit, query, attempt]);
  return { ...state, retry: () => setAttempt((count) => count + 1) };
}
