/**
 * A provider to try the product with by hand:
 *
 *     node --conditions=lectern-source backend/test/openai-server/run.ts --port 24001 --fault cut
 *     LLM_BASE_URL=http://127.0.0.1:24001/v1 LLM_API_KEY=sk-test PRICES_FILE=backend/test/openai-server/prices.json npm start
 */
import { parseArgs } from 'node:util';
import { FAULT_NAMES, faultNamed } from './openai-faults.ts';
import { startOpenAiServer, TEST_API_KEY } from './openai-server.ts';

const PORT = '24001';
const PACE_MS = '25';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: PORT },
    fault: { type: 'string' },
    pace: { type: 'string', default: PACE_MS },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`--port N  --pace MS-between-words  --fault ${FAULT_NAMES.join('|')}`);
} else {
  const { fault } = values;
  const server = await startOpenAiServer({
    port: Number(values.port),
    paceMs: Number(values.pace),
    // A held answer is held by its own promise, so that one that is let go lets go of no other.
    ...(fault === undefined ? {} : { fault: () => faultNamed(fault) }),
  });
  console.log(`A provider for tests answers at ${server.baseUrl}, key ${TEST_API_KEY}.`);
  process.once('SIGINT', () => void server.close());
}
