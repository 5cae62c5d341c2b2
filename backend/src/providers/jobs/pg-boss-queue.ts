/** The queue on pg-boss, which keeps its jobs in the schema `jobs` of our database. */
import { fromDrizzle, type Job, PgBoss } from 'pg-boss';
import type { Database, Sql } from '../../db/client.ts';
import { explainFullStorage } from '../../db/database-errors.ts';
import type { DatabaseLogger } from '../../db/database-logger.ts';
import { rawSql } from '../../db/raw-query.ts';
import type { JobDefinition, JobQueue, ScheduleOptions, SendJobOptions } from './job-queue.port.ts';
import { adaptDatabase } from './pg-boss-database.ts';

const SCHEMA = 'jobs';
/** A worker is woken by NOTIFY; a retry, a delayed job and a backlog are found by asking. */
const POLLING_SECONDS = 1;
/** A job whose process has died is given back after at most this and one round of supervision. */
const HEARTBEAT_SECONDS = 30;
const SUPERVISE_SECONDS = 30;
const DEFAULT_RETRIES = 2;
const DEFAULT_TIMEOUT_SECONDS = 900;
const DEFAULT_GRACE_MS = 10_000;
const NO_JOB = '00000000-0000-0000-0000-000000000000';

/** What the queue works on. */
export interface PgBossQueueOptions {
  readonly database: Database;
  readonly logger: DatabaseLogger;
}

/** A definition with its data type closed over. */
interface DefinedJob {
  readonly definition: Omit<JobDefinition<object>, 'data' | 'handle'>;
  readonly parse: (data: unknown) => object;
  readonly work: (job: Job<unknown>) => Promise<void>;
}

/** Makes the queue; it does nothing before `start()`. */
export function createPgBossQueue(options: PgBossQueueOptions): JobQueue {
  return new PgBossQueue(options);
}

class PgBossQueue implements JobQueue {
  readonly #options: PgBossQueueOptions;
  readonly #jobs = new Map<string, DefinedJob>();
  #client: Sql | undefined;
  #boss: PgBoss | undefined;

  constructor(options: PgBossQueueOptions) {
    this.#options = options;
  }

  async define<Data extends object>(definition: JobDefinition<Data>): Promise<void> {
    if (this.#jobs.has(definition.name)) throw new Error(`The job ${definition.name} is defined twice`);
    const job: DefinedJob = {
      definition,
      parse: (data) => definition.data.parse(data),
      work: ({ data, id, retryCount, signal }) =>
        definition.handle(definition.data.parse(data), { id, attempt: retryCount + 1, signal }),
    };
    this.#jobs.set(definition.name, job);
    if (this.#boss) await this.#begin(this.#boss, job);
  }

  async start(): Promise<void> {
    const { database, logger } = this.#options;
    const client = database.openClient({ max: 1 });
    const boss = new PgBoss({
      db: adaptDatabase(database, client),
      schema: SCHEMA,
      backend: database.kind === 'embedded' ? 'pglite' : 'postgres',
      useListenNotify: true,
      superviseIntervalSeconds: SUPERVISE_SECONDS,
      // One backend has nothing to rebuild beside its work, and no vacuum to watch.
      reindex: database.kind === 'postgresql',
      monitorVacuum: database.kind === 'postgresql',
    });
    boss.on('error', (error) => {
      const full = explainFullStorage(error);
      if (full === undefined) logger.error({ err: error }, 'The job queue met an error');
      else logger.warn({ reason: full }, 'Jobs wait until there is space');
    });
    boss.on('warning', (warning) => logger.warn({ warning }, 'The job queue warns'));
    this.#client = client;
    await boss.start();
    this.#boss = boss;
    for (const job of this.#jobs.values()) await this.#begin(boss, job);
  }

  async send<Data extends object>(name: string, data: Data, options: SendJobOptions = {}): Promise<string | undefined> {
    const { parse } = this.#find(name);
    const id = await this.#running().send(name, parse(data), {
      ...(options.key !== undefined && { singletonKey: options.key }),
      ...(options.delaySeconds !== undefined && { startAfter: options.delaySeconds }),
      ...(options.through && { db: fromDrizzle(options.through, rawSql) }),
    });
    return id ?? undefined;
  }

  async schedule<Data extends object>(
    name: string,
    cron: string,
    data: Data,
    options: ScheduleOptions = {},
  ): Promise<void> {
    const { parse } = this.#find(name);
    await this.#running().schedule(name, cron, parse(data), {
      tz: options.timeZone ?? 'UTC',
      ...(options.key !== undefined && { key: options.key }),
    });
  }

  async unschedule(name: string, key?: string): Promise<void> {
    await this.#running().unschedule(name, key);
  }

  async stop(options: { graceMs?: number } = {}): Promise<void> {
    const boss = this.#boss;
    this.#boss = undefined;
    await boss?.stop({ graceful: true, timeout: options.graceMs ?? DEFAULT_GRACE_MS });
    await this.#client?.end({ timeout: 1 });
    this.#client = undefined;
  }

  /** Makes the queue of one kind of job (or brings it up to date) and starts its workers. */
  async #begin(boss: PgBoss, { definition, work }: DefinedJob): Promise<void> {
    const { name } = definition;
    const settings = {
      retryLimit: definition.retries ?? DEFAULT_RETRIES,
      retryDelay: 1,
      retryBackoff: true,
      expireInSeconds: definition.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      notify: true,
    };
    await boss.createQueue(name, { ...settings, policy: definition.unique ? 'stately' : 'standard' });
    await boss.updateQueue(name, settings);
    // Makes pg-boss remember the queue: looking it up during a send inside a transaction would wait for that
    // transaction, as its statements go over a connection of their own.
    await boss.findJobs(name, { id: NO_JOB });
    if (this.#options.database.kind === 'embedded') await this.#giveBackOrphans(boss, name);
    const worker = await boss.work(
      name,
      {
        localConcurrency: definition.concurrency ?? 1,
        pollingIntervalSeconds: POLLING_SECONDS,
        notifyPollingIntervalSeconds: POLLING_SECONDS,
      },
      async (jobs: Job<unknown>[]) => {
        for (const job of jobs) await this.#run(work, job);
        // There may be more: look again at once instead of after the polling interval.
        boss.notifyWorker(worker);
      },
    );
  }

  async #run(work: DefinedJob['work'], job: Job<unknown>): Promise<void> {
    try {
      await work(job);
    } catch (error) {
      this.#options.logger.error({ err: error, job: job.name, id: job.id }, 'A job failed');
      throw error;
    }
  }

  /** The embedded database has one process: what is marked as running when it starts belonged to one that died. */
  async #giveBackOrphans(boss: PgBoss, name: string): Promise<void> {
    const rows = await this.#options.database.sql<{ id: string }[]>`
      select id from jobs.job where name = ${name} and state = 'active'`;
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await boss.fail(name, ids, { reason: 'The process that ran it has died' });
  }

  #find(name: string): DefinedJob {
    const job = this.#jobs.get(name);
    if (!job) throw new Error(`The job ${name} is not defined`);
    return job;
  }

  #running(): PgBoss {
    if (!this.#boss) throw new Error('The job queue is not running');
    return this.#boss;
  }
}
