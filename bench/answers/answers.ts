/**
 * Answers written by a model that answers at once: Lectern beside the usual stack (FastAPI, openai, qdrant-client,
 * PostgreSQL) on the same provider, the same database server and the same readers, in the same run.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TEST_API_KEY } from '../../backend/test/openai-server/openai-server.ts';
import { startPostgres } from '../../backend/test/services/postgres-service.ts';
import { BASELINE_PACKAGES, baselinePython } from '../baseline-python.ts';
import { percentile } from '../percentile.ts';
import { type RunningServer, startLectern, startServer } from '../server/running-server.ts';
import { readAnswerStream, type StreamReading } from '../server/stream-reader.ts';
import type { BenchTable } from '../table.ts';
import { modelEnvironment, nodeScript, startProvider } from './model-provider.ts';

const ALONE = 60;
const TOGETHER = 100;
const ROUNDS = 4;
const WARM_UP = 20;
const QUESTIONS = [
  'Why does an accelerometer at rest read 9.81?',
  'How do ROS 2 nodes find each other?',
  'What is the difference between reliable and best effort?',
  'How does a late joiner get the map?',
  'What limits the delay of a control loop?',
];

interface Contender {
  readonly name: string;
  readonly server: RunningServer;
}

const startFloor = (): Promise<RunningServer> =>
  startServer(process.execPath, (port) => nodeScript('bench/answers/event-floor.ts', String(port)), {
    path: '/health',
  });

const startBaseline = (python: string, manifest: string, database: string, provider: string): Promise<RunningServer> =>
  startServer(
    python,
    (port) =>
      '-m uvicorn --app-dir bench/answers fastapi_answers:app --no-access-log --log-level error --port'
        .split(' ')
        .concat(String(port)),
    {
      path: '/health',
      env: () => ({
        BOOK_MANIFEST: manifest,
        DATABASE_URL: database,
        OPENAI_BASE_URL: `${provider}/v1`,
        OPENAI_API_KEY: TEST_API_KEY,
      }),
    },
  );

async function readTogether(origin: string, concurrent: number, rounds: number): Promise<StreamReading[]> {
  const readings: StreamReading[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const batch = Array.from({ length: concurrent }, (_, index) =>
      // No two questions of a run are the same: what is measured is an answer, not a cache.
      readAnswerStream(origin, `${QUESTIONS[(round + index) % QUESTIONS.length]} (${round}.${index})`, { store: true }),
    );
    readings.push(...(await Promise.all(batch)));
  }
  return readings;
}

const deltas = (readings: readonly StreamReading[]): number[] =>
  readings.flatMap(({ firstDeltaMs }) => firstDeltaMs ?? []);

interface Measured {
  readonly name: string;
  readonly alone: StreamReading[];
  readonly together: StreamReading[];
}

async function measure({ name, server }: Contender): Promise<Measured> {
  await readTogether(server.url, 1, WARM_UP);
  await readTogether(server.url, TOGETHER, 1);
  const alone = await readTogether(server.url, 1, ALONE);
  const together = await readTogether(server.url, TOGETHER, ROUNDS);
  return { name, alone, together };
}

const row = ({ name, alone, together }: Measured): string[] => {
  const all = [...alone, ...together];
  const at = (readings: readonly StreamReading[], percent: number) => percentile(deltas(readings), percent).toFixed(1);
  const faulty = all.filter(({ faults }) => faults.length > 0).length;
  return [name, at(alone, 50), at(alone, 95), at(together, 50), at(together, 95), String(all.length), String(faulty)];
};

/** Measures both, and the load tool alone. */
export async function benchAnswers(manifest: string): Promise<BenchTable> {
  const python = baselinePython();
  const stops: (() => Promise<void>)[] = [];
  const keep = async <Started extends { stop(): Promise<void> }>(starting: Promise<Started>): Promise<Started> => {
    const started = await starting;
    stops.unshift(() => started.stop());
    return started;
  };
  const dataDir = await mkdtemp(join(tmpdir(), 'lectern-bench-'));
  try {
    const postgres = await keep(startPostgres());
    const provider = await keep(startProvider());
    const lecternAt = (database: Record<string, string>): Promise<RunningServer> =>
      keep(startLectern(dataDir, manifest, { ...modelEnvironment(provider.url), ...database }));
    const floor = await keep(startFloor());
    const measured: Measured[] = [
      await measure({ name: 'load tool alone (a server that does nothing)', server: floor }),
    ];
    const onPostgres = await lecternAt({ DATABASE_URL: postgres.url });
    measured.push(await measure({ name: 'Lectern on PostgreSQL', server: onPostgres }));
    await onPostgres.stop();
    const embedded = await lecternAt({});
    measured.push(await measure({ name: 'Lectern embedded', server: embedded }));
    await embedded.stop();
    if (python !== undefined) {
      const baseline = await keep(startBaseline(python, manifest, postgres.url, provider.url));
      measured.push(await measure({ name: 'FastAPI + openai + qdrant-client + PostgreSQL', server: baseline }));
    }
    return table(measured, python !== undefined);
  } finally {
    for (const stop of stops) await stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function table(measured: readonly Measured[], hasBaseline: boolean): BenchTable {
  const [, ours] = measured;
  const theirs = hasBaseline ? measured.at(-1) : undefined;
  const p95 = (one: Measured | undefined) => percentile(deltas(one?.together ?? []), 95);
  const ratio = theirs
    ? [`At ${TOGETHER} streams the usual stack takes ${(p95(theirs) / p95(ours)).toFixed(1)} × as long (p95).`]
    : [];
  return {
    title: 'First words of a model’s answer, over a provider that answers at once',
    columns: ['server', '1 stream p50 ms', 'p95', `${TOGETHER} streams p50 ms`, 'p95', 'streams', 'faulty'],
    rows: measured.map(row),
    notes: [
      ...ratio,
      hasBaseline
        ? `Baseline: ${BASELINE_PACKAGES.join(', ')}; Qdrant in local mode.`
        : 'No Python here: the baseline was not run.',
      'One worker each. Load tool, provider, database and server share the cores; every answer is stored.',
    ],
  };
}
