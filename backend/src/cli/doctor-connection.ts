/** Checks of the way to a PostgreSQL server: TLS, time-outs, and whether it is the primary one. */
import type { DatabaseSettings } from '../config/database-url.ts';
import type { Database } from '../db/client.ts';
import { leavesMachine, readPostgresqlAddress } from '../db/postgresql-address.ts';
import { type Finding, ok, warning } from './doctor-finding.ts';

interface SessionRow {
  readonly replica: boolean;
  readonly statementTimeout: string;
  readonly role: string;
}

/** Findings of an open database; none of the embedded one. */
export async function* checkConnection(
  database: Pick<Database, 'kind' | 'sql'>,
  settings: DatabaseSettings | null,
): AsyncGenerator<Finding> {
  if (settings === null || database.kind === 'embedded') return;
  const [row] = await database.sql<SessionRow[]>`
    select pg_is_in_recovery() as replica,
           current_setting('statement_timeout') as "statementTimeout",
           current_user as role`;
  if (row === undefined) return;
  yield checkEncryption(settings);
  if (row.replica) {
    yield warning(
      'Database server',
      'is a read-only replica',
      'Use the address of the primary server in DATABASE_URL.',
    );
  }
  if (settings.pooled && row.statementTimeout === '0') {
    yield warning(
      'Database time-outs',
      'a pooler takes none from us, so that single statements may run for ever',
      `Let an administrator run: ALTER ROLE "${row.role}" SET statement_timeout = '30s';`,
    );
  } else yield ok('Database time-outs', `a statement may take ${row.statementTimeout}`);
}

/** What we ask for says more than what the server sees: behind a pooler that is another connection. */
function checkEncryption({ url, caFile }: DatabaseSettings): Finding {
  const name = 'Database TLS';
  const { host, tls, tlsChosen } = readPostgresqlAddress(url, caFile);
  switch (tls) {
    case 'verify-full':
    case 'verify-ca':
      return ok(name, `${tls}: the server's certificate is checked`);
    case 'require':
      return warning(
        name,
        'encrypted, but nobody looks whose certificate it is',
        'Set sslmode=verify-full in DATABASE_URL, with DATABASE_CA_FILE where its authority is your own.',
      );
    default:
      if (!leavesMachine(host)) return ok(name, `none is needed: ${host} is this machine`);
      return tlsChosen && tls === 'disable'
        ? ok(name, 'switched off by sslmode=disable')
        : warning(
            name,
            `what goes to ${host} may be read on its way`,
            'Set sslmode=verify-full in DATABASE_URL; in a network that is yours alone, sslmode=disable.',
          );
  }
}
