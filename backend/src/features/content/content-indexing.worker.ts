/** The indexing worker: reads the manifest, compares, cuts, and builds the index; emits a step whenever asked for the next. */
import { parentPort, workerData } from 'node:worker_threads';
import type { IndexingRequest } from './content-indexing.ts';
import { indexingSteps } from './content-indexing-steps.ts';

const port = parentPort;
if (!port) throw new Error('content-indexing.worker.ts runs as a worker thread only');

const request: IndexingRequest = workerData;
const steps = indexingSteps(request);

port.on('message', () => {
  void (async () => {
    const step = await steps.next();
    if (step.done) {
      port.close();
      return;
    }
    const transfer = step.value.type === 'index' ? [step.value.bytes.buffer as ArrayBuffer] : [];
    port.postMessage(step.value, transfer);
  })();
});
