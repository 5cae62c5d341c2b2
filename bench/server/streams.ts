/** Time to the first event and the first delta at 1 and at 100 concurrent answer streams; every stream must be whole. */
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

async function readMany(origin: string, concurrent: number, rounds: number): Promise<StreamReading[]> {
  const readings: StreamReading[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const batch = Array.from({ length: concurrent }, (_, index) =>
      readAnswerStream(origin, QUESTIONS[(round + index) % QUESTIONS.length] ?? QUESTIONS.join(' ')),
    );
    readings.push(...(await Promise.all(batch)));
  }
  return readings;
}

function row(concurrent: number, readings: readonly StreamReading[]): string[] {
  const first = readings.map((reading) => reading.firstEventMs);
  const delta = readings.flatMap((reading) => reading.firstDeltaMs ?? []);
  const faulty = readings.filter((reading) => reading.faults.length > 0);
  const milliseconds = (samples: number[], percent: number) => percentile(samples, percent).toFixed(1);
  return [
    String(concurrent),
    String(readings.length),
    milliseconds(first, 50),
    milliseconds(first, 95),
    milliseconds(delta, 50),
    milliseconds(delta, 95),
    String(readings.length - faulty.length),
    String(faulty.length),
  ];
}

/** Measures a running server; the load tool shares the machine's cores with it. */
export async function benchStreams(origin: string): Promise<BenchTable> {
  await readMany(origin, 1, 20);
  return {
    title: 'Answer streams (keyless)',
    columns: [
      'concurrent',
      'streams',
      'first event p50 ms',
      'p95',
      'first delta p50 ms',
      'p95',
      'whole and in order',
      'faulty',
    ],
    rows: [row(1, await readMany(origin, 1, 60)), row(100, await readMany(origin, 100, 5))],
    notes: ['The load tool runs on the same cores, and its own cost is in the figures.'],
  };
}
