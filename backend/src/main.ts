/** Starts the server from the environment, and stops it on SIGTERM and SIGINT. Exit code 1 when it cannot start. */
import { readEnvironment } from './config/environment-files.ts';
import { createLogging, type Logging } from './config/logging.ts';
import { loadSettings, type Settings } from './config/settings.ts';
import { prepareDataDirectory } from './db/data-directory.ts';
import { type RunningServer, type StartOptions, startServer } from './server.ts';
import { explainStartFailure } from './start-failure.ts';

/** Code of a process that was told to stop twice. */
const EXIT_INTERRUPTED = 130;

/**
 * Runs a server until it is told to stop. A start that fails writes one clear text to standard error.
 * @returns the running server, or undefined when it could not start (the exit code is then 1)
 */
export async function runServer(options: StartOptions = {}): Promise<RunningServer | undefined> {
  let settings: Settings | null = null;
  try {
    settings = loadSettings(readEnvironment(process.env, process.cwd()));
    // Before the log is opened: its files lie there too.
    prepareDataDirectory(settings.server.dataDir);
    const logging = await createLogging(settings);
    // Node still prints the error and ends the process; the log keeps it for whoever looks later.
    process.on('uncaughtExceptionMonitor', (err) => logging.logger.fatal({ err }, 'the server ends by a bug'));
    const told = untilSignal();
    const server = await startServer(settings, logging, options);
    // A signal that came during the start is heeded now: what was half open could not be closed.
    void told.then(() => stopServer(server, logging));
    return server;
  } catch (error) {
    const line = explainStartFailure(error, settings) ?? (error instanceof Error ? error.stack : String(error));
    process.stderr.write(`${line}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

/** Resolves at the first SIGTERM or SIGINT; the second ends the process at once. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let told = false;
    const onSignal = () => {
      if (told) process.exit(EXIT_INTERRUPTED);
      told = true;
      resolve();
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}

async function stopServer(server: RunningServer, logging: Logging): Promise<void> {
  try {
    await server.close();
    await logging.close();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
  process.exit();
}

if (import.meta.main) {
  const server = await runServer();
  if (server === undefined) process.exit(1);
}
