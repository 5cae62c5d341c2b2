/** `lectern usage`: what calls of providers cost, from the running server if there is one. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import type { Settings } from '../config/settings.ts';
import type { ControlClient } from '../control/index.ts';
import type { Receipt, ReceiptRequest } from '../usage/index.ts';

interface UsageFlags {
  readonly since?: Date;
  readonly by: ReceiptRequest['by'];
  readonly json?: boolean;
}

const GROUPS = ['provider', 'model', 'feature', 'chapter', 'language', 'day'] as const;
const DAY_MS = 86_400_000;

const receiptsSchema = z.array(
  z.object({
    group: z.string().nullable(),
    calls: z.number(),
    openCalls: z.number(),
    estimatedCalls: z.number(),
    inputTokens: z.number(),
    cachedInputTokens: z.number(),
    outputTokens: z.number(),
    characters: z.number(),
    costUsd: z.number(),
  }),
);

async function usage({ since = firstOfMonth(new Date()), by, json }: UsageFlags): Promise<void> {
  const { readCommandSettings } = await import('./command-settings.ts');
  const { connectControl } = await import('../control/index.ts');
  const { describeReceipts, totalOf } = await import('./usage-report.ts');
  const settings = readCommandSettings();
  const request = { since, by };
  const server = await connectControl(settings.server.dataDir);
  const receipts = server ? await readFromServer(server, request) : await readHere(settings, request);
  const { group: _none, ...total } = totalOf(receipts);
  console.log(
    json
      ? JSON.stringify({ since: since.toISOString(), by, receipts, total }, null, 2)
      : describeReceipts(receipts, request),
  );
}

async function readFromServer(server: ControlClient, { since, by }: ReceiptRequest): Promise<Receipt[]> {
  for await (const event of server.runCommand('usage', { since: since.toISOString(), by })) {
    if (event.type === 'result') return receiptsSchema.parse(event.data);
  }
  throw new Error('The server ended the command without a result.');
}

async function readHere(settings: Settings, request: ReceiptRequest): Promise<Receipt[]> {
  const { databaseOptions } = await import('./command-settings.ts');
  const { prepareDataDirectory } = await import('../db/data-directory.ts');
  const { openDatabase } = await import('../db/client.ts');
  const { migrateDatabase } = await import('../db/migrate.ts');
  const { createReceipts } = await import('../usage/index.ts');
  prepareDataDirectory(settings.server.dataDir);
  const database = await openDatabase(databaseOptions(settings));
  try {
    await migrateDatabase(database);
    return await createReceipts(database.db).sums(request);
  } finally {
    await database.close();
  }
}

/** When this month began, UTC. */
function firstOfMonth(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
}

/**
 * A day (`2026-11-01`, UTC) or a number of days back (`30d`).
 * @throws InvalidArgumentError
 */
export function parseSince(text: string, now: Date = new Date()): Date {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  if (days !== undefined) return new Date(now.getTime() - Number(days) * DAY_MS);
  const day = z.iso.date().safeParse(text);
  if (!day.success) throw new InvalidArgumentError('It must be a day such as 2026-11-01, or days back such as 30d.');
  return new Date(`${day.data}T00:00:00Z`);
}

/** Adds the command to the program. */
export function registerUsage(program: Command): void {
  program
    .command('usage')
    .description('show what calls of providers cost')
    .option('--since <day>', 'from a day (2026-11-01, UTC) or some days back (30d); default: this month', (text) =>
      parseSince(text),
    )
    .addOption(new Option('--by <group>', 'what to group by').choices(GROUPS).default('model'))
    .option('--json', 'print it as JSON')
    .action(usage);
}
