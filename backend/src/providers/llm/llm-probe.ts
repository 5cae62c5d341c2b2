/** Asks an endpoint whether it is there and has a model, without asking the model: it costs nothing. */
import type { Logger } from 'pino';
import { z } from 'zod';
import { LlmFault } from './llm-fault.ts';
import { baseUrlOf, type LlmModelAddress } from './provider-address.ts';
import { createProviderFetch } from './provider-fetch.ts';

/** What was found. */
export type LlmProbe =
  | { readonly state: 'ready' }
  /** The endpoint lists its models, and this one is not among them. */
  | { readonly state: 'unknown_model' }
  | { readonly state: 'unauthorized' }
  /** `detail`: a status or an error code. */
  | { readonly state: 'unreachable'; readonly detail: string };

const ANTHROPIC_VERSION = '2023-06-01';
/** OpenAI's shape; Ollama, vLLM and others have it too. */
const modelListSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

/** Asks for the list of models. @param timeoutMs How long the endpoint may take */
export async function probeLlm(address: LlmModelAddress, logger: Logger, timeoutMs: number): Promise<LlmProbe> {
  const url = `${baseUrlOf(address).replace(/\/$/, '')}/models`;
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await createProviderFetch(logger)(url, { headers: headersOf(address), signal });
    const list = modelListSchema.safeParse(await response.json().catch(() => undefined));
    // The others give their lists in pages: what is missing there may stand on the next one.
    const whole = address.protocol === 'openai' || address.protocol === 'compatible';
    const listed = !list.success || list.data.data.some(({ id }) => id === address.model);
    return { state: whole && !listed ? 'unknown_model' : 'ready' };
  } catch (error) {
    if (!(error instanceof LlmFault)) return { state: 'unreachable', detail: 'no answer in time' };
    if (error.kind === 'unauthorized') return { state: 'unauthorized' };
    return { state: 'unreachable', detail: error.message };
  }
}

function headersOf({ protocol, apiKey }: LlmModelAddress): Record<string, string> {
  if (apiKey === null) return {};
  switch (protocol) {
    case 'anthropic':
      return { 'x-api-key': apiKey, 'anthropic-version': ANTHROPIC_VERSION };
    case 'google':
      return { 'x-goog-api-key': apiKey };
    default:
      return { authorization: `Bearer ${apiKey}` };
  }
}
