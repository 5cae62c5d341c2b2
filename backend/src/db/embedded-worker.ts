/** The thread that PGlite lives in, so that its synchronous work never blocks the event loop of the server. */
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import type { EmbeddedWorkerCommand, EmbeddedWorkerData, EmbeddedWorkerMessage } from './embedded-protocol.ts';
import { WireBridge } from './wire-bridge.ts';

const port = parentPort;
if (!port) throw new Error('embedded-worker.ts runs as a worker thread only');
const data: EmbeddedWorkerData = workerData;

/**
 * Pages that PostgreSQL keeps are pages that the machine keeps as well. 16 MB instead of its 128 hold a book with its
 * readers, and leave the process about 120 MB smaller.
 */
const START_PARAMETERS = ['-c', 'shared_buffers=16MB'];

const tell = (message: EmbeddedWorkerMessage): void => port.postMessage(message);

/** Reports why and ends the thread; the main thread decides whether to start another. */
function fail(error: unknown): void {
  tell({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}

async function openDatabase(): Promise<PGlite> {
  const template = data.templatePath === undefined ? undefined : new Blob([await readFile(data.templatePath)]);
  return PGlite.create({
    dataDir: data.directory,
    extensions: { vector },
    startParams: [...PGlite.defaultStartParams, ...START_PARAMETERS],
    ...(template && { loadDataDir: template }),
  });
}

async function serve(): Promise<void> {
  const database = await openDatabase();
  const bridge = new WireBridge({
    backend: database,
    socketPath: data.socketPath,
    idleInTransactionMs: data.idleInTransactionMs,
    onBackendLost: fail,
  });
  await bridge.listen();
  port?.on('message', (command: EmbeddedWorkerCommand) => {
    if (command === 'ping') tell({ type: 'pong' });
    else void stop(bridge, database);
  });
  tell({ type: 'ready' });
}

async function stop(bridge: WireBridge, database: PGlite): Promise<void> {
  await bridge.close();
  await database.close();
  process.exit(0);
}

serve().catch(fail);
