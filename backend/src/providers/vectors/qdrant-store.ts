/** The Qdrant adapter: a collection for each version of the index, an alias that names the one that answers. */
import type { QdrantClient } from '@qdrant/js-client-rest';
import {
  collectionRequest,
  dimensionsOf,
  PAYLOAD_FIELDS,
  pointOf,
  type QdrantCollectionOptions,
} from './qdrant-collection.ts';
import { callQdrant, openQdrant, type QdrantAddress } from './qdrant-connection.ts';
import { batchOf } from './qdrant-query.ts';
import { StoreFault, type VectorStore } from './vector-store.port.ts';

/** Where Qdrant is, and how collections are made there. */
export interface QdrantStoreOptions extends QdrantAddress, QdrantCollectionOptions {
  /** Name of the alias; collections of this installation begin with it. */
  readonly collection: string;
  /** Longest wait for the answer to a question. */
  readonly timeoutMs: number;
}

/** Longest wait for what is written: a new collection waits for all its shards. */
const WRITE_TIMEOUT_MS = 60_000;

/** Makes the store. It connects when it is first used. */
export const createQdrantStore = (options: QdrantStoreOptions): VectorStore => {
  const { collection: alias, timeoutMs } = options;
  const asking = openQdrant(options, timeoutMs);
  const writing = openQdrant(options, WRITE_TIMEOUT_MS);

  const create = async (client: QdrantClient, name: string, dimensions: number | undefined): Promise<boolean> => {
    const isNew = await callQdrant(() => client.createCollection(name, collectionRequest(dimensions, options))).catch(
      async (fault: unknown) => {
        // Told by the collection itself, not by a status: older servers say 400 where newer ones say 409.
        if (fault instanceof StoreFault && fault.kind === 'refused' && (await describe(name))) return false;
        throw fault;
      },
    );
    // Also for one that is there: whoever made it may have ended before.
    for (const field of PAYLOAD_FIELDS) {
      const index = { field_name: field, field_schema: 'keyword', wait: true } as const;
      await callQdrant(() => client.createPayloadIndex(name, index));
    }
    return isNew;
  };

  const describe: VectorStore['describe'] = async (name) => {
    try {
      const info = await callQdrant(() => asking.getCollection(name));
      // The count in the description is an estimate.
      const { count } = await callQdrant(() => asking.count(name, { exact: true }));
      return { points: count, dimensions: dimensionsOf(info) };
    } catch (fault) {
      if (fault instanceof StoreFault && fault.kind === 'missing') return undefined;
      throw fault;
    }
  };

  return {
    label: 'Qdrant',
    keepsWords: true,
    list: async () => {
      const { collections } = await callQdrant(() => asking.getCollections());
      const { aliases } = await callQdrant(() => asking.getAliases());
      return {
        current: aliases.find(({ alias_name }) => alias_name === alias)?.collection_name,
        names: collections.map(({ name }) => name).filter((name) => isOurs(name, alias)),
      };
    },
    describe,
    create: (name, dimensions) => create(writing, name, dimensions),
    upsert: async (name, points) => {
      await callQdrant(() => writing.upsert(name, { wait: true, points: points.map(pointOf) }));
    },
    activate: async (name) => {
      // Both in one action: between them questions by the alias would find nothing.
      const actions = [
        { delete_alias: { alias_name: alias } },
        { create_alias: { collection_name: name, alias_name: alias } },
      ];
      const { aliases } = await callQdrant(() => asking.getAliases());
      const isThere = aliases.some(({ alias_name }) => alias_name === alias);
      await callQdrant(() => writing.updateCollectionAliases({ actions: isThere ? actions : actions.slice(1) }));
    },
    drop: async (name) => {
      await callQdrant(() => writing.deleteCollection(name));
    },
    score: async (name, searches) => {
      const batch = batchOf(searches);
      if (batch.searches.length === 0) return batch.read([]);
      return batch.read(await callQdrant(() => asking.queryBatch(name, { searches: batch.searches })));
    },
    close: async () => {},
  };
};

/** Whether a collection was made for an alias: what others keep in the same Qdrant is never touched. */
const isOurs = (name: string, alias: string): boolean =>
  name.startsWith(`${alias}_`) && /^\d+_[0-9a-f]{10}$/.test(name.slice(alias.length + 1));
