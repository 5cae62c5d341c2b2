/** What an operator is told of a connection to a PostgreSQL server. */
import { tmpdir } from 'node:os';
import { silentLogger } from '../../src/config/logging.ts';
import { type Database, openDatabase } from '../../src/db/client.ts';

/** Opens a database as the server does. @param caFile of DATABASE_CA_FILE */
export const openServer = (url: string, caFile?: string): Promise<Database> =>
  openDatabase({ url, caFile, dataDir: tmpdir(), logger: silentLogger() });

/** How the connection is encrypted; or the line that says why there is none. */
export async function connectionLine(url: string, caFile?: string): Promise<string> {
  try {
    const database = await openServer(url, caFile);
    const [row] = await database.sql<{ ssl: boolean }[]>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`;
    await database.close();
    return row?.ssl ? 'encrypted' : 'plain';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
