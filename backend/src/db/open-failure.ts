/** Why a PostgreSQL server cannot be used, as one line with the mend. */
import { DatabaseUnavailableError, errorCode } from './database-errors.ts';

/** The server cannot be used; the message holds reason and mend. */
export class DatabaseOpenError extends DatabaseUnavailableError {
  override readonly name = 'DatabaseOpenError';
  readonly reason: string;
  readonly mend: string;

  constructor(reason: string, mend: string, options?: ErrorOptions) {
    super(`${reason}. ${mend}`, options);
    this.reason = reason;
    this.mend = mend;
  }
}

/** Whom the server was asked as, for what. Never a password. */
export interface AskedServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

interface Explanation {
  readonly reason: string;
  readonly mend: string;
}

/** By SQLSTATE. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const BY_STATE: Readonly<Record<string, (asked: AskedServer) => Explanation>> = {
  '28P01': ({ user }) => ({
    reason: `it refuses the password of "${user}"`,
    mend: 'Correct user and password in DATABASE_URL (special characters as %XX).',
  }),
  '28000': ({ user }) => ({
    reason: `it does not let "${user}" in`,
    mend: 'Correct the user in DATABASE_URL, or pg_hba.conf of the server.',
  }),
  '3D000': ({ database }) => ({
    reason: 'it has no such database',
    mend: `Correct DATABASE_URL, or make it there: CREATE DATABASE "${database}";`,
  }),
  '42501': ({ user }) => ({
    reason: `"${user}" lacks a right`,
    mend: 'Let an administrator grant it, see docs/postgresql.md.',
  }),
  '53300': () => ({
    reason: 'it has no connection left to give',
    mend: 'Lower DATABASE_POOL_SIZE, raise max_connections there, or go through a pooler.',
  }),
  '57P03': () => ({ reason: 'it is starting or stopping', mend: 'Wait a moment, and look into its log.' }),
  '25006': () => ({
    reason: 'it is read-only',
    mend: 'DATABASE_URL leads to a replica: use the address of the primary server.',
  }),
};

/** By what the server says, where a SQLSTATE stands for many things. */
const BY_TEXT: readonly (readonly [RegExp, Explanation])[] = [
  [
    /no encryption|SSL off|connection is insecure|SSL required/i,
    {
      reason: 'it takes encrypted connections only',
      mend: 'Add sslmode=verify-full (or require) to DATABASE_URL.',
    },
  ],
  [
    /unsupported startup parameter/i,
    {
      reason: 'it is a pooler in transaction mode',
      mend: 'Add pgbouncer=true to DATABASE_URL, and give the address of the server itself by DATABASE_DIRECT_URL.',
    },
  ],
  [
    /endpoint is disabled/i,
    { reason: 'its endpoint is disabled at Neon', mend: 'Enable the compute in the console of Neon.' },
  ],
  [
    /unrecognized configuration parameter|unsupported.*parameter/i,
    { reason: 'it does not know a parameter of the URL', mend: 'Correct what stands behind the ? in DATABASE_URL.' },
  ],
];

/** By the system's code. */
const BY_SYSTEM: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Start it, or correct host and port in DATABASE_URL.',
  ENOTFOUND: 'Correct the host in DATABASE_URL.',
  EAI_AGAIN: 'Correct the host in DATABASE_URL, or look after the name service of this machine.',
  CONNECT_TIMEOUT: 'Check host, port and firewall of DATABASE_URL.',
  EHOSTUNREACH: 'Check host and network of DATABASE_URL.',
  ECONNRESET: 'Check whether PostgreSQL listens on that port, and its log.',
};

/**
 * Explains why the first connection failed.
 *
 * @returns the error itself when its message already says how to mend it, or when nothing is known of it
 */
export function explainOpenFailure(error: unknown, asked: AskedServer): unknown {
  if (error instanceof DatabaseUnavailableError) return error;
  const code = errorCode(error) ?? '';
  const text = error instanceof Error ? error.message : '';
  const found = BY_TEXT.find(([pattern]) => pattern.test(text))?.[1] ?? BY_STATE[code]?.(asked) ?? bySystem(code);
  if (found === undefined) return error;
  const place = `The database ${asked.database} at ${asked.host}:${asked.port}`;
  return new DatabaseOpenError(`${place} cannot be used: ${found.reason}`, found.mend, { cause: error });
}

function bySystem(code: string): Explanation | undefined {
  const mend = BY_SYSTEM[code];
  return mend === undefined ? undefined : { reason: `it does not answer (${code})`, mend };
}
