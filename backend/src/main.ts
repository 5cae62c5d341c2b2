/** Starts the server from the environment, and stops it on SIGTERM and SIGINT. Exit code 1 when it cannot start. */
import { readEnvironment } from './config/environment-files.ts';
import { createLogging } from './config/logging.ts';
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
    const server = await startServer(settings, logging, options);
    stopOnSignals(server, () => logging.close());
    return server;
  } catch (error) {
    const line = explainStartFailure(error, settings) ?? (error instanceof Error ? error.stack : String(error));
    process.stderr.write(`${line}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

function stopOnSignals(server: RunningServer, closeLog: () => Promise<void>): void {
  let told = false;
  const stop = () => {
    if (told) process.exit(EXIT_INTERRUPTED);
    told = true;
    void server
      .close()
      .catch((error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exitCode = 1;
      })
      .then(closeLog)
      .finally(() => process.exit());
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

if (import.meta.main) {
  const server = await runServer();
  if (server === undefined) process.exit(1);
}
