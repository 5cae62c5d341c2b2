/** The log: pino, pretty or JSON on standard output, rotating files, a level per module, no secrets. */
import pino, { type DestinationStream, type Level, type Logger, type LoggerOptions, type StreamEntry } from 'pino';
import { openLogFile } from './log-file.ts';
import { createScrubber, REDACTED_PATHS, safeError } from './log-redaction.ts';
import { requestContext } from './request-context.ts';
import type { Settings } from './settings.ts';

/** What writes the log. */
export interface Logging {
  /** The root logger; features take {@link moduleLogger} of it. */
  readonly logger: Logger;
  /** Writes what is still in memory and closes the files. */
  close(): Promise<void>;
}

/** Where lines go besides the files. */
export interface LoggingOptions {
  /** Takes each line (JSON with a line end) in place of standard output. */
  readonly destination?: DestinationStream;
}

/**
 * Opens the log as the settings want it. A log directory that cannot be written is reported on standard output, and the
 * server goes on without files: losing the log must not lose the book.
 */
export async function createLogging(settings: Settings, options: LoggingOptions = {}): Promise<Logging> {
  const streams: StreamEntry[] = [{ level: 'trace', stream: options.destination ?? (await standardOutput(settings)) }];
  const file = await openLogFile(settings.logging);
  if (file.stream !== null) streams.push({ level: 'trace', stream: file.stream });
  const logger = pino(loggerOptions(settings), pino.multistream(streams));
  if (file.fault !== null)
    logger.warn({ module: 'logging', err: file.fault }, 'no log files: the directory cannot be written');
  return { logger, close: () => file.close() };
}

/** Options of every logger: what is left out, what is added, how times and errors look. */
export function loggerOptions(settings: Settings): LoggerOptions {
  const scrub = createScrubber(settings);
  return {
    level: settings.logging.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: [...REDACTED_PATHS], censor: '[redacted]' },
    serializers: { err: safeError, error: safeError },
    mixin: () => requestContext.getStore() ?? {},
    hooks: {
      streamWrite: scrub,
      logMethod(parameters, method, level) {
        const [first] = parameters;
        if (level > DEBUG && isRecord(first)) withoutReaderText(first, parameters);
        method.apply(this, parameters);
      },
    },
  };
}

/** The logger of one module (`chat`, `database`, …), at its own level when LOG_LEVELS names it. */
export function moduleLogger(logger: Logger, settings: Settings, module: string): Logger {
  const level = settings.logging.moduleLevels.get(module);
  return logger.child({ module }, level === undefined ? {} : { level: level as Level });
}

/** A logger that writes nothing, for tests and tools. */
export function silentLogger(): Logger {
  return pino({ level: 'silent' });
}

const DEBUG = 20;
/** Fields that hold what a reader wrote; logged at debug and below only. */
const READER_TEXT = ['question', 'selection', 'note', 'answer'];

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Error);
}

function withoutReaderText(fields: Record<string, unknown>, parameters: unknown[]): void {
  if (!READER_TEXT.some((name) => name in fields)) return;
  parameters[0] = Object.fromEntries(
    Object.entries(fields).map(([name, value]) =>
      READER_TEXT.includes(name) && typeof value === 'string' ? [`${name}Chars`, value.length] : [name, value],
    ),
  );
}

async function standardOutput(settings: Settings): Promise<DestinationStream> {
  if (settings.logging.format === 'json') return pino.destination({ fd: 1, sync: false });
  const { default: pretty } = await import('pino-pretty');
  return pretty({ colorize: process.stdout.isTTY, ignore: 'hostname,pid', translateTime: 'SYS:HH:MM:ss', sync: true });
}
