/**
 * The control socket of a running server: `lectern` commands work through it, because the data directory belongs to
 * the server. Only the user who runs the server can reach it.
 */
import { rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { locateSocket } from '../db/data-directory.ts';
import { errorCode } from '../db/database-errors.ts';
import type { DatabaseLogger } from '../db/database-logger.ts';
import { prepareSocketDirectory } from '../db/socket-directory.ts';
import { readLines, writeLine } from './control-lines.ts';
import { CONTROL_SOCKET, type ControlMessage, ControlRequest, MAX_REQUEST_CHARACTERS } from './control-protocol.ts';

/** One run of a command. */
export interface ControlRun {
  /** Arguments as the command line gave them: to be checked. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Tells the command line how far it is; the data must be JSON. */
  readonly report: (data: unknown) => void;
  /** Aborted when the command line has gone, or the server stops. */
  readonly signal: AbortSignal;
}

/** Does a command and returns its result, which must be JSON. The message of what it throws is shown to the user. */
export type ControlHandler = (run: ControlRun) => Promise<unknown>;

/** What a server needs to listen. */
export interface ListenControlOptions {
  readonly dataDir: string;
  /** The commands by name. */
  readonly handlers: Readonly<Record<string, ControlHandler>>;
  readonly logger: DatabaseLogger;
}

/** A listening control socket. */
export interface ControlServer {
  /** Aborts the running commands and stops to listen. */
  close(): Promise<void>;
}

/**
 * Listens for commands. When another server with the same data directory already does (they share a PostgreSQL), this
 * one leaves it to that one.
 */
export async function listenControl(options: ListenControlOptions): Promise<ControlServer> {
  const path = locateSocket(options.dataDir, CONTROL_SOCKET);
  prepareSocketDirectory(path);
  const stop = new AbortController();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    void serve(socket, options, stop.signal);
  });
  if (!(await listenOnce(server, path))) {
    options.logger.warn({ path }, 'Another server with this data directory takes the commands of lectern');
    return { close: async () => undefined };
  }
  return {
    close: async () => {
      stop.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.end();
      await closed;
    },
  };
}

/** Listens; false when somebody else does. A socket that a killed server left is replaced. */
async function listenOnce(server: Server, path: string): Promise<boolean> {
  try {
    await listen(server, path);
  } catch (error) {
    if (errorCode(error) !== 'EADDRINUSE') throw error;
    if (await answers(path)) return false;
    rmSync(path, { force: true });
    await listen(server, path);
  }
  if (process.platform !== 'win32') await chmod(path, 0o600);
  return true;
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function serve(socket: Socket, options: ListenControlOptions, stopping: AbortSignal): Promise<void> {
  const gone = new AbortController();
  socket.on('close', () => gone.abort());
  const send = (message: ControlMessage): void => writeLine(socket, message);
  try {
    const lines = readLines(socket, MAX_REQUEST_CHARACTERS);
    const first = await lines.next();
    if (first.done) return;
    // Kept reading, so that the end of the command line is noticed.
    socket.resume();
    const { command, args } = ControlRequest.parse(JSON.parse(first.value));
    const handler = Object.hasOwn(options.handlers, command) ? options.handlers[command] : undefined;
    if (!handler)
      throw new Error(`The running server doesn't know the command ${command}: it may be of another version.`);
    options.logger.info({ command }, 'Running a command of the command line');
    const data = await handler({
      args,
      report: (progress) => send({ type: 'progress', data: progress }),
      signal: AbortSignal.any([gone.signal, stopping]),
    });
    send({ type: 'result', data: data ?? null });
  } catch (error) {
    options.logger.warn({ err: error }, 'A command of the command line failed');
    send({ type: 'error', message: error instanceof Error ? error.message : String(error) });
  } finally {
    socket.end();
  }
}
