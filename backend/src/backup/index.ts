/** Front door of backups, restores and moves. */
export { BackupError } from './backup-error.ts';
export { type TransferProgress, transferProgressSchema } from './installation.ts';
export type { LoadReport } from './load-installation.repository.ts';
export { type MovePlan, moveInstallation, planMove } from './move-installation.ts';
export { type Backup, openBackup } from './read-backup.ts';
export { type RestoreReport, restoreBackup } from './restore-backup.ts';
export { type BackupReport, writeBackup } from './write-backup.ts';
