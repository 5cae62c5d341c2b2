/** What a PostgreSQL URL says about the way there: host, port and TLS, which this folder sees to itself. */
import { readFileSync } from 'node:fs';
import { DatabaseUnavailableError, errorCode } from './database-errors.ts';

/** @see https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION */
const TLS_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

/** How much TLS is asked for, as `sslmode` of libpq has it. */
export type TlsMode = (typeof TLS_MODES)[number];

/** The way to a server. */
export interface PostgresqlAddress {
  /** For the driver: without what it would send to the server as a parameter. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMode;
  /** Whether the URL names the mode; otherwise it is `disable`, as with the driver. */
  readonly tlsChosen: boolean;
  /** Certificates that may sign the server's, PEM; undefined: those that Node knows. */
  readonly ca: string | undefined;
}

const DEFAULT_PORT = 5432;
/** `sslrootcert` that means the machine's own store. */
const SYSTEM_STORE = 'system';
/** What libpq understands and a server would refuse as an unknown parameter. */
const CLIENT_PARAMETERS = [
  'sslmode',
  'sslrootcert',
  'sslnegotiation',
  'channel_binding',
  'gssencmode',
  'connect_timeout',
];

/**
 * Reads a URL.
 *
 * @param caFile path of certificates (PEM), unless the URL names its own by `sslrootcert`
 * @throws DatabaseUnavailableError for an unknown sslmode, or certificates that can't be read
 */
export function readPostgresqlAddress(url: string, caFile?: string): PostgresqlAddress {
  const parsed = new URL(url);
  const given = parsed.searchParams.get('sslmode');
  const certificates = parsed.searchParams.get('sslrootcert') ?? caFile;
  for (const name of CLIENT_PARAMETERS) parsed.searchParams.delete(name);
  return {
    url: parsed.href,
    // An IPv6 address has brackets in a URL, and none on a socket.
    host: parsed.hostname.replace(/^\[(.+)\]$/, '$1') || 'localhost',
    port: Number(parsed.port || DEFAULT_PORT),
    tls: readMode(given, certificates),
    tlsChosen: given !== null,
    ca: certificates === undefined || certificates === SYSTEM_STORE ? undefined : readCertificates(certificates),
  };
}

/** As with libpq: who names certificates wants the server's to be checked against them. */
function readMode(given: string | null, certificates: string | undefined): TlsMode {
  const mode = TLS_MODES.find((known) => known === (given ?? 'disable'));
  if (mode === undefined) {
    throw new DatabaseUnavailableError(
      `The database URL says sslmode=${given}, which there is not. Use ${TLS_MODES.join(', ')}.`,
    );
  }
  if (certificates === SYSTEM_STORE) return 'verify-full';
  if (certificates === undefined) return mode;
  if (given === null) return 'verify-full';
  return mode === 'require' ? 'verify-ca' : mode;
}

function readCertificates(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new DatabaseUnavailableError(
      `The certificates ${path} of the database can't be read (${errorCode(error) ?? 'no file'}). Correct DATABASE_CA_FILE, or sslrootcert in the URL.`,
    );
  }
}

/** Whether a connection to a host leaves the machine. */
export function leavesMachine(host: string): boolean {
  return !/^(?:localhost|127(?:\.\d+){3}|::1)$/.test(host);
}
