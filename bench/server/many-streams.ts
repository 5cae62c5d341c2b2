/** Hundreds of answer streams at once: all must be whole; what the event loop and the memory pay for it. */
import { percentile } from '../percentile.ts';
import type { BenchTable } from '../table.ts';
import { readAnswerStream, type StreamReading } from './stream-reader.ts';

const QUESTIONS = [
  'Why does an accelerometer at rest read 9.81?',
  'How do ROS 2 nodes find each other?',
  'What is the difference between reliable and best effort?',
  'How does a late joiner get the map?',
  'What limits the delay of a control loop?',
];
const ROUNDS = 5;

/** A figure of the process since it was last asked for; prom-client begins anew with each look. */
async function readFigures(origin: string): Promise<{ delayP99Ms: number; heapMb: number; residentMb: number }> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  const figure = (name: string): number =>
    Number(new RegExp(`^${name} ([\\d.e+-]+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  return {
    delayP99Ms: figure('nodejs_eventloop_lag_p99_seconds') * 1000,
    heapMb: figure('nodejs_heap_size_used_bytes') / 2 ** 20,
    residentMb: figure('process_resident_memory_bytes') / 2 ** 20,
  };
}

/** @param mark stands behind each question, so that no two are the same where answers are kept for others */
const readMany = (origin: string, count: number, store: boolean, mark?: number): Promise<StreamReading[]> =>
  Promise.all(
    Array.from({ length: count }, (_, at) =>
      readAnswerStream(origin, `${QUESTIONS[at % QUESTIONS.length]}${mark === undefined ? '' : ` (${mark + at})`}`, {
        store,
      }),
    ),
  );

async function row(origin: string, concurrent: number): Promise<string[]> {
  await readFigures(origin);
  const readings: StreamReading[] = [];
  for (let round = 0; round < ROUNDS; round += 1) readings.push(...(await readMany(origin, concurrent, false)));
  const { delayP99Ms, residentMb } = await readFigures(origin);
  const deltas = readings.flatMap(({ firstDeltaMs }) => firstDeltaMs ?? []);
  const faulty = readings.filter(({ faults }) => faults.length > 0).length;
  return [
    String(concurrent),
    String(readings.length - faulty),
    String(faulty),
    percentile(deltas, 50).toFixed(1),
    percentile(deltas, 95).toFixed(1),
    delayP99Ms.toFixed(1),
    residentMb.toFixed(0),
  ];
}

/** Measures a running server at 1, 100 and 500 streams at once; the load tool shares the machine's cores with it. */
export async function benchManyStreams(origin: string): Promise<BenchTable> {
  await readMany(origin, 20, false);
  const rows: string[][] = [];
  for (const concurrent of [1, 100, 500]) rows.push(await row(origin, concurrent));
  return {
    title: 'Many answer streams at once (keyless)',
    columns: ['at once', 'whole', 'faulty', 'first delta p50 ms', 'p95', 'event loop delay p99 ms', 'RSS MB'],
    rows,
    notes: ['The load tool runs on the same cores; at 500 the first delta is mostly the time of the queue.'],
  };
}

/**
 * Answers `total` questions and looks at the memory every thousand.
 * @param kind of answer, for the title
 */
export async function benchMemory(
  origin: string,
  total: number,
  kind: 'keyless' | 'written',
  report: (line: string) => void,
): Promise<BenchTable> {
  const rows: string[][] = [];
  for (let answered = 0; answered < total; answered += 100) {
    const faulty = (await readMany(origin, 100, true, answered)).filter(({ faults }) => faults.length > 0);
    if (faulty.length > 0) throw new Error(`after ${answered} answers: ${faulty[0]?.faults.join(', ')}`);
    if ((answered + 100) % 1_000 !== 0) continue;
    const { heapMb, residentMb } = await readFigures(origin);
    rows.push([String(answered + 100), residentMb.toFixed(0), heapMb.toFixed(0)]);
    report(`${answered + 100} answers: RSS ${residentMb.toFixed(0)} MB, heap ${heapMb.toFixed(0)} MB`);
  }
  return {
    title: `Memory over ${total} stored answers (${kind})`,
    columns: ['answers', 'RSS MB', 'heap MB'],
    rows,
    notes: ['Ended answers are kept for ten minutes, 32 MB of text at most.'],
  };
}
