/** Makes the connection that the driver speaks PostgreSQL over: TCP, and TLS where it is asked for. */
import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { DatabaseUnavailableError, errorCode } from './database-errors.ts';
import type { PostgresqlAddress } from './postgresql-address.ts';

/** @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL */
const TLS_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const ACCEPTS_TLS = 'S';

/** TLS with the server can't be had as it is asked for; the text names the mend. Trying again does not help. */
export class DatabaseTlsError extends DatabaseUnavailableError {
  override readonly name = 'DatabaseTlsError';
}

/**
 * Connects.
 *
 * @param timeoutMs for TCP and TLS together
 * @throws DatabaseTlsError, or the system's error (ECONNREFUSED, ENOTFOUND, …; CONNECT_TIMEOUT when it takes too long)
 */
export async function openSocket(address: PostgresqlAddress, timeoutMs: number): Promise<Socket | TLSSocket> {
  const { host, port, tls } = address;
  const signal = AbortSignal.timeout(timeoutMs);
  const socket = connectTcp({ host, port, noDelay: true, keepAlive: true });
  let opened: Socket | TLSSocket = socket;
  const giveUp = () => opened.destroy(timeoutError(host, port));
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    await once(socket, 'connect');
    if (tls === 'disable') return socket;
    if (!(await offersTls(socket))) {
      if (tls === 'allow' || tls === 'prefer') return socket;
      throw new DatabaseTlsError(
        `The database at ${host}:${port} has no TLS, and sslmode=${tls} asks for it. Switch TLS on there (ssl = on in postgresql.conf), or, in a network that is yours alone, set sslmode=disable in the URL.`,
      );
    }
    opened = secure(socket, address);
    await once(opened, 'secureConnect');
    return opened;
  } catch (error) {
    opened.destroy();
    throw explainCertificate(error, address);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** Asks the server for TLS. @throws when more than the one byte of its answer comes: that was not the server */
async function offersTls(socket: Socket): Promise<boolean> {
  socket.write(TLS_REQUEST);
  const [answer]: Buffer[] = await Promise.race([
    once(socket, 'data'),
    once(socket, 'close').then(() => Promise.reject(closedError())),
  ]);
  // CVE-2021-23222: what stands behind the byte was not encrypted and must not be taken for the server's.
  if (answer?.length !== 1) throw new DatabaseTlsError('Something between here and the database speaks in its place.');
  return answer.toString('latin1') === ACCEPTS_TLS;
}

function secure(socket: Socket, { host, tls, ca }: PostgresqlAddress): TLSSocket {
  return connectTls({
    socket,
    rejectUnauthorized: tls === 'verify-ca' || tls === 'verify-full',
    ...(isIP(host) ? { host } : { servername: host, host }),
    ...(ca === undefined ? {} : { ca }),
    // verify-ca looks at who signed, not at the name.
    ...(tls === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
  });
}

function timeoutError(host: string, port: number): Error {
  return Object.assign(new Error(`No answer from ${host}:${port}`), { code: 'CONNECT_TIMEOUT' });
}

function closedError(): Error {
  return Object.assign(new Error('The server closed the connection'), { code: 'ECONNRESET' });
}

/** Codes of certificates that nobody known has signed. @see https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const UNKNOWN_SIGNERS = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

function explainCertificate(error: unknown, { host, ca }: PostgresqlAddress): unknown {
  const code = errorCode(error) ?? '';
  const explained = (text: string): DatabaseTlsError => new DatabaseTlsError(text, { cause: error });
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return explained(
      `The certificate of the database is not for ${host}. Use the name that it is made for in DATABASE_URL, or sslmode=verify-ca.`,
    );
  }
  if (code === 'CERT_HAS_EXPIRED')
    return explained(`The certificate of the database at ${host} has expired. Renew it there.`);
  if (!UNKNOWN_SIGNERS.includes(code)) return error;
  return explained(
    ca === undefined
      ? `The certificate of the database at ${host} is signed by nobody that is known here. Give the certificates of its authority by DATABASE_CA_FILE.`
      : `The certificate of the database at ${host} is not signed by those of DATABASE_CA_FILE (or sslrootcert). Give its authority's.`,
  );
}
