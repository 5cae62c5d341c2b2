/** A Redis server for the tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  exchange,
  findFreePort,
  findProgram,
  installDebianPackages,
  type RunningProgram,
  type Service,
  ServiceError,
  startProgram,
  stopProgram,
  waitUntilReady,
} from './service-process.ts';

const MEND = 'Redis is needed: install redis-server.';

/** A Redis that runs. */
export interface RedisService extends Service {
  readonly program: RunningProgram;
}

/**
 * Starts Redis; it keeps nothing.
 *
 * @param port default: one of its own
 * @param settings as on its command line, e.g. `['--maxmemory', '2mb']`
 * @throws ServiceError when there is none and none can be installed
 */
export async function startRedis(port?: number, settings: readonly string[] = []): Promise<RedisService> {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-redis-'));
  const place = port ?? (await findFreePort());
  const args = ['--port', String(place), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const program = startProgram(findRedis(), [...args, ...settings], { cwd: folder });
  const stop = async (): Promise<void> => {
    await stopProgram(program, 'SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitUntilReady('Redis', program, async () =>
      // One that asks for a password is there as well.
      /^(?:\+PONG|-NOAUTH)/.test(await exchange(place, 'PING\r\n')),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `redis://127.0.0.1:${place}`, program, stop };
}

function findRedis(): string {
  const found = findProgram('redis-server');
  if (found) return found;
  installDebianPackages(['redis-server'], MEND);
  const installed = findProgram('redis-server');
  if (!installed) throw new ServiceError(MEND);
  return installed;
}
