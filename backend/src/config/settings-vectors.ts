/** Variables of the store that questions are searched in: this process, PostgreSQL or Qdrant. */
import { z } from 'zod';
import { defineSettings, flag, oneOf, text, url, wholeNumber } from './setting-entry.ts';

/** Where questions are searched. */
export const VECTOR_STORES = ['memory', 'pgvector', 'qdrant'] as const;
/** How Qdrant keeps embeddings in its memory. */
export const QDRANT_QUANTIZATIONS = ['none', 'scalar'] as const;

/** The store of vectors. */
export const VECTOR_SETTINGS = defineSettings({
  VECTOR_STORE: {
    description:
      'Where questions are searched. memory: in each process. pgvector: embeddings in PostgreSQL, words in the process. qdrant: words and embeddings in Qdrant. Whatever it is, a reader is answered while it is away (docs/vectors.md).',
    derived: 'qdrant when QDRANT_URL is set, else memory',
    feature: 'scaling',
    example: 'pgvector',
    schema: oneOf(VECTOR_STORES),
  },
  QDRANT_URL: {
    description:
      'Qdrant 1.10 or later, for very large books or many processes. A path is kept; the port is 6333 unless given.',
    feature: 'scaling',
    example: 'http://localhost:6333',
    schema: url(['http:', 'https:']),
  },
  QDRANT_API_KEY: {
    description: 'API key of Qdrant. Over the open internet only with https.',
    feature: 'scaling',
    secret: true,
    example: 'qdrant-api-key',
    schema: text(),
  },
  QDRANT_COLLECTION: {
    description:
      'Name of the alias in Qdrant; collections of index versions are named by it with a suffix. One for each installation.',
    default: 'lectern',
    feature: 'scaling',
    example: 'lectern-staging',
    schema: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, 'must be letters, digits, - and _ only'),
  },
  QDRANT_SHARDS: {
    description: 'Shards of a new collection: about as many as Qdrant has nodes.',
    default: '1',
    feature: 'scaling',
    example: '3',
    schema: wholeNumber(1, 64),
  },
  QDRANT_REPLICAS: {
    description: 'Copies of each shard of a new collection: 2 or more survive the loss of a node.',
    default: '1',
    feature: 'scaling',
    example: '2',
    schema: wholeNumber(1, 16),
  },
  QDRANT_QUANTIZATION: {
    description:
      'How embeddings stand in Qdrant’s memory. scalar: a byte a number, the best ones scored again exactly. none: as they are.',
    default: 'scalar',
    feature: 'scaling',
    example: 'none',
    schema: oneOf(QDRANT_QUANTIZATIONS),
  },
  QDRANT_ON_DISK: {
    description: 'Whether Qdrant keeps original vectors, sparse vectors and payload on disk: less memory, slower.',
    default: 'false',
    feature: 'scaling',
    example: 'true',
    schema: flag(),
  },
  QDRANT_TIMEOUT_MS: {
    description: 'Longest wait for an answer of Qdrant to a question; after it the words in this process answer.',
    unit: 'milliseconds',
    default: '2000',
    feature: 'scaling',
    example: '1000',
    schema: wholeNumber(50, 30_000),
  },
});
