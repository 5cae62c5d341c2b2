/** Front door of the job queue. */
export type { JobDefinition, JobQueue, JobRun, ScheduleOptions, SendJobOptions } from './job-queue.port.ts';
export { createPgBossQueue, type PgBossQueueOptions } from './pg-boss-queue.ts';
