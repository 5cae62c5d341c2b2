/** `lectern ingest`: brings the index up to the book, in the running server if there is one. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Settings } from '../config/settings.ts';
import type { ControlClient } from '../control/index.ts';
import type { IngestProgress, IngestReport } from '../features/content/index.ts';

interface IngestFlags {
  readonly force?: boolean;
  readonly json?: boolean;
}

const progressSchema = z.object({
  phase: z.enum(['reading', 'writing', 'indexing', 'refining', 'embedding', 'done']),
  done: z.number(),
  total: z.number(),
});
const countsSchema = z.object({ added: z.number(), changed: z.number(), removed: z.number() });
const reportSchema = z.object({
  status: z.enum(['current', 'switched', 'refined', 'elsewhere']),
  version: z.number(),
  changes: z.object({ chapters: countsSchema, segments: countsSchema, chunks: countsSchema }),
  counts: z.object({ chapters: z.number(), sections: z.number(), segments: z.number(), chunks: z.number() }).nullable(),
  embeddings: z
    .object({
      embedder: z.string(),
      chunks: z.number(),
      embedded: z.number(),
      cached: z.number(),
      missing: z.number(),
      tokens: z.number(),
      costUsd: z.number(),
      stopped: z.string().exactOptional(),
    })
    .nullable(),
  durationMs: z.number(),
});

interface IngestCall {
  readonly manifest: string | undefined;
  readonly force: boolean;
  readonly onProgress: (progress: IngestProgress) => void;
}

async function ingest(manifest: string | undefined, { force = false, json }: IngestFlags): Promise<void> {
  const { readCommandSettings } = await import('./command-settings.ts');
  const { connectControl } = await import('../control/index.ts');
  const { createProgressView, describeReport } = await import('./ingest-progress.ts');
  const settings = readCommandSettings();
  const view = createProgressView(process.stderr);
  const named = manifest === undefined || /^https?:/i.test(manifest) ? manifest : resolve(manifest);
  const call: IngestCall = { manifest: named, force, onProgress: (progress) => view.show(progress) };
  let report: IngestReport;
  try {
    const server = await connectControl(settings.server.dataDir);
    report = server ? await ingestInServer(server, call) : await ingestHere(settings, call);
  } finally {
    view.end();
  }
  console.log(json ? JSON.stringify(report, null, 2) : describeReport(report));
}

async function ingestInServer(
  server: ControlClient,
  { manifest, force, onProgress }: IngestCall,
): Promise<IngestReport> {
  const args = { force, ...(manifest === undefined ? {} : { manifest }) };
  for await (const event of server.runCommand('ingest', args)) {
    if (event.type === 'result') return reportSchema.parse(event.data);
    onProgress(progressSchema.parse(event.data));
  }
  throw new Error('The server ended the command without a result.');
}

async function ingestHere(settings: Settings, { manifest, force, onProgress }: IngestCall): Promise<IngestReport> {
  const { databaseOptions } = await import('./command-settings.ts');
  const { prepareDataDirectory } = await import('../db/data-directory.ts');
  const { openDatabase } = await import('../db/client.ts');
  const { migrateDatabase } = await import('../db/migrate.ts');
  const { openCommandContent } = await import('./command-content.ts');
  const { describeMemories } = await import('./ingest-progress.ts');
  prepareDataDirectory(settings.server.dataDir);
  const database = await openDatabase(databaseOptions(settings));
  try {
    await migrateDatabase(database);
    const content = await openCommandContent(settings, database, (reports) => {
      process.stderr.write(describeMemories(reports));
    });
    await content.start();
    try {
      return await content.ingest({ manifest: manifest ?? settings.content.manifest, force, onProgress });
    } finally {
      await content.stop();
    }
  } finally {
    await database.close();
  }
}

/** Adds the command to the program. */
export function registerIngest(program: Command): void {
  program
    .command('ingest')
    .argument('[manifest]', 'path or URL of lectern/book.json; default: that of the settings')
    .description('index what has changed in the book')
    .option('--force', 'build everything again')
    .option('--json', 'print the report as JSON')
    .action(ingest);
}
