/** `lectern restore`: puts a backup into the database of the settings. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { TransferProgress } from '../backup/index.ts';
import type { Settings } from '../config/settings.ts';

interface RestoreFlags {
  readonly replace?: boolean;
  readonly check?: boolean;
  readonly json?: boolean;
}

async function restore(file: string, { replace = false, check, json }: RestoreFlags): Promise<void> {
  const { readCommandSettings } = await import('./command-settings.ts');
  const { createTransferView, describeTables } = await import('./transfer-view.ts');
  const { openBackup } = await import('../backup/index.ts');
  const settings = readCommandSettings();
  const path = resolve(file);
  const view = createTransferView(process.stderr);
  const onProgress = (progress: TransferProgress) => view.show(progress);
  try {
    if (check) {
      const { header, end } = await openBackup(path, { onProgress });
      view.end();
      if (json) return console.log(JSON.stringify({ ...header, tables: end.tables }, null, 2));
      console.log(`${describeTables(end.tables)}\n\n${describeOrigin(header)} It is whole.`);
      return;
    }
    const report = await restoreHere(settings, { path, replace, onProgress });
    view.end();
    if (json) return console.log(JSON.stringify(report, null, 2));
    const { header, tables, migrated } = report;
    console.log(`${describeTables(tables)}\n\n${describeOrigin(header)} It is restored; every row was compared.`);
    for (const name of migrated) console.log(`Applied ${name}`);
    await warnOfSecret(settings, header.secretFingerprint);
  } finally {
    view.end();
  }
}

type RestoreCall = Omit<Parameters<typeof import('../backup/index.ts').restoreBackup>[0], 'openTarget'>;

async function restoreHere(settings: Settings, call: RestoreCall) {
  const { restoreBackup } = await import('../backup/index.ts');
  const { openTarget, placeOf, refuseRunningServer } = await import('./transfer-database.ts');
  const place = placeOf(settings);
  await refuseRunningServer(place);
  let close = async (): Promise<void> => undefined;
  try {
    return await restoreBackup({
      ...call,
      openTarget: async () => {
        const database = await openTarget(place, settings);
        close = () => database.close();
        return database;
      },
    });
  } finally {
    await close();
  }
}

function describeOrigin({ createdAt, lecternVersion, database }: BackupOrigin): string {
  const kind = database.kind === 'embedded' ? 'embedded PostgreSQL' : 'PostgreSQL';
  return `The backup is of ${createdAt}, by Lectern ${lecternVersion} from ${kind} ${database.version}.`;
}

interface BackupOrigin {
  readonly createdAt: string;
  readonly lecternVersion: string;
  readonly database: { readonly kind: string; readonly version: string };
}

async function warnOfSecret(settings: Settings, fingerprint: string | null): Promise<void> {
  const { fingerprintSecret } = await import('../config/secret.ts');
  if (fingerprint === null || fingerprint === fingerprintSecret(settings)) return;
  process.stderr.write(
    'This server has another secret than the one that was backed up: readers will have to sign in again. To avoid that, set LECTERN_SECRET to the old one (or put the old file into DATA_DIR/secret) before the start.\n',
  );
}

/** Adds the command to the program. */
export function registerRestore(program: Command): void {
  program
    .command('restore')
    .argument('<file>', 'backup that lectern backup has written')
    .description('put a backup into the database of the settings; the server must not run')
    .option('--replace', 'lose what the database holds now')
    .option('--check', 'only check the file, and say what is in it')
    .option('--json', 'print the report as JSON')
    .action(restore);
}
