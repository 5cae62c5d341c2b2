/**
 * Answers of a model that were written down, so that an evaluation says the same each time and costs nothing. A
 * recording belongs to a prompt, word for word: when the prompt changes, there is none until it is recorded again.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  type LlmChain,
  type LlmChainEvent,
  LlmFailure,
  type LlmModel,
  type LlmName,
  type LlmRequest,
} from './llm.port.ts';

const recordingSchema = z.strictObject({
  /** SHA-256 over the prompt, hex. */
  promptHash: z.string().regex(/^[0-9a-f]{64}$/),
  provider: z.string().min(1),
  model: z.string().min(1),
  purpose: z.enum(['answer', 'rewrite', 'judge', 'translation']),
  text: z.string(),
  reason: z.enum(['stop', 'length']),
  usage: z.strictObject({
    inputTokens: z.int().min(0),
    cachedInputTokens: z.int().min(0),
    outputTokens: z.int().min(0),
    estimated: z.boolean(),
  }),
});

/** One answer as it was written down: one line of a file of recordings. */
export type LlmRecording = z.infer<typeof recordingSchema>;

/** A file of recordings that cannot be read, with the line. */
export class LlmRecordingError extends Error {
  override readonly name = 'LlmRecordingError';
}

/** Hash of a prompt: its messages and how long the answer may be. */
export const hashPrompt = ({ messages, maxOutputTokens }: Pick<LlmRequest, 'messages' | 'maxOutputTokens'>): string =>
  createHash('sha256')
    .update(JSON.stringify([messages.map(({ role, content }) => [role, content]), maxOutputTokens]))
    .digest('hex');

/** Reads recordings, one JSON object a line. @throws LlmRecordingError */
export const parseRecordings = (text: string): LlmRecording[] =>
  text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [recordingSchema.parse(JSON.parse(line))];
    } catch (cause) {
      throw new LlmRecordingError(`Line ${index + 1} is no recording; record the answers again.`, { cause });
    }
  });

/**
 * A model that says again what was recorded.
 * @param onMissing told the hash of each prompt that has no recording; the call then fails as `not_found`
 */
export const createRecordedLlm = (
  recordings: readonly LlmRecording[],
  { countTokens, onMissing }: Pick<LlmModel, 'countTokens'> & { readonly onMissing: (promptHash: string) => void },
): LlmModel => {
  const byPrompt = new Map(recordings.map((recording) => [recording.promptHash, recording]));
  const [first] = recordings;
  return {
    provider: first?.provider ?? 'recorded',
    model: first?.model ?? 'recorded',
    countTokens,
    async *stream(request) {
      const promptHash = hashPrompt(request);
      const recording = byPrompt.get(promptHash);
      if (!recording) {
        onMissing(promptHash);
        throw new LlmFailure('not_found');
      }
      // Word by word: what reads an answer must not rely on getting it in one piece.
      for (const text of recording.text.match(/\s*\S+\s*/gu) ?? []) yield { type: 'text', text };
      yield { type: 'finish', reason: recording.reason, usage: recording.usage };
    },
  };
};

/** A chain whose finished answers are written down as they come. */
export const recordChain = (chain: LlmChain, write: (recording: LlmRecording) => void): LlmChain => ({
  models: chain.models,
  countTokens: (text) => chain.countTokens(text),
  async *stream(request, options): AsyncGenerator<LlmChainEvent> {
    let name: LlmName | undefined;
    let text = '';
    for await (const event of chain.stream(request, options)) {
      if (event.type === 'begin') ({ name } = event);
      else if (event.type === 'text') text += event.text;
      else if (name) {
        const { provider, model } = name;
        const { reason, usage } = event;
        write({ promptHash: hashPrompt(request), provider, model, purpose: request.purpose, text, reason, usage });
      }
      yield event;
    }
  },
});
