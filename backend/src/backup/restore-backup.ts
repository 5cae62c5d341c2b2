/** Puts a backup into a database. */
import type { Database } from '../db/client.ts';
import type { BackupHeader } from './backup-format.ts';
import { type LoadOptions, type LoadReport, loadInstallation } from './load-installation.repository.ts';
import { openBackup } from './read-backup.ts';

/** What to restore, and where to. */
export interface RestoreBackupOptions extends Pick<LoadOptions, 'replace' | 'onProgress' | 'signal'> {
  readonly path: string;
  /** Opens the target; called only when the backup was found to be whole. The caller closes it. */
  readonly openTarget: () => Promise<Database>;
}

/** A backup that has been restored. */
export interface RestoreReport extends LoadReport {
  readonly header: Pick<BackupHeader, 'createdAt' | 'lecternVersion' | 'database' | 'secretFingerprint'>;
}

/**
 * Checks a backup, then loads it in one transaction and verifies what was written.
 *
 * @throws BackupError saying what is wrong; nothing was changed then
 */
export async function restoreBackup(options: RestoreBackupOptions): Promise<RestoreReport> {
  const { path, replace, onProgress, signal } = options;
  const { header, source } = await openBackup(path, { onProgress, signal });
  const database = await options.openTarget();
  const loaded = await loadInstallation({ database, source, whose: 'The backup', replace, onProgress, signal });
  const { createdAt, lecternVersion, database: from, secretFingerprint } = header;
  return { header: { createdAt, lecternVersion, database: from, secretFingerprint }, ...loaded };
}
