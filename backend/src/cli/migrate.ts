/** `lectern migrate`: brings the database to the tables of this version; the server does the same when it starts. */
import type { Command } from 'commander';

async function migrate(): Promise<void> {
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
    .description('apply the migrations that the database lacks (a server does so when it starts)')
    .action(migrate);
}
