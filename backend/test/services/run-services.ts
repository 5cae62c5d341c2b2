/**
 * `npm run test:services`: starts a real PostgreSQL with pgvector, a Redis and the engine of Qdrant on the loopback
 * address, runs the suites that work on them, and closes with a line of counts. Set LECTERN_TEST_DATABASE_URL,
 * LECTERN_TEST_REDIS_URL or LECTERN_TEST_QDRANT_URL to use a server that already runs: databases and collections are made
 * and dropped in it. Paths behind the command run these suites alone.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startQdrantEngine } from '../qdrant-engine/engine-process.ts';
import { startPostgres } from './postgres-service.ts';
import { startRedis } from './redis-service.ts';
import { type Service, ServiceError } from './service-process.ts';
import { findServiceSuites } from './service-suites.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const RESULTS = join(ROOT, 'node_modules', '.lectern', `services-results-${process.pid}.json`);

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

async function reach(variable: string, start: () => Promise<Service>): Promise<Service> {
  const url = process.env[variable];
  const service = url ? { url, stop: async () => undefined } : await start();
  console.log(`${variable}: ${url ? 'given' : service.url}`);
  return service;
}

/** The engine of Qdrant is Python's: without Python its suites are skipped, and the run says so. */
async function reachQdrant(): Promise<{ readonly environment: Record<string, string>; readonly service?: Service }> {
  const given = process.env['LECTERN_TEST_QDRANT_URL'];
  if (given) {
    console.log('LECTERN_TEST_QDRANT_URL: given');
    return { environment: {} };
  }
  try {
    const engine = await startQdrantEngine();
    console.log(`LECTERN_TEST_QDRANT_URL: ${engine.url} (the engine in local mode, not the server)`);
    return { environment: { LECTERN_TEST_QDRANT_URL: engine.url }, service: engine };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    console.log(`The suites of Qdrant are skipped: ${error.message}`);
    return { environment: {} };
  }
}

async function runSuites(environment: Record<string, string>): Promise<Counts> {
  mkdirSync(dirname(RESULTS), { recursive: true });
  rmSync(RESULTS, { force: true });
  const wanted = process.argv.slice(2);
  const all = findServiceSuites(ROOT);
  const suites = wanted.length === 0 ? all : all.filter((path) => wanted.some((part) => path.includes(part)));
  if (suites.length === 0) throw new ServiceError(`no suite of services has ${wanted.join(' or ')} in its path`);
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`];
  // Not spawnSync: while it waits nobody reads what the services say, and they wait for that in turn.
  const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...suites], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  const [status] = await once(child, 'exit');
  const counts = readCounts();
  // A run that broke off counts as one failed test.
  return { ...counts, failed: status === 0 || counts.failed > 0 ? counts.failed : 1 };
}

function readCounts(): Counts {
  if (!existsSync(RESULTS)) return { passed: 0, failed: 1, skipped: 0 };
  const results: unknown = JSON.parse(readFileSync(RESULTS, 'utf8'));
  rmSync(RESULTS);
  const count = (name: string): number => {
    const value: unknown = typeof results === 'object' && results !== null ? Reflect.get(results, name) : undefined;
    return typeof value === 'number' ? value : 0;
  };
  return { passed: count('numPassedTests'), failed: count('numFailedTests'), skipped: count('numPendingTests') };
}

const services: Service[] = [];
let counts: Counts = { passed: 0, failed: 1, skipped: 0 };
try {
  const database = await reach('LECTERN_TEST_DATABASE_URL', startPostgres);
  services.push(database);
  const redis = await reach('LECTERN_TEST_REDIS_URL', startRedis);
  services.push(redis);
  const qdrant = await reachQdrant();
  if (qdrant.service) services.push(qdrant.service);
  counts = await runSuites({
    LECTERN_TEST_DATABASE_URL: database.url,
    LECTERN_TEST_REDIS_URL: redis.url,
    ...qdrant.environment,
  });
} catch (error) {
  if (!(error instanceof ServiceError)) throw error;
  console.error(error.message);
} finally {
  for (const service of services) await service.stop();
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
