/** The command line's half of the control socket. */
import { connect, type Socket } from 'node:net';
import { locateSocket } from '../db/data-directory.ts';
import { errorCode } from '../db/database-errors.ts';
import { readLines, writeLine } from './control-lines.ts';
import { CONTROL_SOCKET, ControlMessage, type ControlRequest } from './control-protocol.ts';

/** What a command sends while it runs, and at its end. */
export type ControlEvent =
  | { readonly type: 'progress'; readonly data: unknown }
  | { readonly type: 'result'; readonly data: unknown };

/** A connection to a running server. */
export interface ControlClient {
  /**
   * Runs a command; the last event is its result. Once per connection.
   *
   * @throws ControlError with the server's message when it failed
   */
  runCommand(command: string, args?: Readonly<Record<string, unknown>>): AsyncGenerator<ControlEvent>;
  /** Goes away; a running command is aborted. */
  close(): void;
}

/** A command failed in the server, or the server went away. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
}

/** Codes that say: nobody listens there. */
const NO_SERVER = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK']);

/** Connects to the server that runs on a data directory; undefined when there is none. */
export async function connectControl(dataDir: string): Promise<ControlClient | undefined> {
  let socket: Socket;
  try {
    socket = await open(locateSocket(dataDir, CONTROL_SOCKET));
  } catch (error) {
    if (NO_SERVER.has(errorCode(error) ?? '')) return undefined;
    throw error;
  }
  return {
    runCommand: (command, args = {}) => run(socket, { command, args }),
    close: () => socket.destroy(),
  };
}

function open(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

async function* run(socket: Socket, request: ControlRequest): AsyncGenerator<ControlEvent> {
  // An error of the socket comes out of readLines, as the end of the lines does.
  socket.on('error', () => undefined);
  writeLine(socket, request);
  try {
    for await (const line of readLines(socket)) {
      const message = ControlMessage.parse(JSON.parse(line));
      if (message.type === 'error') throw new ControlError(message.message);
      yield message;
      if (message.type === 'result') return;
    }
  } catch (error) {
    if (errorCode(error) !== 'ECONNRESET') throw error;
  } finally {
    socket.destroy();
  }
  throw new ControlError('The server went away before the command was done. Look into its log.');
}
