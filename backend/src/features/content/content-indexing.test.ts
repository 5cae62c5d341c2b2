import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { manifestDirectory, smallBook } from './content.fixture.ts';
import { runIndexingWorker } from './content-indexing.ts';

let directory: Awaited<ReturnType<typeof manifestDirectory>>;
beforeAll(async () => {
  directory = await manifestDirectory();
  await directory.write(smallBook());
});
afterAll(() => directory.remove());

it('ends when it is stopped while an event is being worked on', { timeout: 60_000 }, async () => {
  const exited = Promise.withResolvers<unknown>();
  process.once('worker', (worker: Worker) => exited.resolve(once(worker, 'exit')));
  const stop = new AbortController();
  const events = runIndexingWorker({ manifest: directory.path }, stop.signal);
  expect((await events.next()).value).toMatchObject({ type: 'manifest' });
  stop.abort();
  await exited.promise;
  // The thread is gone: waiting for its answer would hold up every later ingest, and the end of the server.
  await expect(events.next()).rejects.toThrow('aborted');
});
