import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  centLedger,
  openTranslationTests,
  type ScriptedEngine,
  SENSORS,
  scriptedEngine,
  type TranslationTestOptions,
} from './features/translation/translation.fixture.ts';
import {
  translation as table,
  translationFailure,
  translationReport,
} from './features/translation/translation.table.ts';
import { TranslatorFailure } from './providers/translator/index.ts';
import { memoryCommand, translateCommand } from './translation-commands.ts';

let tests: Awaited<ReturnType<typeof openTranslationTests>>;
let folder: string;
beforeAll(async () => {
  tests = await openTranslationTests();
  folder = mkdtempSync(join(tmpdir(), 'lectern-memory-'));
});
afterAll(async () => {
  await tests?.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  for (const each of [table, translationFailure, translationReport]) await tests.database.db.delete(each);
});

const start = async (engine: ScriptedEngine | undefined, more: TranslationTestOptions = {}) => {
  const { translation } = await tests.start({ engines: engine === undefined ? [] : [engine], ...more });
  const reported: unknown[] = [];
  const run = (command: typeof translateCommand | typeof memoryCommand, args: Record<string, unknown>) =>
    command(translation)({ args, report: (data) => void reported.push(data), signal: new AbortController().signal });
  return {
    reported,
    translate: (args: Record<string, unknown>) => run(translateCommand, { language: 'ur', ...args }),
    memory: (args: Record<string, unknown>) => run(memoryCommand, { language: 'ur', ...args }),
    text: () => reported.map((data) => (data as { text: string }).text).join(''),
  };
};

describe('translating a book by command', () => {
  it('is estimated without a call, then made, paid once, and made no second time', async () => {
    const engine = scriptedEngine();
    const ledger = centLedger();
    const { translate, reported } = await start(engine, { ledger });
    const estimate = await translate({ action: 'estimate' });
    expect(estimate).toMatchObject({ engine: 'ours/small', missing: expect.any(Number) });
    expect(engine.calls).toHaveLength(0);
    const first = await translate({ action: 'fill' });
    expect(first).toMatchObject({ fromMemory: 0, failed: 0, left: 0, stopped: null });
    expect(first).toMatchObject({ costUsd: expect.closeTo(engine.calls.length / 100) });
    expect(reported.at(-1)).toMatchObject({ done: expect.any(Number) });
    const calls = engine.calls.length;
    const second = await translate({ action: 'fill' });
    expect(second).toMatchObject({ translated: 0, left: 0, costUsd: 0 });
    expect(engine.calls).toHaveLength(calls);
    expect(await translate({ action: 'estimate' })).toMatchObject({ missing: 0, costUsd: 0 });
    expect(await translate({ action: 'report' })).toMatchObject({ coverage: 1, missing: 0 });
  });

  it('takes only the chapters that are named', async () => {
    const { translate } = await start(scriptedEngine());
    const receipt = await translate({ action: 'fill', chapters: [SENSORS] });
    const report = await translate({ action: 'report' });
    expect(receipt).toMatchObject({ left: 0 });
    expect(report).toMatchObject({
      rows: expect.arrayContaining([expect.objectContaining({ key: SENSORS, missing: 0 })]),
    });
    await expect(translate({ action: 'fill', chapters: ['nowhere'] })).rejects.toMatchObject({
      code: 'CHAPTER_NOT_FOUND',
    });
  });

  it('keeps what is done when the budget is spent, and goes on when there is money again', async () => {
    const poor = await start(scriptedEngine({ limits: { segments: 2, characters: 5000 } }), { ledger: centLedger(2) });
    const first = await poor.translate({ action: 'fill' });
    expect(first).toMatchObject({ stopped: 'budget_spent', costUsd: 0.02 });
    const rich = await start(scriptedEngine());
    const second = await rich.translate({ action: 'fill' });
    expect(second).toMatchObject({ stopped: null, left: 0, failed: 0 });
    expect((second as { fromMemory: number }).fromMemory).toBe((first as { translated: number }).translated);
  });

  it('asks the engine that is named alone, and shares what is under way with readers', async () => {
    const [own, named] = [scriptedEngine(), scriptedEngine({ provider: 'theirs' })];
    const began = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    named.before = async () => {
      began.resolve();
      await held.promise;
    };
    const process = await tests.start({ engines: [own], named });
    const run = (args: Record<string, unknown>) =>
      translateCommand(process.translation)({
        args: { language: 'ur', chapters: [SENSORS], engine: 'google-v2', ...args },
        report: () => undefined,
        signal: new AbortController().signal,
      });
    expect(await run({ action: 'estimate' })).toMatchObject({ engine: 'theirs/small' });
    const receipt = run({ action: 'fill' });
    await began.promise;
    const read = process.json({});
    held.resolve();
    expect(await receipt).toMatchObject({ failed: 0, left: 0 });
    expect((await read).coverage).toBe(1);
    const sent = [...own.calls, ...named.calls].flatMap(({ segments }) => segments.map(({ id }) => id));
    expect(new Set(sent).size).toBe(sent.length);
    expect(named.calls.length).toBeGreaterThan(0);
  });

  it('says which setting an engine needs that is named and is not there', async () => {
    const { translate } = await start(scriptedEngine());
    const run = translate({ action: 'fill', engine: 'google-v2' });
    await expect(run).rejects.toThrow(/TRANSLATION_ENGINES cannot be google-v2 here/);
    await expect(translate({ action: 'fill', engine: 'babel' })).rejects.toThrow();
  });

  it('says what it cannot do: without an engine, or in the language of the book', async () => {
    const { translate } = await start(undefined);
    expect(await translate({ action: 'fill' })).toMatchObject({ stopped: 'keyless', translated: 0 });
    expect(await translate({ action: 'estimate' })).toMatchObject({ engine: null, costUsd: null });
    await expect(translate({ action: 'fill', language: 'en' })).rejects.toMatchObject({ code: 'LANGUAGE_NOT_OFFERED' });
    await expect(translate({ action: 'fill', language: 'xx' })).rejects.toThrow();
  });

  it('waits for an engine that fails for a while, and goes on where it was', async () => {
    const engine = scriptedEngine();
    engine.before = (call) => {
      if (call === 1 || call === 2) throw new TranslatorFailure('unavailable');
    };
    tests.waits.length = 0;
    const { translate } = await start(engine);
    expect(await translate({ action: 'fill' })).toMatchObject({ stopped: null, left: 0, failed: 0 });
    expect(tests.waits[0]).toBe(2_000);
  });

  it('ends when an engine stays away, at once when waiting cannot help', async () => {
    const away = scriptedEngine();
    away.before = () => Promise.reject(new TranslatorFailure('unavailable'));
    tests.waits.length = 0;
    const first = await start(away);
    expect(await first.translate({ action: 'fill' })).toMatchObject({ stopped: 'provider_failed', translated: 0 });
    expect(tests.waits).toEqual([2_000, 10_000, 35_000]);
    away.before = () => Promise.reject(new TranslatorFailure('unauthorized'));
    tests.waits.length = 0;
    const second = await start(away);
    expect(await second.translate({ action: 'fill' })).toMatchObject({ stopped: 'provider_failed' });
    expect(tests.waits).toEqual([]);
  });

  it('counts what no engine gave a usable text for', async () => {
    const engine = scriptedEngine();
    engine.answer = () => 'https://elsewhere.example';
    const { translate } = await start(engine);
    const receipt = await translate({ action: 'fill', chapters: [SENSORS] });
    expect(receipt).toMatchObject({ translated: 0, left: 0 });
    const report = await translate({ action: 'report', chapters: [SENSORS] });
    expect((report as { failed: number }).failed).toBe((receipt as { failed: number }).failed);
    expect((report as { failed: number }).failed).toBeGreaterThan(0);
  });
});

describe('the memory as a file', () => {
  it.each(['jsonl', 'tmx'] as const)('is written as %s, and read again after all was lost', async (format) => {
    const own = await start(scriptedEngine());
    const { translated } = (await own.translate({ action: 'fill' })) as { translated: number };
    own.reported.length = 0;
    await own.memory({ action: 'export', format });
    const path = join(folder, `ur.${format}`);
    writeFileSync(path, own.text());
    await tests.database.db.delete(table);
    const report = await own.memory({ action: 'import', format, path });
    expect(report).toMatchObject({ entries: translated, written: translated, faulty: 0 });
    expect(await own.translate({ action: 'report' })).toMatchObject({ missing: 0 });
  });

  it('loses no line but the broken one, which is told by its number', async () => {
    const own = await start(scriptedEngine());
    await own.translate({ action: 'fill' });
    own.reported.length = 0;
    await own.memory({ action: 'export', format: 'jsonl' });
    const path = join(folder, 'broken.jsonl');
    writeFileSync(path, own.text().replace('\n', '\n{"hash":\n'));
    expect(await own.memory({ action: 'import', format: 'jsonl', path })).toMatchObject({
      faulty: 1,
      faults: [{ line: 2, reason: 'is not JSON' }],
    });
  });

  it('keeps a person’s work when the same text gets another hash', async () => {
    const own = await start(scriptedEngine());
    await own.translate({ action: 'fill' });
    own.reported.length = 0;
    await own.memory({ action: 'export', format: 'jsonl' });
    const [first = ''] = own.text().split('\n');
    const old = { ...JSON.parse(first), hash: 'o'.repeat(43), status: 'reviewed' };
    const path = join(folder, 'old.jsonl');
    writeFileSync(path, `${JSON.stringify(old)}\n`);
    await own.memory({ action: 'import', format: 'jsonl', path });
    expect(await own.memory({ action: 'rekey' })).toEqual({ orphans: 1, carried: 1 });
    expect(await own.translate({ action: 'report' })).toMatchObject({ reviewed: 1 });
    expect(await own.memory({ action: 'rekey' })).toEqual({ orphans: 1, carried: 0 });
  });
});
