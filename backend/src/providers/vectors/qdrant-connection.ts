/** A connection to Qdrant: addresses as people write them, and what goes wrong in the words of a store. */
import { QdrantClient } from '@qdrant/js-client-rest';
import { StoreFault, type StoreFaultKind } from './vector-store.port.ts';

/** Where Qdrant is. */
export interface QdrantAddress {
  readonly url: string;
  readonly apiKey: string | null;
}

const DEFAULT_PORT = 6333;

/** Opens a client. It connects when it is first used. */
export const openQdrant = ({ url, apiKey }: QdrantAddress, timeoutMs: number): QdrantClient => {
  const { origin, pathname, protocol, port } = new URL(url);
  // A URL forgets the port that is its protocol's own; the client would then take 6333.
  const own = protocol === 'https:' ? 443 : 80;
  const given = new RegExp(`^https?://[^/]*:${own}(?:/|$)`).test(url) ? own : Number(port || DEFAULT_PORT);
  const prefix = pathname.replace(/\/+$/, '');
  return new QdrantClient({
    url: origin,
    port: given,
    ...(prefix === '' ? {} : { prefix }),
    timeout: timeoutMs,
    // It would ask for the version in the background, and print.
    checkCompatibility: false,
    // As a header: given as a key, the client prints a warning for each process of a private network without TLS.
    ...(apiKey === null ? {} : { headers: { 'api-key': apiKey } }),
  });
};

/** Runs an operation on a client. @throws StoreFault */
export const callQdrant = async <T>(operation: () => Promise<T>): Promise<T> => {
  try {
    return await operation();
  } catch (error) {
    throw asFault(error);
  }
};

const KINDS: Readonly<Record<number, StoreFaultKind>> = {
  401: 'unauthorized',
  403: 'unauthorized',
  404: 'missing',
  408: 'unreachable',
  429: 'busy',
};
const LONGEST_REASON = 200;

const asFault = (error: unknown): StoreFault => {
  if (error instanceof StoreFault) return error;
  const retryAfter = readField(error, 'retry_after');
  if (typeof retryAfter === 'number') {
    return new StoreFault('busy', 'Qdrant asks for patience', { cause: error, retryAfterSeconds: retryAfter });
  }
  const status = readField(error, 'status');
  if (typeof status !== 'number') return new StoreFault('unreachable', 'Qdrant does not answer', { cause: error });
  const kind = KINDS[status] ?? (status >= 500 ? 'busy' : 'refused');
  return new StoreFault(kind, `${TEXTS[kind]} (${status})${reasonOf(error, kind)}`, { cause: error });
};

const TEXTS: Readonly<Record<StoreFaultKind, string>> = {
  unreachable: 'Qdrant does not answer',
  busy: 'Qdrant is not ready',
  unauthorized: 'Qdrant does not take the key',
  missing: 'Qdrant does not have the collection',
  foreign: 'Qdrant has another collection of that name',
  refused: 'Qdrant does not take the request',
};

/** What Qdrant says of a request that it does not take; it names fields and numbers, never a key. */
const reasonOf = (error: unknown, kind: StoreFaultKind): string => {
  if (kind !== 'refused') return '';
  const reason = readField(readField(readField(error, 'data'), 'status'), 'error');
  return typeof reason === 'string' ? `: ${reason.slice(0, LONGEST_REASON)}` : '';
};

const readField = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
