/** Translations for a command: through the running server, or with an own database where there is none. */
import { Registry } from 'prom-client';
import { silentLogger } from '../config/logging.ts';
import { deriveKeys, loadSecret } from '../config/secret.ts';
import type { Settings } from '../config/settings.ts';
import { ControlError, connectControl } from '../control/index.ts';
import { openDatabase } from '../db/client.ts';
import { prepareDataDirectory } from '../db/data-directory.ts';
import { migrateDatabase } from '../db/migrate.ts';
import { createContent } from '../features/content/index.ts';
import type { Translation } from '../features/translation/index.ts';
import { createMemoryRateCounter } from '../middleware/rate-counter.ts';
import { createLlmFromSettings } from '../providers/llm/index.ts';
import { createInProcessVectors } from '../providers/vectors/in-process-vectors.ts';
import { memoryCommand, translateCommand } from '../translation-commands.ts';
import { openTranslation } from '../translation-deps.ts';
import { createSpending } from '../usage/index.ts';
import { databaseOptions } from './command-settings.ts';

/** What is asked. */
export interface TranslationCommand {
  readonly name: 'translate' | 'memory';
  readonly args: Readonly<Record<string, unknown>>;
  readonly onProgress?: (data: unknown) => void;
  /** Aborted when whoever typed the command ends it. */
  readonly signal: AbortSignal;
}

/**
 * Runs a command, in the running server if there is one.
 * @returns its result, to be checked
 * @throws ControlError
 */
export async function runTranslationCommand(settings: Settings, command: TranslationCommand): Promise<unknown> {
  const server = await connectControl(settings.server.dataDir);
  if (server === undefined) return runHere(settings, command);
  const end = () => server.close();
  command.signal.addEventListener('abort', end, { once: true });
  try {
    for await (const event of server.runCommand(command.name, command.args)) {
      if (event.type === 'result') return event.data;
      command.onProgress?.(event.data);
    }
  } finally {
    command.signal.removeEventListener('abort', end);
  }
  throw new ControlError('The server ended the command without a result.');
}

async function runHere(settings: Settings, command: TranslationCommand): Promise<unknown> {
  prepareDataDirectory(settings.server.dataDir);
  const database = await openDatabase(databaseOptions(settings));
  try {
    await migrateDatabase(database);
    const cut = new AbortController();
    const { content, translation } = await openParts(settings, database, cut.signal);
    await content.start();
    try {
      // The book as it is now, with the memory that it ships.
      await content.ingest({ manifest: settings.content.manifest, force: false });
      const handler = command.name === 'memory' ? memoryCommand(translation) : translateCommand(translation);
      const { args, signal, onProgress: report = () => undefined } = command;
      return await handler({ args, signal, report });
    } finally {
      // What is paid for is kept.
      await translation.drain();
      cut.abort();
      await content.stop();
    }
  } finally {
    await database.close();
  }
}

async function openParts(
  settings: Settings,
  database: Awaited<ReturnType<typeof openDatabase>>,
  cut: AbortSignal,
): Promise<{ content: ReturnType<typeof createContent>; translation: Translation }> {
  const logger = silentLogger();
  const registry = new Registry();
  const spending = createSpending({
    database,
    settings,
    keys: deriveKeys(loadSecret(settings)),
    logger,
    registry,
    counter: createMemoryRateCounter(),
  });
  const content = createContent({
    database,
    vectors: createInProcessVectors(),
    logger,
    // Embeddings are the server's work: a command about translations pays for none.
    embeddings: undefined,
    latent: settings.embedding.provider !== 'none',
  });
  const { answers } = await createLlmFromSettings(settings.llm, logger);
  const translation = await openTranslation({
    settings,
    logger,
    database,
    content,
    spending,
    registry,
    lifecycle: { cut },
    cache: undefined,
    answers,
  });
  return { content, translation };
}
