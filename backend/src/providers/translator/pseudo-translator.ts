/**
 * An engine without a provider: it writes what looks translated and is not. Tests, the check of all languages, and authors
 * who want to see what a translation does to their pages use it; it costs nothing and answers at once.
 */
import { supportedLanguageSchema } from '@lectern/contracts';
import { pseudoTranslate } from '@lectern/segments';
import { type Translator, TranslatorFailure, type TranslatorRequest } from './translator.port.ts';
import { fitsLimits } from './translator-batches.ts';
import { keptTermsOf } from './translator-terms.ts';

const LIMITS = { segments: 100, characters: 50_000 };
const NOTHING = { characters: 0, inputTokens: 0, outputTokens: 0 };
const NAME = { provider: 'pseudo', model: 'language' };

/** Makes the engine: it writes in the script of the target language. */
export function createPseudoTranslator(): Translator {
  return {
    engine: 'pseudo',
    ...NAME,
    limits: LIMITS,
    takesReasons: false,
    isLocal: true,
    models: [],
    promptVersion: null,
    supports: (_source, target) => supportedLanguageSchema.safeParse(target).success,
    estimate: () => ({ ...NOTHING, costUsd: 0 }),
    async translate(request) {
      if (request.signal.aborted) throw new TranslatorFailure('aborted');
      if (!fitsLimits(request.segments, LIMITS)) throw new TranslatorFailure('too_large');
      return { results: writeAll(request), name: NAME, usage: { ...NOTHING, cachedInputTokens: 0, estimated: false } };
    },
  };
}

/** @throws TranslatorFailure for a language that has no script here */
function writeAll({ segments, target, glossary }: TranslatorRequest): Map<string, string> {
  const language = supportedLanguageSchema.safeParse(target);
  if (!language.success) throw new TranslatorFailure('unsupported_language');
  const kept = keptTermsOf(glossary);
  return new Map(segments.map((segment) => [segment.id, pseudoTranslate(segment, language.data, { kept })]));
}
