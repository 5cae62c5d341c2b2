/** The provider of the benchmarks, which answers at once, and a server of ours that asks it without limits. */
import { resolve } from 'node:path';
import { TEST_API_KEY } from '../../backend/test/openai-server/openai-server.ts';
import { type RunningServer, startServer } from '../server/running-server.ts';

const MODEL = 'gpt-4o-mini';

/** The load comes from one address: limits per reader are not what is measured. */
const NO_LIMITS = {
  BUDGET_USD_PER_DAY: '1000000',
  BUDGET_USD_PER_MONTH: '1000000',
  BUDGET_USD_PER_USER: '1000000',
  BUDGET_USD_PER_ADDRESS: '1000000',
  ANSWERS_PER_DAY: '0',
  ANSWERS_PER_ADDRESS_PER_DAY: '0',
  PROOF_AFTER_PER_MINUTE: '0',
};

/** Arguments of Node that run a TypeScript file of this repository. */
export const nodeScript = (path: string, ...args: string[]): string[] => ['--conditions=lectern-source', path, ...args];

/** Starts the provider on a free port. */
export const startProvider = (): Promise<RunningServer> =>
  startServer(
    process.execPath,
    (port) => nodeScript('backend/test/openai-server/run.ts', '--port', String(port), '--pace', '0'),
    { path: '/v1/models', headers: { authorization: `Bearer ${TEST_API_KEY}` } },
  );

/** Settings of a server that has its answers written by the provider. */
export const modelEnvironment = (providerUrl: string): Record<string, string> => ({
  LLM_BASE_URL: `${providerUrl}/v1`,
  LLM_PROVIDER: 'compatible',
  PRICES_FILE: resolve('backend/test/openai-server/prices.json'),
  OPENAI_API_KEY: TEST_API_KEY,
  LLM_MODEL: MODEL,
  ...NO_LIMITS,
});
