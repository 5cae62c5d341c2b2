/** Reading files of prices: ours (`prices.json`) and the operator's (PRICES_FILE). */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { SettingsError } from '../config/settings-error.ts';

/** Above this a price is a slip of the pen (the dearest model of 2026 takes 180), USD per million. */
const MOST_USD_PER_MILLION = 10_000;

const amount = z
  .number({
    error: ({ input }) => (input === undefined ? 'is missing' : 'must be a number'),
  })
  .min(0, 'must not be negative')
  .max(MOST_USD_PER_MILLION, `must not be above ${MOST_USD_PER_MILLION} USD`);

const common = {
  provider: z.string().min(1).max(100),
  /** Name of the model, or `*` for all models of the provider that have no price of their own. */
  model: z.string().min(1).max(200),
  /** When the price was looked up. */
  date: z.iso.date(),
  source: z.string().max(500).optional(),
};

const priceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('chat'),
    inputUsdPerMillion: amount,
    cachedInputUsdPerMillion: amount,
    outputUsdPerMillion: amount,
  }),
  z.strictObject({ ...common, kind: z.literal('embedding'), inputUsdPerMillion: amount }),
  z.strictObject({ ...common, kind: z.literal('translation'), usdPerMillionCharacters: amount }),
]);
const priceFileSchema = z.strictObject({ note: z.string().optional(), prices: z.array(priceSchema).max(10_000) });

/** A price as it is written in a file, USD per million tokens or characters. */
export type WrittenPrice = z.infer<typeof priceSchema>;

const OWN_FILE = new URL('./prices.json', import.meta.url);
/** More faults than these are told by their number. */
const MOST_FAULTS_TOLD = 5;

/** The prices that come with the server. */
export function readOwnPrices(): WrittenPrice[] {
  return priceFileSchema.parse(JSON.parse(readFileSync(OWN_FILE, 'utf8'))).prices;
}

/**
 * The prices of the operator's file.
 * @param path absolute path
 * @throws SettingsError when it can't be read, is not JSON, or holds a price that is missing, negative or no number
 */
export function readOperatorPrices(path: string): WrittenPrice[] {
  const content = parseJson(path, readText(path));
  const parsed = priceFileSchema.safeParse(content);
  if (parsed.success) return parsed.data.prices;
  const faults = parsed.error.issues.map(({ path: where, message }) => `${place(content, where)} ${message}`);
  const told = faults.slice(0, MOST_FAULTS_TOLD).join('; ');
  const more = faults.length - MOST_FAULTS_TOLD;
  throw unusable(`${told}${more > 0 ? `; and ${more} more faults` : ''}`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw unusable('it cannot be read');
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unusable(`it is not JSON: check ${path}`);
  }
}

function unusable(reason: string): SettingsError {
  return new SettingsError([{ name: 'PRICES_FILE', message: `names a file that cannot be used: ${reason}` }]);
}

/** Where a fault stands, for people: `prices[2].outputUsdPerMillion (ollama/qwen3)`. */
function place(content: unknown, path: readonly PropertyKey[]): string {
  const [list, index] = path;
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  const named = list === 'prices' && typeof index === 'number' ? nameOf(content, index) : '';
  return `${text.replace(/^\./, '') || 'the file'}${named}`;
}

const namedSchema = z.object({ provider: z.string(), model: z.string() });

function nameOf(content: unknown, index: number): string {
  const entries = z.object({ prices: z.array(z.unknown()) }).safeParse(content);
  const entry = namedSchema.safeParse(entries.data?.prices[index]);
  return entry.success ? ` (${entry.data.provider}/${entry.data.model})` : '';
}
