/** Checks of what lies below the features: database and disk. */
import type { HealthCheck } from './config/health-check.ts';
import type { Database } from './db/client.ts';
import { freeBytes } from './db/data-directory.ts';

/** Below this the next index or log may not fit. */
const LITTLE_SPACE_BYTES = 256 * 1024 * 1024;
const NO_SPACE_BYTES = 16 * 1024 * 1024;

/** Whether the database answers. */
export function createDatabaseCheck(database: Pick<Database, 'ping'>): HealthCheck {
  return {
    name: 'database',
    required: true,
    async check() {
      await database.ping();
      return { status: 'pass' };
    },
  };
}

/** Whether Redis can be used. Everything goes on without it, each process by itself. */
export function createCacheCheck(cache: { trouble(): Promise<string | undefined> }): HealthCheck {
  return {
    name: 'redis',
    required: false,
    async check() {
      const trouble = await cache.trouble();
      if (trouble === undefined) return { status: 'pass' };
      return { status: 'warn', detail: `Redis: ${trouble}. Without it limits and replay are each process’s own` };
    },
  };
}

/**
 * Whether the data directory has space left. Reading goes on without, so that it never fails readiness.
 * @param measure bytes that may still be written at a path
 */
export function createDiskCheck(dataDir: string, measure: (path: string) => number = freeBytes): HealthCheck {
  return {
    name: 'disk',
    required: false,
    async check() {
      const free = measure(dataDir);
      if (free >= LITTLE_SPACE_BYTES) return { status: 'pass' };
      const detail = `${Math.floor(free / 1024 / 1024)} MB left in the data directory`;
      return { status: free < NO_SPACE_BYTES ? 'fail' : 'warn', detail };
    },
  };
}
