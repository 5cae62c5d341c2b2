/** The test engine in the hands of the outage rounds (backend/test/rounds/): kept in memory, it comes back empty. */
import type { KillableService } from '../rounds/killable-service.ts';
import { findFreePort } from '../services/service-process.ts';
import { type QdrantEngine, startQdrantEngine } from './engine-process.ts';

/** A Qdrant that keeps nothing: the server has to fill it again from the database. */
export async function killableQdrant(): Promise<KillableService> {
  const port = await findFreePort();
  let engine: QdrantEngine | undefined;
  return {
    name: 'Qdrant (engine in local mode)',
    environment: { QDRANT_URL: `http://127.0.0.1:${port}` },
    check: 'vectors',
    async start() {
      engine = await startQdrantEngine({ port });
    },
    kill: async () => engine?.kill(),
    remove: async () => engine?.stop(),
  };
}
