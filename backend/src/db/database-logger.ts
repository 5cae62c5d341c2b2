import type { BaseLogger } from 'pino';

/** What this folder writes its log lines to: a pino logger fits. */
export type DatabaseLogger = Pick<BaseLogger, 'debug' | 'info' | 'warn' | 'error'>;
