/** What the command line may ask about translations: the same handlers in a running server and without one. */
import { createReadStream } from 'node:fs';
import { supportedLanguageSchema } from '@lectern/contracts';
import { z } from 'zod';
import { TRANSLATION_ENGINES } from './config/settings-translation.ts';
import { SERVER_VERSION } from './config/version.ts';
import type { ControlHandler } from './control/index.ts';
import type { Translation } from './features/translation/index.ts';

/** What the commands work on. */
export type TranslationCommandDeps = Pick<Translation, 'runs' | 'files'>;

const scope = {
  language: supportedLanguageSchema,
  chapters: z.array(z.string().min(1).max(300)).max(1000).optional().describe('Keys or ids; left out: the whole book'),
};

const engine = z.enum(TRANSLATION_ENGINES).optional().describe('Asked alone; left out: those of the settings');

/** Arguments of `translate`. */
const translateArguments = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('estimate'), ...scope, engine }),
  z.strictObject({
    action: z.literal('fill'),
    ...scope,
    engine,
    outdated: z.boolean().default(false).describe('Also what another model, prompt or glossary has made'),
  }),
  z.strictObject({ action: z.literal('report'), ...scope }),
]);

const format = z.enum(['jsonl', 'tmx']);

/** Arguments of `memory`. */
const memoryArguments = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('import'),
    language: supportedLanguageSchema,
    format,
    path: z.string().min(1).max(4096).describe('Absolute path, on the machine of the server'),
  }),
  z.strictObject({ action: z.literal('export'), language: supportedLanguageSchema, format }),
  z.strictObject({ action: z.literal('rekey'), language: supportedLanguageSchema }),
]);

/** Text that is sent in one message, UTF-16 units. */
const PIECE_CHARACTERS = 64 * 1024;

/** Answers `translate`: an estimate, a run (which reports progress), or the state of a language. */
export function translateCommand({ runs }: Pick<TranslationCommandDeps, 'runs'>): ControlHandler {
  return async ({ args, report, signal }) => {
    const given = translateArguments.parse(args);
    const { language, chapters } = given;
    switch (given.action) {
      case 'estimate':
        return runs.estimate({ language, chapters, engine: given.engine });
      case 'report':
        return runs.report({ language, chapters });
      case 'fill': {
        const { outdated, engine: only } = given;
        return runs.fill({ scope: { language, chapters }, outdated, engine: only, signal, onProgress: report });
      }
    }
  };
}

/** Answers `memory`: takes a file in, or sends one out in pieces, or carries entries over. */
export function memoryCommand({ runs, files }: TranslationCommandDeps): ControlHandler {
  return async ({ args, report, signal }) => {
    const given = memoryArguments.parse(args);
    switch (given.action) {
      case 'import': {
        const { language, format: form, path } = given;
        return files.importFile({ language, format: form, pieces: createReadStream(path, { signal }) });
      }
      case 'rekey':
        return runs.rekey({ language: given.language });
      case 'export':
        return sendPieces(files.exportMemory(given.language, given.format, SERVER_VERSION), report, signal);
    }
  };
}

/** Sends a text in pieces of some size. @returns how many characters */
async function sendPieces(
  texts: AsyncIterable<string>,
  report: (data: unknown) => void,
  signal: AbortSignal,
): Promise<{ readonly characters: number }> {
  let piece = '';
  let characters = 0;
  for await (const text of texts) {
    signal.throwIfAborted();
    piece += text;
    characters += text.length;
    if (piece.length < PIECE_CHARACTERS) continue;
    report({ text: piece });
    piece = '';
  }
  if (piece !== '') report({ text: piece });
  return { characters };
}
