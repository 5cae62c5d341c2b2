/** Tables of what a running server is given that it must refuse, and of many streams at once. */
import { join } from 'node:path';
import { percentile } from '../../../bench/percentile.ts';
import { readAnswerStream, type StreamReading } from '../../../bench/server/stream-reader.ts';
import { faultsOfRefusal, listBadRequests, sendBadRequest } from './bad-input.ts';
import { type BrokenManifest, hostBrokenManifests, writeBrokenManifests } from './broken-manifests.ts';
import { PRINTED_QUESTION, writeBook } from './printed-book.ts';
import type { Scenario, ScenarioOptions } from './report-rounds.ts';
import { runLectern, type ServerPlace, type ServerProcess, startServerProcess } from './server-process.ts';

const STREAMS = 100;

async function withServer<Result>(
  { directory, book }: ScenarioOptions,
  work: (server: ServerProcess, place: ServerPlace) => Promise<Result>,
): Promise<Result> {
  const place = { dataDir: join(directory, 'data'), manifest: join(directory, 'book.json') };
  await writeBook(place.manifest, book);
  const server = await startServerProcess(place);
  try {
    return await work(server, place);
  } finally {
    await server.stop();
  }
}

/** Broken manifests, each through `lectern ingest` beside the running server. */
export const reportManifests: Scenario = (options) =>
  withServer(options, async (server, place) => {
    const host = await hostBrokenManifests();
    const faults: string[] = [];
    const rows: string[][] = [];
    const outline = async () => (await fetch(`${server.origin}/api/v1/book`)).text();
    const before = await outline();
    const check = async ({ name, location, reason }: BrokenManifest): Promise<void> => {
      const started = performance.now();
      const { code, output } = await runLectern(['ingest', location], place);
      const told = output.trim().split('\n').at(-1)?.replaceAll(options.directory, '…') ?? '';
      rows.push([name, String(code), ((performance.now() - started) / 1000).toFixed(1), told.slice(0, 140)]);
      if (code !== 1 || !reason.test(output)) faults.push(`${name}: ${code} ${told}`);
      if ((await outline()) !== before) faults.push(`${name}: another book answers`);
    };
    try {
      const cases = [...(await writeBrokenManifests(options.directory, options.book)), ...host.quick, ...host.long];
      for (const one of cases) await check(one);
    } finally {
      await host.close();
    }
    if (!server.alive()) faults.push(`the server ended: ${server.output()}`);
    return {
      table: { title: 'Broken manifests', columns: ['manifest', 'exit code', 's', 'last line'], rows },
      faults,
    };
  });

/** The list of bad requests. */
export const reportBadInput: Scenario = (options) =>
  withServer(options, async (server) => {
    const [chapter] = options.book.chapters;
    if (chapter === undefined) throw new Error('The book has no chapter.');
    const faults: string[] = [];
    const rows: string[][] = [];
    for (const request of listBadRequests(chapter)) {
      const refusal = await sendBadRequest(server.origin, request);
      faults.push(...faultsOfRefusal(request, refusal));
      rows.push([request.name, String(refusal.status), refusal.problem.code, refusal.problem.detail]);
    }
    return { table: { title: 'Bad requests', columns: ['request', 'status', 'code', 'detail'], rows }, faults };
  });

/** A hundred streams at once, some rounds. */
export const reportStreams: Scenario = (options) =>
  withServer(options, async (server) => {
    const suggested = options.book.chapters.flatMap(({ suggestedQuestions }) => suggestedQuestions);
    const questions = [PRINTED_QUESTION, ...suggested, 'Who won the cup in 1998?'];
    const rows: string[][] = [];
    const faults: string[] = [];
    for (let round = 1; round <= options.rounds; round += 1) {
      // The figures are of the time since they were read last.
      await eventLoopDelay(server.origin);
      const streams = Array.from({ length: STREAMS }, (_, at) =>
        readAnswerStream(server.origin, questions[(round + at) % questions.length] ?? PRINTED_QUESTION),
      );
      const settled = await Promise.allSettled(streams);
      const readings = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
      faults.push(...settled.flatMap((one) => (one.status === 'rejected' ? String(one.reason) : one.value.faults)));
      rows.push([String(round), ...describeRound(readings), await eventLoopDelay(server.origin)]);
    }
    return {
      table: {
        title: `${STREAMS} streams at once`,
        columns: ['round', 'whole and in order', 'events', 'first event p50 ms', 'p95 ms', 'event loop p99 / max ms'],
        rows,
        notes: ['The readers run on the same cores as the server.'],
      },
      faults,
    };
  });

function describeRound(readings: readonly StreamReading[]): string[] {
  const first = readings.map(({ firstEventMs }) => firstEventMs);
  return [
    String(readings.filter(({ faults }) => faults.length === 0).length),
    String(readings.reduce((sum, { events }) => sum + events.length, 0)),
    percentile(first, 50).toFixed(0),
    percentile(first, 95).toFixed(0),
  ];
}

async function eventLoopDelay(origin: string): Promise<string> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  const milliseconds = (name: string): string => {
    const value = new RegExp(`^nodejs_eventloop_lag_${name}_seconds ([\\d.e-]+)$`, 'm').exec(text)?.[1];
    return value === undefined ? '–' : (Number(value) * 1000).toFixed(0);
  };
  return `${milliseconds('p99')} / ${milliseconds('max')}`;
}
