/** PostgreSQL addresses: pooled and direct, with what Neon and its pooler need. */

/** How the server reaches PostgreSQL. */
export interface DatabaseAddress {
  /** URL for queries; may lead to a pooler. */
  readonly url: string;
  /** URL that by-passes a pooler, for migrations and LISTEN/NOTIFY. */
  readonly directUrl: string;
  /** True when `url` leads to a transaction pooler: prepared statements must then be off. */
  readonly pooled: boolean;
}

/** The addresses with what holds for all connections to them. */
export interface DatabaseSettings extends DatabaseAddress {
  /** Most connections of this process. */
  readonly poolSize: number;
  /** Absolute path of certificates, PEM; default: the authorities that Node knows. */
  readonly caFile?: string | undefined;
  /** Milliseconds; 0: without an end. Default: those of `openDatabase`. */
  readonly timeouts?: { readonly statementMs: number; readonly lockMs: number; readonly idleInTransactionMs: number };
}

/**
 * Derives the pooled and the direct address from DATABASE_URL and the optional DATABASE_DIRECT_URL.
 * @see https://neon.com/docs/connect/connection-pooling: the pooled host is the direct one with `-pooler` after the endpoint id.
 */
export function databaseAddress(url: string, directUrl?: string): DatabaseAddress {
  const main = normalize(url);
  const pooled = isPooler(main) || main.searchParams.get('pgbouncer') === 'true';
  const direct = directUrl === undefined ? withoutPooler(main) : normalize(directUrl);
  for (const address of [main, direct]) address.searchParams.delete('pgbouncer');
  return { url: main.href, directUrl: direct.href, pooled };
}

function normalize(url: string): URL {
  const parsed = new URL(url);
  parsed.protocol = 'postgresql:';
  // The driver would send channel_binding to the server as a parameter, which refuses it as unknown.
  parsed.searchParams.delete('channel_binding');
  // Its certificates are signed by an authority that Node knows: whoever does not say less gets the whole check.
  if (isNeon(parsed) && !parsed.searchParams.has('sslmode')) parsed.searchParams.set('sslmode', 'verify-full');
  return parsed;
}

function isNeon(url: URL): boolean {
  return url.hostname.endsWith('.neon.tech');
}

function isPooler(url: URL): boolean {
  return /^[^.]+-pooler\./.test(url.hostname);
}

function withoutPooler(url: URL): URL {
  const direct = new URL(url);
  direct.hostname = url.hostname.replace(/^([^.]+)-pooler\./, '$1.');
  return direct;
}
