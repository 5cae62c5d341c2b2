/** Work that goes on after the request, survives a restart and is done once across all processes. */
import type { ZodType } from 'zod';
import type { Db } from '../../db/client.ts';

/** A kind of job. */
export interface JobDefinition<Data extends object> {
  /** Name in the queue: letters, digits, `-`, `_`, `.` and `/`. */
  readonly name: string;
  /** Checked when a job is sent and again before it runs: another version may have sent it. */
  readonly data: ZodType<Data>;
  /** Does the work; throwing makes the job fail, and run again while retries are left. */
  readonly handle: (data: Data, run: JobRun) => Promise<void>;
  /** With true at most one job waits, and one runs, per key (per kind, without keys); default false. */
  readonly unique?: boolean;
  /** Jobs that one process works on at a time; default 1. */
  readonly concurrency?: number;
  /** How often a failed job is run again; default 2, each time after a longer pause. */
  readonly retries?: number;
  /** Seconds after which a running job counts as failed; default 900. */
  readonly timeoutSeconds?: number;
}

/** One run of one job. */
export interface JobRun {
  readonly id: string;
  /** 1 for the first run. */
  readonly attempt: number;
  /** Aborted when the time is up, or the process stops and can't wait any longer. */
  readonly signal: AbortSignal;
}

/** How to send a job. */
export interface SendJobOptions {
  /** With a `unique` kind: which jobs count as the same. */
  readonly key?: string;
  /** Seconds to wait before it may run. */
  readonly delaySeconds?: number;
  /** The transaction that the job belongs to: it is sent when that commits, and not at all otherwise. */
  readonly through?: Db;
}

/** How a schedule is named and read. */
export interface ScheduleOptions {
  /** Tells schedules of one kind apart. */
  readonly key?: string;
  /** IANA time zone of the expression; default UTC. */
  readonly timeZone?: string;
}

/** The queue. */
export interface JobQueue {
  /** Makes a kind of job known; before or after {@link JobQueue.start}. */
  define<Data extends object>(definition: JobDefinition<Data>): Promise<void>;
  /**
   * Sends a job.
   *
   * @returns its id, or undefined when a `unique` one of the same key is waiting already
   * @throws ZodError when the data don't fit
   */
  send<Data extends object>(name: string, data: Data, options?: SendJobOptions): Promise<string | undefined>;
  /** Sends a job again and again, by a cron expression of five fields; the same name and key replaces the schedule. */
  schedule<Data extends object>(name: string, cron: string, data: Data, options?: ScheduleOptions): Promise<void>;
  /** Ends a schedule; harmless when there is none. */
  unschedule(name: string, key?: string): Promise<void>;
  /** Starts to work. Before it, jobs can be defined but not sent. */
  start(): Promise<void>;
  /** Takes no more jobs, waits for the running ones (at most `graceMs`), then gives unfinished ones back. */
  stop(options?: { graceMs?: number }): Promise<void>;
}
