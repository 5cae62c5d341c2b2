/** First and second start of the server on a fresh data directory, and its memory. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchTable } from '../table.ts';
import { startLectern } from './running-server.ts';

/** Times the first start (database made, book indexed) and two more; the book is built already. */
export async function benchStart(manifest: string): Promise<BenchTable> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lectern-bench-'));
  try {
    const rows: string[][] = [];
    for (const name of ['first', 'second', 'third']) {
      const server = await startLectern(dataDir, manifest);
      const megabytes = (await server.residentBytes()) / 1e6;
      await server.stop();
      rows.push([name, (server.readyMs / 1000).toFixed(2), megabytes.toFixed(0)]);
    }
    return { title: 'Start of the server to ready', columns: ['start', 'seconds', 'RSS MB when ready'], rows };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
