/** The part of the composition about readers: what the features keep of them, accounts, and `/me`. */
import type { UserProfile } from '@lectern/contracts';
import type { Logger } from 'pino';
import { z } from 'zod';
import { signInMethodsOf } from './config/capabilities.ts';
import { moduleLogger } from './config/logging.ts';
import type { Keys } from './config/secret.ts';
import type { Settings } from './config/settings.ts';
import type { Db } from './db/client.ts';
import type { OwnedData } from './db/owned-data.ts';
import { type AuthFeature, createAuth } from './features/auth/index.ts';
import { type ChatDeps, createChatOwnedData } from './features/chat/index.ts';
import { createLearningOwnedData } from './features/learning/index.ts';
import { createMe, createProfileOwnedData, createProfileRepository, type Me } from './features/me/index.ts';
import type { RateCounter } from './middleware/rate-counter.ts';
import type { EmailSender } from './providers/email/index.ts';
import type { JobQueue } from './providers/jobs/index.ts';
import { createUsageOwnedData, type ProofGate } from './usage/index.ts';

/** What the readers' part needs. */
export interface ReaderOptions {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly keys: Keys;
  readonly db: Db;
  readonly chat: Pick<ChatDeps, 'hub'>;
  readonly mail: EmailSender;
  readonly jobs: Pick<JobQueue, 'send'>;
  readonly rateCounter: RateCounter;
  readonly proofGate: ProofGate;
}

/** The readers' part. */
export interface Readers {
  /** undefined: no accounts (FEATURE_ACCOUNTS). */
  readonly auth: AuthFeature | undefined;
  readonly me: Me;
}

const ERASE_AGAIN_JOB = 'me.erase-again';
/** What was under way when a reader was deleted has ended by then, in every process. */
const ERASE_AGAIN_SECONDS = 120;
const eraseAgainData = z.object({ ownerId: z.uuid() });
const TAKE_OVER_AGAIN_JOB = 'auth.take-over-again';
/** An answer that streamed while its reader signed in has ended by then. */
const TAKE_OVER_AGAIN_SECONDS = 120;
const takeOverAgainData = z.object({ anonymousId: z.uuid(), userId: z.uuid() });

/** What all features keep of readers; a new table with an owner column belongs to one of these. */
export function ownedDataOf(db: Db, chat: Pick<ChatDeps, 'hub'>): readonly OwnedData[] {
  return [
    createProfileOwnedData(db),
    createChatOwnedData({ db, stopAnswers: (ownerId) => chat.hub.stopOwned(ownerId) }),
    createLearningOwnedData(db),
    createUsageOwnedData(db),
  ];
}

/** Makes it. */
export function openReaders(options: ReaderOptions): Readers {
  const { settings, logger, keys, db, chat, mail, jobs, rateCounter, proofGate } = options;
  const owned = ownedDataOf(db, chat);
  const auth = settings.features.accounts
    ? createAuth({
        db,
        settings,
        keys,
        logger: moduleLogger(logger, settings, 'auth'),
        mail,
        counter: rateCounter,
        proofGate,
        owned,
        canSignUp: signInMethodsOf(settings).signUp,
        takeOverAgain: async (anonymousId, userId) => {
          const options = { key: anonymousId, delaySeconds: TAKE_OVER_AGAIN_SECONDS };
          await jobs.send(TAKE_OVER_AGAIN_JOB, { anonymousId, userId }, options);
        },
      })
    : undefined;
  const me = createMe({
    db,
    settings,
    owned,
    accounts: auth?.accounts,
    mail,
    eraseAgain: async (ownerId) => {
      await jobs.send(ERASE_AGAIN_JOB, { ownerId }, { key: ownerId, delaySeconds: ERASE_AGAIN_SECONDS });
    },
    logger: moduleLogger(logger, settings, 'me'),
  });
  return { auth, me };
}

/** What readers have told about themselves, for the answers of models. */
export function readProfiles(db: Db): (readerId: string) => Promise<UserProfile | undefined> {
  const profiles = createProfileRepository(db);
  return async (readerId) => (await profiles.find(readerId)).profile ?? undefined;
}

/** Makes the jobs about readers known. */
export async function defineReaderJobs(
  jobs: JobQueue,
  { auth, me }: { readonly auth: Readers['auth']; readonly me: Pick<Me, 'erase'> },
): Promise<void> {
  await jobs.define({
    name: TAKE_OVER_AGAIN_JOB,
    data: takeOverAgainData,
    unique: true,
    handle: async ({ anonymousId, userId }) => auth?.accounts.takeOver(anonymousId, userId),
  });
  await jobs.define({
    name: ERASE_AGAIN_JOB,
    data: eraseAgainData,
    unique: true,
    handle: ({ ownerId }) => me.erase(ownerId),
  });
}
