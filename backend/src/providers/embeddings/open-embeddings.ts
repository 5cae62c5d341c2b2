/** From the settings to the model; what a model needs is loaded only where there is one. */
import type { Settings } from '../../config/settings.ts';
import type { Embedder, EmbeddingMeter } from './embeddings.port.ts';
import { createPassageEmbedder, type PassageEmbedder } from './passage-embedder.ts';
import { createQuestionEmbedder, type QuestionEmbedder, type QuestionEmbedderOptions } from './question-embedder.ts';

/** One model in its two uses. */
export interface BookEmbeddings {
  readonly embedder: Embedder;
  readonly passages: PassageEmbedder;
  readonly questions: QuestionEmbedder;
}

/** What is needed to open it. */
export interface OpenEmbeddingsOptions {
  readonly settings: Settings['embedding'];
  readonly meter: EmbeddingMeter;
  readonly logger: QuestionEmbedderOptions['logger'];
}

const OPENAI_URL = 'https://api.openai.com/v1';

/** Opens the model of the settings; undefined when they name none. */
export const openEmbeddings = async (options: OpenEmbeddingsOptions): Promise<BookEmbeddings | undefined> => {
  const embedder = await openEmbedder(options.settings);
  if (embedder === undefined) return undefined;
  const { logger } = options;
  // A model in this process costs nothing that could be booked.
  const meter = embedder.isLocal ? undefined : options.meter;
  return {
    embedder,
    passages: createPassageEmbedder({ embedder, meter }),
    questions: createQuestionEmbedder({ embedder, meter, logger }),
  };
};

/** The provider that questions are sent to, and its model; null when they stay on this machine. */
export const questionRecipient = ({
  provider,
  model,
}: Settings['embedding']): { readonly provider: string; readonly model: string } | null =>
  provider === 'openai' || provider === 'compatible' ? { provider, model } : null;

const openEmbedder = async (settings: Settings['embedding']): Promise<Embedder | undefined> => {
  const { provider, baseUrl, apiKey, model, dimensions } = settings;
  if (provider === 'none' || provider === 'latent') return undefined;
  if (provider === 'local') {
    const { createLocalEmbedder } = await import('./local-embeddings.ts');
    return createLocalEmbedder({ directory: model, dimensions });
  }
  const { createRemoteEmbedder } = await import('./remote-embeddings.ts');
  const address = baseUrl ?? (provider === 'openai' ? OPENAI_URL : null);
  if (address === null) throw new Error('EMBEDDING_BASE_URL is not set');
  return createRemoteEmbedder({ provider, baseUrl: address, apiKey, model, dimensions });
};
