/** The work that goes on beside requests: what is past its days is deleted, a remote manifest is looked at again. */
import { z } from 'zod';
import type { Settings } from './config/settings.ts';
import type { ChatDeps } from './features/chat/index.ts';
import type { Content } from './features/content/index.ts';
import type { LearningDeps } from './features/learning/index.ts';
import type { Translation } from './features/translation/index.ts';
import type { Email } from './providers/email/index.ts';
import type { JobQueue } from './providers/jobs/index.ts';
import { defineReaderJobs, type Readers } from './reader-deps.ts';
import type { Receipts } from './usage/index.ts';

/** What jobs work on. */
export interface JobSubjects extends Readers {
  readonly content: Content;
  readonly chat: ChatDeps;
  readonly learning: LearningDeps;
  readonly translation: Pick<Translation, 'retain'>;
  readonly email: Email;
  readonly receipts: Receipts;
  readonly settings: Settings;
}

/** When old records are deleted: at night, when few read. Minute, hour, … in UTC. */
const RETENTION_CRON = '17 3 * * *';
/** How often a manifest at a URL is looked at again. */
const REMOTE_MANIFEST_CRON = '7 * * * *';
const none = z.object({});

/** Makes all jobs known, starts to work on them, and says when they are due. */
export async function startServerJobs(jobs: JobQueue, subjects: JobSubjects): Promise<void> {
  const { content, email, settings } = subjects;
  await jobs.define({
    name: 'content.ingest',
    data: none,
    unique: true,
    handle: async (_data, { signal }) => void (await content.catchUp({ signal })),
  });
  const retention = retentionJobs(subjects);
  for (const [name, retain] of retention) {
    await jobs.define({ name, data: none, unique: true, handle: async () => void (await retain()) });
  }
  await defineReaderJobs(jobs, subjects);
  await jobs.start();
  await email.start();
  for (const [name] of retention) await jobs.schedule(name, RETENTION_CRON, {});
  if (/^https?:/.test(settings.content.manifest)) await jobs.schedule('content.ingest', REMOTE_MANIFEST_CRON, {});
  else await jobs.unschedule('content.ingest');
}

/** What each feature deletes when its days are over. */
function retentionJobs(subjects: JobSubjects): readonly (readonly [name: string, retain: () => Promise<unknown>])[] {
  const { content, auth, me, chat, learning, translation, email, receipts, settings } = subjects;
  const days = settings.retentionDays;
  const retainChat = async (): Promise<void> => {
    await chat.sessions.retain(days.chat);
    await chat.pruneAnswers?.();
  };
  return [
    ['content.retain', () => content.retain()],
    ['chat.retain', retainChat],
    ['learning.retain', () => learning.retain(days.learning)],
    ['translation.retain', () => translation.retain()],
    ['usage.retain', () => receipts.retain(days.usage)],
    ['email.retain', () => email.retain(days.mail)],
    ['auth.retain', async () => auth?.accounts.retain()],
    ['me.retain', () => me.retain()],
  ];
}
