/** From the checked variables to the settings of the vector store. */
import { isIP } from 'node:net';
import type { SettingFault } from './settings-error.ts';
import type { Variables } from './settings-table.ts';
import type { Settings } from './settings-values.ts';

/** Makes the settings of the vector store. */
export function composeVectors(given: Variables): Pick<Settings, 'vectorStore' | 'qdrant'> {
  const qdrant = given.QDRANT_URL
    ? {
        url: given.QDRANT_URL,
        apiKey: given.QDRANT_API_KEY ?? null,
        collection: given.QDRANT_COLLECTION,
        shards: given.QDRANT_SHARDS,
        replicas: given.QDRANT_REPLICAS,
        quantization: given.QDRANT_QUANTIZATION,
        onDisk: given.QDRANT_ON_DISK,
        timeoutMs: given.QDRANT_TIMEOUT_MS,
      }
    : null;
  return { vectorStore: given.VECTOR_STORE ?? (qdrant ? 'qdrant' : 'memory'), qdrant };
}

/** Lists what does not go together. */
export function checkVectors(given: Partial<Variables>, environment: string): SettingFault[] {
  const { VECTOR_STORE, QDRANT_URL, QDRANT_API_KEY, DATABASE_URL } = given;
  const faults: SettingFault[] = [];
  if (QDRANT_URL === undefined && (QDRANT_API_KEY !== undefined || VECTOR_STORE === 'qdrant')) {
    const why = VECTOR_STORE === 'qdrant' ? 'VECTOR_STORE is qdrant' : 'QDRANT_API_KEY is';
    faults.push({ name: 'QDRANT_URL', message: `must be set, since ${why}` });
  }
  if (VECTOR_STORE === 'pgvector' && DATABASE_URL === undefined) {
    const message = 'pgvector needs PostgreSQL: set DATABASE_URL, or leave VECTOR_STORE out';
    faults.push({ name: 'VECTOR_STORE', message });
  }
  const isPublished = environment === 'staging' || environment === 'production';
  if (isPublished && QDRANT_API_KEY !== undefined && QDRANT_URL !== undefined && isOpenlySent(QDRANT_URL)) {
    const message = `must begin with https: in ${environment}: the key of QDRANT_API_KEY would be sent openly`;
    faults.push({ name: 'QDRANT_URL', message });
  }
  return faults;
}

/** Whether a key would leave this network unencrypted. A name without a dot is one of a container network. */
function isOpenlySent(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:' || !hostname.includes('.')) return false;
  return isIP(hostname) !== 4 || !/^(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(hostname);
}
