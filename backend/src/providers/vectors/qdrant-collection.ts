/** What a collection of ours looks like in Qdrant. */
import type { Schemas } from '@qdrant/js-client-rest';
import type { StorePoint } from './vector-store.port.ts';

/** How collections are made. */
export interface QdrantCollectionOptions {
  readonly shards: number;
  readonly replicas: number;
  readonly quantization: 'none' | 'scalar';
  readonly onDisk: boolean;
}

/** Names of the vectors of a point. */
export const VECTORS = { dense: 'dense', words: 'words', grams: 'grams' } as const;

/**
 * Fields by which questions are narrowed, and those by which an operator finds a place of the book: all are keywords.
 * `locale` is the language of the index, `chapter` a chapter in one language.
 */
export const PAYLOAD_FIELDS = ['locale', 'module', 'chapter', 'section', 'segment'] as const;

/** Scores outside the lowest and highest hundredth are cut when a number becomes a byte. */
const QUANTILE = 0.99;

/** The request that makes a collection. */
export const collectionRequest = (
  dimensions: number | undefined,
  { shards, replicas, quantization, onDisk }: QdrantCollectionOptions,
): Schemas['CreateCollection'] => ({
  // Dot, not Cosine: embeddings have length 1, and Qdrant would change their last digits by making them so again.
  vectors: dimensions === undefined ? {} : { [VECTORS.dense]: { size: dimensions, distance: 'Dot', on_disk: onDisk } },
  sparse_vectors: {
    [VECTORS.words]: { modifier: 'idf', index: { on_disk: onDisk } },
    [VECTORS.grams]: { modifier: 'idf', index: { on_disk: onDisk } },
  },
  on_disk_payload: onDisk,
  shard_number: shards,
  replication_factor: replicas,
  // What was written by a majority survives the loss of a node.
  write_consistency_factor: Math.floor(replicas / 2) + 1,
  ...(quantization === 'none' || dimensions === undefined
    ? {}
    : { quantization_config: { scalar: { type: 'int8', quantile: QUANTILE, always_ram: true } } }),
});

/** A point as it is written. */
export const pointOf = ({ number, id, language, place, words, grams, dense }: StorePoint): Schemas['PointStruct'] => ({
  id: number,
  vector: {
    [VECTORS.words]: { indices: words.indices, values: words.values },
    [VECTORS.grams]: { indices: grams.indices, values: grams.values },
    ...(dense === undefined ? {} : { [VECTORS.dense]: [...dense] }),
  },
  payload: {
    id,
    locale: language,
    chapter: place.page,
    section: [...place.sections],
    segment: [...place.segments],
    ...(place.module === undefined ? {} : { module: place.module }),
  },
});

/** Length of the dense vectors of a collection; undefined without. */
export const dimensionsOf = ({ config }: Schemas['CollectionInfo']): number | undefined => {
  const { vectors } = config.params;
  const dense: unknown = vectors === undefined || vectors === null ? undefined : Reflect.get(vectors, VECTORS.dense);
  const size: unknown = typeof dense === 'object' && dense !== null ? Reflect.get(dense, 'size') : undefined;
  return typeof size === 'number' ? size : undefined;
};
