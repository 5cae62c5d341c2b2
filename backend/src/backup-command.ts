/** What the command line may ask of a running server about backups: the embedded database is the server's alone. */
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { writeBackup } from './backup/index.ts';
import { SERVER_VERSION } from './config/version.ts';
import type { ControlHandler } from './control/index.ts';
import type { Database } from './db/client.ts';

/** What the command works on. */
export interface BackupCommandDeps {
  readonly database: Database;
  /** See `fingerprintSecret`. */
  readonly secretFingerprint: string | null;
}

/** Arguments of `backup`. */
const backupArguments = z.strictObject({
  path: z.string().min(1).max(4096).refine(isAbsolute).describe('Of the file to write, on the machine of the server'),
});

/** Answers `backup`: writes the file (reporting progress), and says what is in it. */
export function backupCommand({ database, secretFingerprint }: BackupCommandDeps): ControlHandler {
  return async ({ args, report, signal }) => {
    const { path } = backupArguments.parse(args);
    return writeBackup({
      database,
      path,
      lecternVersion: SERVER_VERSION,
      secretFingerprint,
      onProgress: report,
      signal,
    });
  };
}
