/** Two replicas of the server on one PostgreSQL and one Redis, behind a network that chooses between them. */
import { fileURLToPath } from 'node:url';
import { type OpenAiServer, startOpenAiServer, TEST_API_KEY } from '../backend/test/openai-server/openai-server.ts';
import { createDatabase } from '../backend/test/services/postgres-service.ts';
import { startRedis } from '../backend/test/services/redis-service.ts';
import { type CuttableNetwork, openNetwork } from './cuttable-network.ts';
import { type LecternServer, startServer } from './lectern-server.ts';
import { MODEL, PROVIDER } from './model-server.ts';

/** Why they can't be started here, in words; undefined where they can. */
export const replicasMissing: string | undefined =
  process.env['LECTERN_TEST_DATABASE_URL'] === undefined || process.env['LECTERN_TEST_REDIS_URL'] === undefined
    ? 'needs PostgreSQL and Redis: npm run test:services'
    : undefined;

/** The replicas and what stands around them. */
export interface Replicas {
  /** Where browsers connect to; leads to the first replica, and to the second when that one is gone. */
  readonly origin: string;
  readonly provider: OpenAiServer;
  readonly network: CuttableNetwork;
  readonly first: LecternServer;
  readonly second: LecternServer;
  /** Kills Redis: what it held is gone. */
  killRedis(): Promise<void>;
  /** Starts it again, empty, where it was. */
  restartRedis(): Promise<void>;
  close(): Promise<void>;
}

/** Starts all of it, on a Redis of its own and a database of its own. */
export async function startReplicas(): Promise<Replicas> {
  const database = await createDatabase(process.env['LECTERN_TEST_DATABASE_URL'] ?? '');
  let redis = await startRedis();
  const redisPort = Number(new URL(redis.url).port);
  const provider = await startOpenAiServer();
  const network = await openNetwork();
  const start = () =>
    startServer({
      publicUrl: network.origin,
      env: {
        DATABASE_URL: database.url,
        REDIS_URL: redis.url,
        LECTERN_SECRET: 'a-secret-of-the-browser-tests-that-both-replicas-know',
        LLM_PROVIDER: 'compatible',
        LLM_PROVIDER_NAME: PROVIDER,
        LLM_BASE_URL: provider.baseUrl,
        LLM_API_KEY: TEST_API_KEY,
        LLM_MODEL: MODEL,
        PRICES_FILE: fileURLToPath(new URL('provider-prices.json', import.meta.url)),
      },
    });
  // One after the other: the first builds the index that the second finds.
  const first = await start();
  const second = await start();
  network.leadTo(first.port, second.port);
  return {
    origin: network.origin,
    provider,
    network,
    first,
    second,
    killRedis: () => redis.stop(),
    async restartRedis() {
      redis = await startRedis(redisPort);
    },
    async close() {
      await Promise.all([first.close(), second.close()]);
      await network.close();
      await provider.close();
      await redis.stop();
      await database.stop();
    },
  };
}
