/** `lectern translate` as a process of its own, over a manifest, with a model of the test's. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type MemoryEntry, memoryEntrySchema, type SupportedLanguage } from '@lectern/contracts';
import { z } from 'zod';
import { estimateSchema, fillReceiptSchema } from '../../src/cli/translate-results.ts';
import { TEST_API_KEY } from '../openai-server/openai-server.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const COMMAND = 'backend/src/cli/lectern.ts';
const PRICES = 'backend/test/openai-server/prices.json';

/** Where the book is, and what may be spent. */
export interface BookPlace {
  readonly manifest: string;
  readonly dataDir: string;
  /** Of the model. */
  readonly baseUrl: string;
  readonly usdPerDay?: number;
}

/** A command under way. */
export interface RunningCommand {
  readonly pid: number;
  /** Ends it as a power cut would. */
  kill(): void;
  readonly ended: Promise<EndedCommand>;
}

/** A command that has ended. */
export interface EndedCommand {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts `lectern` with these arguments. */
export function startLectern(args: readonly string[], place: BookPlace): RunningCommand {
  const child = spawn(process.execPath, ['--conditions=lectern-source', COMMAND, ...args], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      LECTERN_ENV: 'test',
      LOG_FILE: 'false',
      DATA_DIR: place.dataDir,
      BOOK_MANIFEST: place.manifest,
      LLM_BASE_URL: place.baseUrl,
      LLM_API_KEY: TEST_API_KEY,
      PRICES_FILE: `${ROOT}/${PRICES}`,
      ...(place.usdPerDay === undefined ? {} : { BUDGET_USD_PER_DAY: String(place.usdPerDay) }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return {
    pid: child.pid ?? 0,
    kill: () => child.kill('SIGKILL'),
    ended: once(child, 'close').then(([code]: unknown[]) => ({
      code: typeof code === 'number' ? code : null,
      out,
      err,
    })),
  };
}

/** @throws Error with all that the command wrote when its result cannot be read */
async function resultOf<Schema extends z.ZodType>(
  schema: Schema,
  args: readonly string[],
  place: BookPlace,
): Promise<z.output<Schema>> {
  const { out, err } = await startLectern(args, place).ended;
  try {
    return schema.parse(JSON.parse(out));
  } catch {
    throw new Error(`lectern ${args.join(' ')}: ${out}${err}`);
  }
}

const translateArguments = (language: SupportedLanguage) => ['translate', '--to', language, '--engine', 'llm'];

/** The command that fills the memory of a language. */
export const fillArguments = (language: SupportedLanguage): string[] => [...translateArguments(language), '--json'];

/** What a run would cost. */
export const estimateBook = (language: SupportedLanguage, place: BookPlace) =>
  resultOf(estimateSchema, [...fillArguments(language), '--estimate'], place);

/** Makes a run. */
export const fillBook = (language: SupportedLanguage, place: BookPlace) =>
  resultOf(fillReceiptSchema, fillArguments(language), place);

const usageSchema = z.object({
  total: z.object({
    calls: z.number(),
    openCalls: z.number(),
    estimatedCalls: z.number(),
    inputTokens: z.number(),
    outputTokens: z.number(),
    costUsd: z.number(),
  }),
});

/** What the ledger holds. */
export const readLedger = async (place: BookPlace) =>
  (await resultOf(usageSchema, ['usage', '--since', '1d', '--by', 'feature', '--json'], place)).total;

/** What the memory of a language holds. */
export async function readMemory(language: SupportedLanguage, place: BookPlace): Promise<MemoryEntry[]> {
  const { code, out, err } = await startLectern(['memory', 'export', '--language', language], place).ended;
  if (code !== 0) throw new Error(`lectern memory export: ${err}`);
  const lines = out.split('\n').filter((line) => line !== '');
  return lines.map((line) => memoryEntrySchema.parse(JSON.parse(line)));
}
