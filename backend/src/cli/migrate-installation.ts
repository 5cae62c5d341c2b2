/** `lectern migrate --from … --to …`: moves an installation to another database. */
import type { Database } from '../db/client.ts';
import type { DatabasePlace } from './transfer-database.ts';

/** What was given on the command line. */
export interface MoveFlags {
  readonly from?: string;
  readonly to?: string;
  readonly replace?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/**
 * Moves, or with `dryRun` only looks at both sides. A side that isn't named is that of the settings.
 *
 * @throws BackupError saying what hinders it; nothing was changed then
 */
export async function migrateInstallation(flags: MoveFlags): Promise<void> {
  const { BackupError } = await import('../backup/index.ts');
  const { readCommandSettings } = await import('./command-settings.ts');
  const places = await import('./transfer-database.ts');
  const settings = readCommandSettings();
  const from = flags.from === undefined ? places.placeOf(settings) : places.parsePlace(flags.from);
  const to = flags.to === undefined ? places.placeOf(settings) : places.parsePlace(flags.to);
  if (places.isSamePlace(from, to)) {
    throw new BackupError(`Both sides are ${places.describePlace(from)}: name --from or --to, or set DATABASE_URL.`);
  }
  for (const place of [from, to]) await places.refuseRunningServer(place);
  const source = await places.openSource(from, settings);
  try {
    // A dry run makes no new database just to look into it.
    if (flags.dryRun && !places.isThere(to)) return await plan({ flags, from, to, source, target: undefined });
    const target = await places.openTarget(to, settings);
    try {
      await (flags.dryRun ? plan : move)({ flags, from, to, source, target });
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

interface OpenMove<Target> {
  readonly flags: MoveFlags;
  readonly from: DatabasePlace;
  readonly to: DatabasePlace;
  readonly source: Database;
  readonly target: Target;
}

async function plan({ flags, from, to, source, target }: OpenMove<Database | undefined>): Promise<void> {
  const { planMove } = await import('../backup/index.ts');
  const { describePlan } = await import('./transfer-view.ts');
  const found = await planMove(source, target, flags.replace ?? false);
  if (flags.json) return console.log(JSON.stringify(found, null, 2));
  console.log(`${describePlan(found)}\n\nThis would go ${await describeSides(from, to)}. Nothing was changed.`);
}

async function move({ flags, from, to, source, target }: OpenMove<Database>): Promise<void> {
  const { moveInstallation } = await import('../backup/index.ts');
  const { createTransferView, describeTables } = await import('./transfer-view.ts');
  const { replace = false, json } = flags;
  const view = createTransferView(process.stderr);
  try {
    const report = await moveInstallation({
      from: source,
      to: target,
      replace,
      onProgress: (progress) => view.show(progress),
    });
    view.end();
    if (json) return console.log(JSON.stringify(report, null, 2));
    console.log(describeTables(report.tables));
    for (const name of report.migrated) console.log(`Applied ${name}`);
    console.log(`\nMoved ${await describeSides(from, to)}; every row was compared. The source is as it was.`);
    console.log(await describeNextSteps(from, to));
  } finally {
    view.end();
  }
}

async function describeSides(from: DatabasePlace, to: DatabasePlace): Promise<string> {
  const { describePlace } = await import('./transfer-database.ts');
  return `from ${describePlace(from)} to ${describePlace(to)}`;
}

async function describeNextSteps(from: DatabasePlace, to: DatabasePlace): Promise<string> {
  const { findSecretFile } = await import('./transfer-database.ts');
  const secret = from.kind === 'embedded' ? findSecretFile(from.dataDir) : undefined;
  const keep = secret
    ? `Keep DATA_DIR as it is, or set LECTERN_SECRET to what stands in ${secret}`
    : 'Keep LECTERN_SECRET as it is';
  const set = to.kind === 'postgresql' ? 'Set DATABASE_URL to the new database' : 'Unset DATABASE_URL, set DATA_DIR';
  return `${set} and start the server. ${keep}: then readers stay signed in.`;
}
