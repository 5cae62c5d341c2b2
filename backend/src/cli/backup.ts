/** `lectern backup`: writes a backup, by the running server where the database is the server's alone. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import type { BackupReport, TransferProgress } from '../backup/index.ts';
import type { Settings } from '../config/settings.ts';
import type { ControlClient } from '../control/index.ts';

interface BackupFlags {
  readonly to: string;
  readonly json?: boolean;
}

const reportSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  tables: z.array(z.object({ name: z.string(), rows: z.number(), hash: z.string() })),
});

interface BackupCall {
  readonly path: string;
  readonly onProgress: (progress: TransferProgress) => void;
  readonly signal: AbortSignal;
}

async function backup({ to, json }: BackupFlags): Promise<void> {
  const { readCommandSettings } = await import('./command-settings.ts');
  const { connectControl } = await import('../control/index.ts');
  const { createTransferView, describeTables } = await import('./transfer-view.ts');
  const { interruptSignal } = await import('./translate-options.ts');
  const settings = readCommandSettings();
  const view = createTransferView(process.stderr);
  const path = backupPath(to, new Date());
  const signal = interruptSignal();
  const call: BackupCall = { path, onProgress: (progress) => view.show(progress), signal };
  let report: BackupReport;
  try {
    // PostgreSQL gives everybody a snapshot; no server is needed for that.
    const server = settings.database ? undefined : await connectControl(settings.server.dataDir);
    report = server ? await backUpInServer(server, call) : await backUpHere(settings, call);
  } catch (error) {
    if (!signal.aborted) throw error;
    const { BackupError } = await import('../backup/index.ts');
    throw new BackupError('Stopped: there is no new backup.', { cause: error });
  } finally {
    view.end();
  }
  if (json) return console.log(JSON.stringify(report, null, 2));
  console.log(describeTables(report.tables));
  console.log(`\n${report.path} is written: ${(report.bytes / 1024 / 1024).toFixed(1)} MB.`);
  console.log('The secret is not in it: keep LECTERN_SECRET, or DATA_DIR/secret, in a safe place of its own.');
}

/** The file to write: as named, or of a name that tells the time, in the folder named. */
export function backupPath(to: string, now: Date): string {
  const path = resolve(to);
  if (!existsSync(path) || !statSync(path).isDirectory()) return path;
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return join(path, `lectern-${time}.jsonl.gz`);
}

async function backUpInServer(server: ControlClient, { path, onProgress, signal }: BackupCall): Promise<BackupReport> {
  const { transferProgressSchema } = await import('../backup/index.ts');
  // The server notices, and removes what it has written.
  signal.addEventListener('abort', () => server.close());
  for await (const event of server.runCommand('backup', { path })) {
    if (event.type === 'result') return reportSchema.parse(event.data);
    onProgress(transferProgressSchema.parse(event.data));
  }
  throw new Error('The server ended the command without a result.');
}

async function backUpHere(settings: Settings, call: BackupCall): Promise<BackupReport> {
  const { writeBackup } = await import('../backup/index.ts');
  const { fingerprintSecret } = await import('../config/secret.ts');
  const { SERVER_VERSION } = await import('../config/version.ts');
  const { openSource, placeOf } = await import('./transfer-database.ts');
  const database = await openSource(placeOf(settings), settings);
  try {
    return await writeBackup({
      ...call,
      database,
      lecternVersion: SERVER_VERSION,
      secretFingerprint: fingerprintSecret(settings),
    });
  } finally {
    await database.close();
  }
}

/** Adds the command to the program. */
export function registerBackup(program: Command): void {
  program
    .command('backup')
    .description('write a backup of the database, embedded or PostgreSQL; a server may go on running')
    .option('--to <file>', 'file to write, or folder to write it to', '.')
    .option('--json', 'print the report as JSON')
    .action(backup);
}
