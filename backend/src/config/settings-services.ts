/** Variables of services outside the process: database, scaling, models. All are optional. */
import { defineSettings, oneOf, text, url, wholeNumber } from './setting-entry.ts';

const httpUrl = url(['http:', 'https:']);
const postgresUrl = url(['postgres:', 'postgresql:']);

/** Where data is kept. */
export const DATABASE_SETTINGS = defineSettings({
  DATABASE_URL: {
    description:
      'PostgreSQL 15 or later with pgvector. Unset: the embedded database in DATA_DIR. A Neon pooled URL (-pooler) is understood.',
    feature: 'database',
    secret: true,
    example: 'postgresql://lectern:password@localhost:5432/lectern',
    schema: postgresUrl,
  },
  DATABASE_DIRECT_URL: {
    description: 'Connection that by-passes a pooler, for migrations and LISTEN.',
    derived: 'DATABASE_URL, without -pooler in a Neon host name',
    feature: 'database',
    secret: true,
    example: 'postgresql://lectern:password@ep-name.eu-central-1.aws.neon.tech/lectern',
    schema: postgresUrl,
  },
  DATABASE_POOL_SIZE: {
    description: 'Most connections that one process keeps open.',
    default: '10',
    feature: 'database',
    example: '20',
    schema: wholeNumber(2, 200),
  },
  DATABASE_CA_FILE: {
    description:
      'File (PEM) with the certificates that the database’s must be signed by. It then must, and be for that host, unless sslmode in the URL asks for less (docs/postgresql.md).',
    derived: 'the authorities that Node knows',
    feature: 'database',
    example: '/etc/lectern/database-ca.pem',
    schema: text(),
  },
  DATABASE_STATEMENT_TIMEOUT_MS: {
    description: 'Longest time for one statement; 0: no limit. Migrations have none.',
    unit: 'milliseconds',
    default: '30000',
    feature: 'database',
    example: '60000',
    schema: wholeNumber(0, 3_600_000),
  },
  DATABASE_LOCK_TIMEOUT_MS: {
    description: 'Longest wait of a statement for another one’s lock; 0: no limit.',
    unit: 'milliseconds',
    default: '10000',
    feature: 'database',
    example: '5000',
    schema: wholeNumber(0, 3_600_000),
  },
  DATABASE_IDLE_TRANSACTION_TIMEOUT_MS: {
    description: 'How long a transaction may stand still before the server ends its connection; 0: no limit.',
    unit: 'milliseconds',
    default: '30000',
    feature: 'database',
    example: '10000',
    schema: wholeNumber(0, 3_600_000),
  },
});

/** What several processes share. */
export const SCALING_SETTINGS = defineSettings({
  REDIS_URL: {
    description:
      'Redis 6.2 or later, through which processes share limits, running answers and their replay. Unset, or away: memory of each process.',
    feature: 'scaling',
    secret: true,
    example: 'redis://localhost:6379',
    schema: url(['redis:', 'rediss:']),
  },
});

/** Models that embed. */
export const MODEL_SETTINGS = defineSettings({
  EMBEDDING_PROVIDER: {
    description:
      'What finds sections beside their words. latent: vectors derived from the book itself, without a model. none: words only. openai, compatible, local: a model that knows what words mean (docs/embeddings.md).',
    default: 'latent',
    feature: 'embeddings',
    example: 'openai',
    schema: oneOf(['none', 'latent', 'openai', 'compatible', 'local']),
  },
  EMBEDDING_BASE_URL: {
    description: 'Base URL of an OpenAI-compatible embeddings endpoint, with /v1.',
    derived: 'LLM_BASE_URL when EMBEDDING_PROVIDER is compatible',
    feature: 'embeddings',
    example: 'http://localhost:11434/v1',
    schema: httpUrl,
  },
  EMBEDDING_API_KEY: {
    description: 'API key of the embeddings endpoint.',
    derived: 'OPENAI_API_KEY, unless EMBEDDING_BASE_URL is an address of its own',
    feature: 'embeddings',
    secret: true,
    example: 'sk-your-key',
    schema: text(),
  },
  EMBEDDING_MODEL: {
    description: 'Embedding model, or directory of a local ONNX model. A change embeds the whole book again.',
    default: 'text-embedding-3-small',
    feature: 'embeddings',
    example: 'text-embedding-3-small',
    schema: text(),
  },
  EMBEDDING_DIMENSIONS: {
    description: 'Length of one embedding. A change embeds the whole book again.',
    unit: 'numbers per vector',
    default: '384',
    feature: 'embeddings',
    example: '1536',
    schema: wholeNumber(8, 4096),
  },
});
