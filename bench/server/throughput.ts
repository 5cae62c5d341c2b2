/** JSON throughput of the API beside FastAPI + uvicorn on the same work, in the same run. */
import autocannon from 'autocannon';
import { BASELINE_PACKAGES, baselinePython } from '../baseline-python.ts';
import type { BenchTable } from '../table.ts';
import { type RunningServer, startServer } from './running-server.ts';

const SECONDS = 5;
const CONNECTIONS = 32;
const STACK = BASELINE_PACKAGES.filter((name) => /^(?:fastapi|uvicorn)\b/.test(name)).join(', ');

interface Measured {
  readonly requestsPerSecond: number;
  readonly p99Ms: number;
  readonly failed: number;
}

async function load(url: string): Promise<Measured> {
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS });
  return {
    requestsPerSecond: result.requests.average,
    p99Ms: result.latency.p99,
    failed: result.non2xx + result.errors,
  };
}

function startBaseline(python: string, manifest: string): Promise<RunningServer> {
  return startServer(
    python,
    (port) => [
      '-m',
      'uvicorn',
      '--app-dir',
      'bench/server',
      'fastapi_baseline:app',
      '--port',
      String(port),
      '--no-access-log',
      '--log-level',
      'error',
    ],
    { path: '/health', env: () => ({ BOOK_MANIFEST: manifest }) },
  );
}

/** Measures both servers by turns, two rounds, and reports the better round of each. */
export async function benchThroughput(origin: string, manifest: string, chapterKey: string): Promise<BenchTable> {
  const paths = ['/health/live', '/api/v1/book', `/api/v1/book/chapters/${encodeURIComponent(chapterKey)}`];
  const python = baselinePython();
  const baseline = python === undefined ? undefined : await startBaseline(python, manifest);
  try {
    const rows: string[][] = [];
    for (const path of paths) {
      const baselinePath = path === '/health/live' ? '/health' : path;
      const ours: Measured[] = [];
      const theirs: Measured[] = [];
      for (let round = 0; round < 2; round += 1) {
        ours.push(await load(`${origin}${path}`));
        if (baseline) theirs.push(await load(`${baseline.url}${baselinePath}`));
      }
      rows.push(compare(path, ours, theirs));
    }
    return {
      title: 'JSON routes beside FastAPI + uvicorn',
      columns: [
        'route',
        'Lectern req/s (both rounds)',
        'p99 ms',
        'FastAPI req/s (both rounds)',
        'p99 ms',
        'ratio',
        'failed',
      ],
      rows,
      notes: [
        `One worker each, ${CONNECTIONS} connections, ${SECONDS} s a round, ${baseline ? STACK : 'no Python here: the baseline was not run'}; autocannon shares the cores.`,
      ],
    };
  } finally {
    await baseline?.stop();
  }
}

function compare(path: string, ours: readonly Measured[], theirs: readonly Measured[]): string[] {
  const best = (rounds: readonly Measured[]) => Math.max(...rounds.map((round) => round.requestsPerSecond));
  const each = (rounds: readonly Measured[]) =>
    rounds.map((round) => Math.round(round.requestsPerSecond)).join(' / ') || '–';
  const worst = (rounds: readonly Measured[]) =>
    rounds.length === 0 ? '–' : String(Math.max(...rounds.map((round) => round.p99Ms)));
  const failed = [...ours, ...theirs].reduce((sum, round) => sum + round.failed, 0);
  const ratio = theirs.length === 0 ? '–' : `${(best(ours) / best(theirs)).toFixed(1)} ×`;
  return [path, each(ours), worst(ours), each(theirs), worst(theirs), ratio, String(failed)];
}
