/** A server with everything that it has, a reader who owns one of each thing, and one person of each kind. */

import type { LightMyRequestResponse } from 'fastify';
import { Registry } from 'prom-client';
import type { Deps } from './deps.ts';
import {
  type AccountsApp,
  type AccountsTests,
  openAccountsTests,
  PASSWORD,
  type Reader,
} from './features/auth/auth.fixture.ts';
import { createChat } from './features/chat/index.ts';
import { manifestDirectory } from './features/content/content.fixture.ts';
import { createContent } from './features/content/index.ts';
import { createLearning } from './features/learning/index.ts';
import { quizBook, SENSORS } from './features/learning/learning.fixture.ts';
import { createMe } from './features/me/index.ts';
import { createTranslation } from './features/translation/index.ts';
import { createNoEmail } from './providers/email/index.ts';
import { createInProcessVectors } from './providers/vectors/in-process-vectors.ts';
import { ownedDataOf } from './reader-deps.ts';
import { createSpending } from './usage/index.ts';

/** Who asks, in the order of the columns. */
export const ASKERS = ['nobody', 'other', 'owner', 'author', 'instructor', 'admin'] as const;
/** See {@link ASKERS}. */
export type Asker = (typeof ASKERS)[number];

/** Ids of what the owner has. */
export interface OwnersThings {
  readonly userId: string;
  readonly email: string;
  readonly sessionToken: string;
  readonly chatSession: string;
  readonly answer: string;
  readonly bookmark: string;
  readonly note: string;
  readonly noteUpdatedAt: string;
  readonly card: string;
  readonly cardReps: number;
}

/** The world of the table. */
export interface AuthorizationWorld {
  readonly accounts: AccountsApp;
  readonly things: OwnersThings;
  /** The browser of an asker. */
  browser(asker: Asker): Reader;
  /** An asker with an account of its own, for what ends sessions or deletes. */
  expendable(asker: Asker): Promise<Reader>;
  close(): Promise<void>;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const NO_LIMITS = {
  METRICS_TOKEN: 'a-token-for-metrics-of-the-tests',
  RATE_LIMIT_SIGN_IN_PER_MINUTE: '0',
  RATE_LIMIT_SIGN_IN_PER_ACCOUNT: '0',
  PROOF_AFTER_SIGN_UPS_PER_HOUR: '0',
};

/** Opens it. */
export async function openAuthorizationWorld(): Promise<AuthorizationWorld> {
  const tests = await openAccountsTests();
  const directory = await manifestDirectory();
  await directory.write(JSON.stringify(quizBook()));
  const content = createContent({
    database: tests.database,
    vectors: createInProcessVectors(),
    logger: silent,
    manifest: directory.path,
  });
  await content.start();
  await content.catchUp();
  const accounts = await tests.start({ variables: NO_LIMITS, deps: (deps) => withFeatures(deps, tests, content) });
  const browsers = new Map<Asker, Reader>([['nobody', accounts.reader()]]);
  for (const asker of ASKERS) {
    if (asker !== 'nobody') browsers.set(asker, await accounts.account(`${asker}@example.org`, roleOf(asker)));
  }
  const browser = (asker: Asker): Reader => {
    const kept = browsers.get(asker);
    const own = accounts.reader();
    // What a request is answered with stays with it: nobody must not become somebody.
    for (const [name, value] of kept?.cookies ?? []) own.cookies.set(name, value);
    return own;
  };
  let made = 0;
  return {
    accounts,
    browser,
    things: await makeThings(browser('owner')),
    async expendable(asker) {
      made += 1;
      return asker === 'nobody' ? accounts.reader() : accounts.account(`${asker}${made}@example.org`, roleOf(asker));
    },
    async close() {
      await tests.close();
      await content.stop();
      await directory.remove();
    },
  };
}

const roleOf = (asker: Asker) =>
  asker === 'author' || asker === 'instructor' || asker === 'admin' ? asker : undefined;

function withFeatures(deps: Deps, { database }: AccountsTests, content: ReturnType<typeof createContent>): Deps {
  const { db } = database;
  const { settings, logger, keys } = deps;
  deps.lifecycle.markReady();
  const chat = createChat({
    db,
    content: content.service,
    logger,
    publicUrl: settings.server.publicUrl,
    socket: { ticketKey: keys.tickets, isOwnOrigin: () => true, countAsk: async () => undefined },
  });
  const owned = ownedDataOf(db, chat);
  const me = createMe({
    db,
    settings,
    owned,
    accounts: deps.auth?.accounts,
    mail: createNoEmail(),
    eraseAgain: async () => undefined,
    logger,
  });
  // One of its own: the app's has the meters of the ledger without a database.
  const registry = new Registry();
  const spending = createSpending({ database, settings, keys, logger, registry, counter: deps.rateCounter });
  return {
    ...deps,
    allowance: { ...deps.allowance, ledger: spending.ledger },
    content,
    chat,
    learning: createLearning({ db, content: content.service }),
    translation: createTranslation({
      db,
      content: content.service,
      ledger: spending.ledger,
      engines: [],
      logger,
      registry,
    }),
    me,
  };
}

/** One of each thing that readers own. */
async function makeThings(owner: Reader): Promise<OwnersThings> {
  const me = await owner.me();
  const [session] = good(await owner.get('/api/auth/list-sessions')).json();
  const answer = good(
    await owner.post('/api/v1/chat', { question: 'What does an accelerometer read at rest?', scope: { type: 'book' } }),
  ).json();
  const anchor = { chapterKey: SENSORS, sectionId: 'imu', hash: null };
  const bookmark = good(await owner.post('/api/v1/learning/bookmarks', { anchor })).json();
  const note = good(await owner.post('/api/v1/learning/notes', { anchor, text: 'remember' })).json();
  const wrong = { chapterKey: SENSORS, answers: [{ itemId: 'rest', choiceIds: ['zero'] }] };
  good(await owner.post('/api/v1/learning/quizzes/sensors/attempts', wrong));
  const [due] = good(await owner.get('/api/v1/learning/reviews/due')).json().items;
  return {
    userId: String(me['id']),
    email: String(me['email']),
    sessionToken: session.token,
    chatSession: answer.sessionId,
    answer: answer.messageId,
    bookmark: bookmark.id,
    note: note.id,
    noteUpdatedAt: note.updatedAt,
    card: due.id,
    cardReps: due.reps,
  };
}

function good(response: LightMyRequestResponse): LightMyRequestResponse {
  if (response.statusCode >= 300) throw new Error(`${response.raw.req.url}: ${response.statusCode} ${response.body}`);
  return response;
}

/** A password that is taken, and one to change it to. */
export const PASSWORDS = { present: PASSWORD, next: 'another long sentence' };
