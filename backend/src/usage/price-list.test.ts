import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SettingsError } from '../config/settings-error.ts';
import { PriceUnknownError } from './ledger.port.ts';
import { picoUsdPerUnit, toUsd } from './nano-usd.ts';
import { readOwnPrices } from './price-file.ts';
import { costOf, createPriceList, loadPriceList } from './price-list.ts';

const NONE = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, characters: 0 };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-prices-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Path of a file with this content. */
function fileWith(content: unknown): string {
  const path = join(folder, 'prices.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const own = {
  provider: 'ollama',
  model: '*',
  kind: 'chat',
  inputUsdPerMillion: 0,
  cachedInputUsdPerMillion: 0,
  outputUsdPerMillion: 0,
  date: '2026-11-21',
};

describe('the prices that come with the server', () => {
  it('have a date and a source each, and none twice', () => {
    const prices = readOwnPrices();
    for (const price of prices) expect(price.source).toMatch(/^https:\/\//);
    expect(new Set(prices.map(({ provider, model }) => `${provider}/${model}`)).size).toBe(prices.length);
  });

  it('price a call as the provider does', () => {
    const price = loadPriceList(null).of('openai', 'gpt-4o-mini');
    const cost = costOf(price, { ...NONE, inputTokens: 3000, cachedInputTokens: 1000, outputTokens: 500 });
    expect(toUsd(cost)).toBeCloseTo((2000 * 0.15 + 1000 * 0.075 + 500 * 0.6) / 1e6, 9);
    const translator = loadPriceList(null).of('google', 'translate-v3');
    expect(toUsd(costOf(translator, { ...NONE, characters: 5000 }))).toBe(0.1);
  });

  it('are never guessed from a name that begins alike', () => {
    const prices = loadPriceList(null);
    expect(() => prices.of('openai', 'gpt-4o-2024-05-13')).toThrow(PriceUnknownError);
    expect(() => prices.of('ollama', 'gpt-4o-mini')).toThrow(/no price is known for ollama\/gpt-4o-mini: add it/);
    expect(prices.knows('ollama', 'gpt-4o-mini')).toBe(false);
  });
});

describe('a price', () => {
  it('is never below the true one, and above it by less than a nano-USD', () => {
    const micros = fc.integer({ min: 0, max: 10_000_000_000 });
    fc.assert(
      fc.property(micros, fc.integer({ min: 0, max: 1_000_000 }), (microUsdPerMillion, tokens) => {
        const price = createPriceList([
          { ...own, kind: 'embedding', model: 'm', inputUsdPerMillion: microUsdPerMillion / 1e6 },
        ]).of('ollama', 'm');
        const exactPico = BigInt(microUsdPerMillion) * BigInt(tokens);
        const bookedPico = costOf(price, { ...NONE, inputTokens: tokens }) * 1000n;
        expect(bookedPico - exactPico).toBeGreaterThanOrEqual(0n);
        expect(bookedPico - exactPico).toBeLessThan(1000n);
      }),
    );
  });

  it('of the cheapest token is not lost', () => {
    expect(picoUsdPerUnit(0.005)).toBe(5000n);
    expect(picoUsdPerUnit(0.15)).toBe(150_000n);
    expect(picoUsdPerUnit(0.000_000_4)).toBe(1n);
  });

  it('of cached tokens counts for no more tokens than there were', () => {
    const price = createPriceList([{ ...own, kind: 'chat', cachedInputUsdPerMillion: 1, inputUsdPerMillion: 2 }]).of(
      'ollama',
      'any',
    );
    expect(costOf(price, { ...NONE, inputTokens: 10, cachedInputTokens: 9999 })).toBe(10_000n);
  });
});

describe('the operator’s file', () => {
  it('adds to the prices and overrides them', () => {
    const dear = { ...own, provider: 'openai', model: 'gpt-4o-mini', outputUsdPerMillion: 7 };
    const prices = loadPriceList(fileWith({ prices: [own, dear] }));
    expect(costOf(prices.of('ollama', 'qwen3:8b'), { ...NONE, inputTokens: 5000, outputTokens: 900 })).toBe(0n);
    expect(toUsd(costOf(prices.of('openai', 'gpt-4o-mini'), { ...NONE, outputTokens: 1000 }))).toBe(0.007);
    expect(prices.knows('openai', 'gpt-4o')).toBe(true);
  });

  const { outputUsdPerMillion: _left, ...missing } = own;
  it.each([
    [
      'a negative price',
      { prices: [own, { ...own, outputUsdPerMillion: -1 }] },
      'prices[1].outputUsdPerMillion (ollama/*) must not be negative',
    ],
    ['a missing price', { prices: [missing] }, 'prices[0].outputUsdPerMillion (ollama/*) is missing'],
    [
      'a text for a price',
      { prices: [{ ...own, inputUsdPerMillion: '0.1' }] },
      'prices[0].inputUsdPerMillion (ollama/*) must be a number',
    ],
    [
      'no number',
      '{"prices":[{"provider":"o","model":"m","kind":"embedding","date":"2026-01-01","inputUsdPerMillion":null}]}',
      'must be a number',
    ],
    [
      'infinity',
      `{"prices":[${JSON.stringify(own).replace('"inputUsdPerMillion":0', '"inputUsdPerMillion":1e999')}]}`,
      'inputUsdPerMillion',
    ],
    ['a price per token', { prices: [{ ...own, inputUsdPerMillion: 150_000 }] }, 'must not be above 10000 USD'],
    ['a name that is misspelt', { prices: [{ ...own, inputUsdPerMillon: 1 }] }, 'inputUsdPerMillon'],
    ['no date', { prices: [{ ...own, date: 'yesterday' }] }, 'prices[0].date'],
    ['another kind', { prices: [{ ...own, kind: 'image' }] }, 'prices[0].kind'],
    ['a list alone', [own], 'the file'],
    ['no JSON', '{', 'it is not JSON'],
  ])('with %s stops the start with a line that says so', (_what, content, message) => {
    const attempt = () => loadPriceList(fileWith(content));
    expect(attempt).toThrow(SettingsError);
    expect(attempt).toThrow('PRICES_FILE names a file that cannot be used:');
    expect(attempt).toThrow(message);
  });

  it('that is not there stops the start', () => {
    expect(() => loadPriceList(join(folder, 'none.json'))).toThrow('it cannot be read');
  });
});
