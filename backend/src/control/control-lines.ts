/** Lines of JSON over a socket. */
import type { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';

/**
 * Gives the lines that come from a socket, and ends with it.
 *
 * @throws Error when a line is longer than allowed
 */
export async function* readLines(socket: Socket, maxCharacters = Number.POSITIVE_INFINITY): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    rest += decoder.write(chunk);
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      yield rest.slice(0, end);
      rest = rest.slice(end + 1);
    }
    if (rest.length > maxCharacters) throw new Error('A line on the control socket is too long');
  }
}

/** Writes one message as a line. */
export function writeLine(socket: Socket, message: unknown): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}
