/** A small indexed book and the feature over it, for tests. */
import type { ChatRequestInput } from '@lectern/contracts';
import { chatRequestSchema } from '@lectern/contracts';
import type { Database } from '../../db/client.ts';
import { openTestDatabase } from '../../db/db.fixture.ts';
import { createInProcessVectors } from '../../providers/vectors/in-process-vectors.ts';
import { manifestDirectory, smallBook } from '../content/content.fixture.ts';
import { type Content, createContent } from '../content/index.ts';
import { createChatRepository } from './chat.repository.ts';
import { createChatService } from './chat.service.ts';
import { foldAnswer } from './chat-fold.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Opens a database with an indexed book. */
export const openTestBook = async (book = smallBook()) => {
  const database: Database = await openTestDatabase();
  const directory = await manifestDirectory();
  await directory.write(book);
  const content: Content = createContent({
    database,
    vectors: createInProcessVectors(),
    logger: silent,
    manifest: directory.path,
  });
  await content.start();
  await content.catchUp();
  const repository = createChatRepository(database.db);
  const service = createChatService({ content: content.service, repository, logger: silent });
  const signal = new AbortController().signal;
  /** Asks and folds the answer. */
  const ask = async (request: ChatRequestInput, ownerId: string | null = null) => {
    const parsed = chatRequestSchema.parse(request);
    const accepted = await service.accept(parsed, { id: ownerId, address: '127.0.0.1' });
    return foldAnswer(accepted.answer(parsed.store ? ownerId : null, signal));
  };
  return {
    database,
    content,
    repository,
    service,
    ask,
    directory,
    close: async () => {
      await content.stop();
      await database.close();
      await directory.remove();
    },
  };
};
