/** A real server whose answers a scripted provider writes, behind a network that a test can cut. */
import { fileURLToPath } from 'node:url';
import { type OpenAiServer, startOpenAiServer, TEST_API_KEY } from '../backend/test/openai-server/openai-server.ts';
import { type CuttableNetwork, openNetwork } from './cuttable-network.ts';
import { type LecternServer, startServer } from './lectern-server.ts';

/** All that stands between a reader and a model. */
export interface ModelServer {
  /** Where browsers connect to. */
  readonly origin: string;
  readonly provider: OpenAiServer;
  readonly network: CuttableNetwork;
  readonly server: LecternServer;
  close(): Promise<void>;
}

/** Name of the provider, as readers see it; its price stands in provider-prices.json. */
export const PROVIDER = 'example-models';
/** The model that writes. */
export const MODEL = 'tutor-1';

/**
 * Starts provider, network and server.
 *
 * @param env settings beside the usual ones
 * @param host name under which browsers reach it, default the loopback address
 */
export async function startModelServer(
  env: Readonly<Record<string, string>> = {},
  host = '127.0.0.1',
): Promise<ModelServer> {
  const provider = await startOpenAiServer();
  const network = await openNetwork();
  const origin = network.origin.replace('127.0.0.1', host);
  const server = await startServer({
    publicUrl: origin,
    env: {
      LLM_PROVIDER: 'compatible',
      LLM_PROVIDER_NAME: PROVIDER,
      LLM_BASE_URL: provider.baseUrl,
      LLM_API_KEY: TEST_API_KEY,
      LLM_MODEL: MODEL,
      PRICES_FILE: fileURLToPath(new URL('provider-prices.json', import.meta.url)),
      ...env,
    },
  });
  network.leadTo(server.port);
  return {
    origin,
    provider,
    network,
    server,
    async close() {
      await server.close();
      await network.close();
      await provider.close();
    },
  };
}
