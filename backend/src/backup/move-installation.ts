/** Moves an installation from one database to another: embedded to PostgreSQL, or back. */
import type { Database } from '../db/client.ts';
import { withSnapshot } from './database-snapshot.repository.ts';
import type { Installation } from './installation.ts';
import { type LoadOptions, type LoadReport, loadInstallation } from './load-installation.repository.ts';
import { readTarget, refuseServersOn } from './target-database.repository.ts';

/** What to move, and where to. */
export interface MoveOptions extends Pick<LoadOptions, 'replace' | 'onProgress' | 'signal'> {
  /** No server may be using it: what it would write later stayed behind. */
  readonly from: Database;
  readonly to: Database;
}

/** What a move would do. */
export interface MovePlan {
  readonly tables: Installation['tables'];
  /** Migrations of the source; later ones run after the move. */
  readonly migrations: number;
}

/**
 * Reads one state of the source and loads it in one transaction; what was written is read back and its hashes compared
 * with those of what was read. The source stays as it is.
 *
 * @throws BackupError saying what is wrong; nothing was changed then
 */
export async function moveInstallation({ from, to, ...options }: MoveOptions): Promise<LoadReport> {
  await refuseServersOn(from, 'source');
  return withSnapshot(from, (source) => loadInstallation({ ...options, database: to, source, whose: 'The source' }));
}

/**
 * Looks at both sides without changing either.
 *
 * @param to undefined: it is still to be made
 * @throws BackupError when the move would be refused
 */
export async function planMove(from: Database, to: Database | undefined, replace: boolean): Promise<MovePlan> {
  await refuseServersOn(from, 'source');
  return withSnapshot(from, async ({ installation }) => {
    if (to) await readTarget(to, { replace });
    return { tables: installation.tables, migrations: installation.migrations.length };
  });
}
