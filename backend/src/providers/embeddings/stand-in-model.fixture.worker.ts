/** Stands in for the thread of a local model where its library is not installed: the same protocol, hashed words. */
import { parentPort, workerData } from 'node:worker_threads';
import { embedText } from '../../../test/openai-server/openai-embeddings.ts';
import type { LocalModelData, LocalReply, LocalRequest } from './local-embeddings.protocol.ts';

const data: LocalModelData = workerData;
const DIMENSIONS = 64;
const say = (reply: LocalReply): void => parentPort?.postMessage(reply);

parentPort?.on('message', ({ id, texts }: LocalRequest) => {
  if (texts.includes('crash')) process.exit(3);
  if (texts.includes('fail')) return say({ type: 'failed', id });
  const numbers = Float32Array.from(texts.flatMap((text) => embedText(text, DIMENSIONS)));
  say({ type: 'vectors', id, numbers, count: texts.length });
});
say(data.directory.endsWith('broken') ? { type: 'missing', what: 'model' } : { type: 'ready' });
