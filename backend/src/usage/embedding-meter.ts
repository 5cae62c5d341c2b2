/** Pays for embeddings: the server's own work, which counts against the operator's limits and nobody else's. */
import type { EmbeddingMeter } from '../providers/embeddings/embeddings.port.ts';
import { type Ledger, SERVER_PAYER } from './ledger.port.ts';

/** Makes the meter. */
export const meterEmbeddings =
  (ledger: Pick<Ledger, 'reserve'>): EmbeddingMeter =>
  async ({ provider, model }, inputTokens) => {
    const reservation = await ledger.reserve({
      payer: SERVER_PAYER,
      feature: 'embeddings',
      provider,
      model,
      inputTokens,
      maxOutputTokens: 0,
    });
    return {
      maxCostUsd: reservation.maxCostUsd,
      settle: async ({ tokens, estimated }) => {
        await reservation.settle({ inputTokens: tokens, cachedInputTokens: 0, outputTokens: 0, estimated });
      },
      release: () => reservation.release(),
    };
  };
