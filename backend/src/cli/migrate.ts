/**
 * `lectern migrate`: brings the database to the tables of this version; the server does the same when it starts. With
 * `--from` or `--to` it moves an installation to another database.
 */
import type { Command } from 'commander';
import type { MoveFlags } from './migrate-installation.ts';

async function migrate(flags: MoveFlags): Promise<void> {
  if (flags.from !== undefined || flags.to !== undefined) {
    const { migrateInstallation } = await import('./migrate-installation.ts');
    return migrateInstallation(flags);
  }
  if (flags.dryRun || flags.replace) {
    const { BackupError } = await import('../backup/index.ts');
    throw new BackupError('--dry-run and --replace are for a move: name --from or --to.');
  }
  return migrateTables();
}

async function migrateTables(): Promise<void> {
  const { databaseOptions, readCommandSettings } = await import('./command-settings.ts');
  const { openDatabase } = await import('../db/client.ts');
  const { migrateDatabase } = await import('../db/migrate.ts');
  const { connectControl } = await import('../control/index.ts');
  const settings = readCommandSettings();
  const server = settings.database ? undefined : await connectControl(settings.server.dataDir);
  if (server) {
    server.close();
    console.log('A server runs on this data directory: it applied the migrations when it started.');
    return;
  }
  const database = await openDatabase(databaseOptions(settings));
  try {
    const { applied } = await migrateDatabase(database);
    for (const name of applied) console.log(`Applied ${name}`);
    console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.length} migrations.`);
  } finally {
    await database.close();
  }
}

/** Adds the command to the program. */
export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description(
      'apply the migrations that the database lacks (a server does so when it starts); with --from or --to: move everything to another database',
    )
    .option('--from <place>', 'data directory or PostgreSQL address to move from; default: that of the settings')
    .option('--to <place>', 'data directory or PostgreSQL address to move to; default: that of the settings')
    .option('--replace', 'lose what the target holds now')
    .option('--dry-run', 'only look at both sides, and say what would be moved')
    .option('--json', 'print the report of a move as JSON')
    .action(migrate);
}
