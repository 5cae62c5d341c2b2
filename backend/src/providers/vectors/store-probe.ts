/** A look at the store of vectors for those who run the server: it changes nothing. */
import { callQdrant, openQdrant } from './qdrant-connection.ts';
import { createQdrantStore, type QdrantStoreOptions } from './qdrant-store.ts';
import { type CollectionState, StoreFault } from './vector-store.port.ts';

/** The oldest Qdrant that understands our requests: batched queries with prefetch, sparse vectors with IDF. */
export const LEAST_QDRANT = '1.10.0';

/** What was seen. */
export type StoreProbe =
  | { readonly state: 'fault'; readonly fault: StoreFault }
  | { readonly state: 'old'; readonly version: string }
  | { readonly state: 'empty'; readonly version: string }
  /** Collections are there, but the alias names none of them. */
  | { readonly state: 'no alias'; readonly version: string; readonly collections: number }
  | { readonly state: 'ready'; readonly version: string; readonly collection: string; readonly holds: CollectionState };

/** Looks at Qdrant. */
export const probeQdrant = async (options: QdrantStoreOptions): Promise<StoreProbe> => {
  const store = createQdrantStore(options);
  try {
    const { version } = await callQdrant(() => openQdrant(options, options.timeoutMs).versionInfo());
    if (isOlder(version, LEAST_QDRANT)) return { state: 'old', version };
    const { current, names } = await store.list();
    const holds = current === undefined ? undefined : await store.describe(current);
    if (current !== undefined && holds !== undefined) return { state: 'ready', version, collection: current, holds };
    return names.length > 0 ? { state: 'no alias', version, collections: names.length } : { state: 'empty', version };
  } catch (error) {
    if (error instanceof StoreFault) return { state: 'fault', fault: error };
    throw error;
  }
};

const isOlder = (version: string, least: string): boolean => {
  const [mine, other] = [version, least].map((text) => text.split('.').map((part) => Number.parseInt(part, 10) || 0));
  for (let part = 0; part < 3; part += 1) {
    const difference = (mine?.[part] ?? 0) - (other?.[part] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
};
