/** What the servers that stand in for providers have in common. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';

/** A server on the loopback address. */
export interface LocalServer {
  readonly port: number;
  /** Stops, and cuts what is still open. */
  readonly close: () => Promise<void>;
}

/** Most that a request may hold. */
const LARGEST_BODY_BYTES = 20_000_000;

/** Listens on the loopback address. @param port 0: a free one */
export async function listenLocally(listener: RequestListener, port = 0): Promise<LocalServer> {
  const server = createServer(listener);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    port: address.port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The body of a request as JSON; undefined when there is none, it is none, or it is too large. */
export async function readJsonBody(message: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of message) {
      const buffer = Buffer.from(part);
      bytes += buffer.length;
      if (bytes > LARGEST_BODY_BYTES) return undefined;
      parts.push(buffer);
    }
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Counts what comes, for those who wait for it. */
export interface Arrivals {
  add(): void;
  /** Resolves when that many have come since the start. */
  readonly arrived: (count: number) => Promise<void>;
}

/** Begins to count. */
export function createArrivals(): Arrivals {
  const waiting = new Set<{ readonly count: number; readonly resolve: () => void }>();
  let total = 0;
  return {
    add() {
      total += 1;
      for (const wait of waiting) if (total >= wait.count) wait.resolve();
    },
    async arrived(count) {
      if (total >= count) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const wait = { count, resolve };
      waiting.add(wait);
      await promise;
      waiting.delete(wait);
    },
  };
}
