/** Stands in for the process of a local model where its library is not installed: the same protocol, hashed words. */
import { embedText } from '../../../test/openai-server/openai-embeddings.ts';
import type { LocalOrder, LocalReply } from './local-embeddings.protocol.ts';

const DIMENSIONS = 64;
const say = (reply: LocalReply): void => {
  process.send?.(reply);
};

process.on('message', (order: LocalOrder) => {
  if (order.type === 'load') {
    return say(order.data.directory.endsWith('broken') ? { type: 'missing', what: 'model' } : { type: 'ready' });
  }
  const { id, texts } = order;
  if (texts.includes('crash')) process.exit(3);
  if (texts.includes('fail')) return say({ type: 'failed', id });
  const numbers = Float32Array.from(texts.flatMap((text) => embedText(text, DIMENSIONS)));
  say({ type: 'vectors', id, numbers, count: texts.length });
});
process.on('disconnect', () => process.exit(0));
