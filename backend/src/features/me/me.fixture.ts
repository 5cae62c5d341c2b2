/** An app with accounts and `/me` over one database, for tests. */

import type { EmailMessage, EmailSender } from '../../providers/email/index.ts';
import { ownedDataOf } from '../../reader-deps.ts';
import { type AccountsApp, type AccountsOptions, type AccountsTests, openAccountsTests } from '../auth/auth.fixture.ts';
import { type ChatDeps, createChat } from '../chat/index.ts';
import { createMe } from './me-feature.ts';

/** An app, and what was asked of it behind the routes. */
export interface MeApp extends AccountsApp {
  /** Owners of whom all is to be erased once more. */
  readonly erasedAgain: readonly string[];
  /** Mails of `/me`, oldest first. */
  readonly ownMails: readonly EmailMessage[];
  readonly chat: ChatDeps;
}

/** Opens the database; to be called in `beforeAll`. */
export async function openMeTests(): Promise<AccountsTests & { startMe(options?: AccountsOptions): Promise<MeApp> }> {
  const tests = await openAccountsTests();
  const { db } = tests.database;
  return {
    ...tests,
    async startMe(options = {}) {
      const erasedAgain: string[] = [];
      const ownMails: EmailMessage[] = [];
      let chat: ChatDeps | undefined;
      const started = await tests.start({
        ...options,
        deps: (given) => {
          const deps = options.deps?.(given) ?? given;
          chat = createChat({
            db,
            content: deps.content.service,
            logger: deps.logger,
            publicUrl: deps.settings.server.publicUrl,
          });
          const me = createMe({
            db,
            settings: deps.settings,
            owned: ownedDataOf(db, chat),
            accounts: deps.auth?.accounts,
            mail: keepMails(ownMails),
            eraseAgain: async (ownerId) => void erasedAgain.push(ownerId),
            logger: deps.logger,
          });
          return { ...deps, chat, me };
        },
      });
      if (chat === undefined) throw new Error('the app was made without its dependencies');
      return { ...started, chat, erasedAgain, ownMails };
    },
  };
}

function keepMails(mails: EmailMessage[]): EmailSender {
  return {
    delivery: () => 'queued',
    send: async (message) => {
      mails.push(message);
      return { delivery: 'queued', url: null };
    },
    forget: async () => undefined,
  };
}
