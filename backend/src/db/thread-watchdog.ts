/** Notices a thread that hangs. */
import type { Worker } from 'node:worker_threads';
import type { EmbeddedWorkerCommand, EmbeddedWorkerMessage } from './embedded-protocol.ts';

/** When a thread counts as hung. */
export interface WatchdogOptions {
  /** Milliseconds between two pings. */
  readonly pingMs: number;
  readonly mostUnanswered: number;
}

/**
 * Pings a thread until it exits, and tells once when it has answered none of so many pings in a row. Pings are counted
 * and not the time, so that a machine that slept, or a busy main thread, is not held against the thread.
 */
export function watchThread(worker: Worker, { pingMs, mostUnanswered }: WatchdogOptions, onHung: () => void): void {
  let unanswered = 0;
  const timer = setInterval(() => {
    if (unanswered === mostUnanswered) {
      clearInterval(timer);
      onHung();
      return;
    }
    unanswered += 1;
    worker.postMessage('ping' satisfies EmbeddedWorkerCommand);
  }, pingMs).unref();
  worker.on('message', (message: EmbeddedWorkerMessage) => {
    if (message.type === 'pong') unanswered = 0;
  });
  worker.once('exit', () => clearInterval(timer));
}
