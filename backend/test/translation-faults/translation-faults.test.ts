/** Every damage that engines do, through the real clients and the feature, to what a reader gets; as a table in docs/. */
import type { Book } from '@lectern/contracts';
import { validateTranslation } from '@lectern/segments';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  centLedger,
  openTranslationTests,
  type TestProcess,
} from '../../src/features/translation/translation.fixture.ts';
import { translation as table, translationFailure } from '../../src/features/translation/translation.table.ts';
import {
  type Bend,
  openModelBench,
  openV2Bench,
  openV3Bench,
  type TranslatorBench,
} from '../../src/providers/translator/translator.fixture.ts';
import type { GOOGLE_FAULTS } from '../google-server/google-faults.ts';
import { DAMAGE_NAMES, DAMAGES } from '../google-server/translation-damages.ts';
import { damagedBook } from './damaged-book.ts';
import { type FaultOutcome, type FaultRow, markdownTable } from './fault-table.ts';

const DOCS = '../../../docs/translation-faults.md';
let book: Book;
let tests: Awaited<ReturnType<typeof openTranslationTests>>;
beforeAll(async () => {
  book = damagedBook();
  tests = await openTranslationTests({ book });
});
afterAll(() => tests?.close());

const forget = async () => {
  for (const each of [table, translationFailure]) await tests.database.db.delete(each);
};

/** An engine, and a process of its own that asks it alone. */
interface Opened {
  readonly bench: TranslatorBench;
  readonly process: TestProcess;
}

const openWith = async (open: () => Promise<TranslatorBench>): Promise<Opened> => {
  const bench = await open();
  return { bench, process: await tests.start({ engines: [bench.translator], ledger: centLedger() }) };
};

/** Reads the chapter with an empty memory, and checks that nothing unsafe is shown. */
const readChapter = async ({ bench, process }: Opened): Promise<FaultOutcome> => {
  await forget();
  const before = bench.calls();
  const answer = await process.json({});
  const segments = new Map(book.chapters[0]?.sections.flatMap((each) => each.segments).map((each) => [each.id, each]));
  for (const { id, text } of answer.segments) {
    const segment = segments.get(id);
    if (segment === undefined) throw new Error(`${id} is no segment of the chapter`);
    const findings = validateTranslation(segment, text, { language: 'ur' });
    expect(findings.filter(({ severity }) => severity === 'unsafe')).toEqual([]);
  }
  const requests = bench.calls() - before;
  return { shown: answer.segments.length, total: segments.size, requests, notice: answer.notice };
};

/** What comes of a provider that fails; its circuit is its own. */
const failingOutcome = async (open: () => Promise<TranslatorBench>, fault: string): Promise<FaultOutcome> => {
  const opened = await openWith(open);
  try {
    opened.bench.fail(fault);
    return await readChapter(opened);
  } finally {
    await opened.bench.close();
  }
};

/** Bends what comes back for the first request only. */
const firstOnly = (bench: TranslatorBench, damage: Bend): Bend => {
  const before = bench.calls();
  return (text, markup, source) => (bench.calls() <= before + 1 ? damage(text, markup, source) : text);
};

const damageRow = async (name: (typeof DAMAGE_NAMES)[number], google: Opened, model: Opened): Promise<FaultRow> => {
  const damage: Bend = DAMAGES[name];
  google.bench.bend(damage);
  model.bench.bend(damage);
  const outcomes = [await readChapter(google), await readChapter(model)];
  model.bench.bend(firstOnly(model.bench, damage));
  return { fault: name, outcomes: [...outcomes, await readChapter(model)] };
};

/** Faults that no waiting is needed for. */
const PROVIDER_FAULTS: readonly (readonly [google: keyof typeof GOOGLE_FAULTS, model: string | undefined])[] = [
  ['401', '401'],
  ['403 quota a minute', undefined],
  ['403 quota of the day', undefined],
  ['404', '404'],
  ['429', '429'],
  ['429 late', '429-late'],
  ['500', '500'],
  ['reset', 'reset'],
  ['cut', 'cut'],
  ['malformed', 'malformed'],
  ['page', 'html'],
  ['one less', undefined],
];

const PAGE = (damages: string, faults: string): string => `# What readers get when an engine fails

Written by \`backend/test/translation-faults\`: five paragraphs are sent through the real clients to local servers that bend each answer, and read as a page reads them. Run \`vitest run --project unit backend/test/translation-faults --update\` to write it anew. What is shown has passed every check of \`validateTranslation\`; what has not is left in English, with a mark, and is asked for again later.

## Bent texts
A model is asked once more, with the reason. Google is not: it would say the same; the next engine is.

${damages}

## Failing providers
What hinders one segment hinders the rest of its chapter: nobody waits for time-out after time-out. With a second engine, that one is asked.

${faults}
`;

describe('a fault of an engine', () => {
  it('never reaches a reader as broken text', async () => {
    const damages: FaultRow[] = [];
    const google = await openWith(openV2Bench);
    const model = await openWith(openModelBench);
    for (const name of DAMAGE_NAMES) damages.push(await damageRow(name, google, model));
    await Promise.all([google.bench.close(), model.bench.close()]);
    const faults: FaultRow[] = [];
    for (const [fault, ofModel] of PROVIDER_FAULTS) {
      faults.push({
        fault,
        outcomes: [
          await failingOutcome(openV2Bench, fault),
          await failingOutcome(openV3Bench, fault),
          ofModel === undefined ? undefined : await failingOutcome(openModelBench, ofModel),
        ],
      });
    }
    const columns = ['damage', 'Google', 'model', 'model, first answer only'];
    const text = PAGE(
      markdownTable(columns, damages),
      markdownTable(['fault', 'Google v2', 'Google v3', 'model'], faults),
    );
    await expect(text).toMatchFileSnapshot(DOCS);
  }, 180_000);

  it('is mended by the next engine', async () => {
    const [google, model] = await Promise.all([openV2Bench(), openModelBench()]);
    google.fail('500');
    const process = await tests.start({ engines: [google.translator, model.translator], ledger: centLedger() });
    const outcome = await readChapter({ bench: model, process });
    expect(outcome).toMatchObject({ shown: 5, total: 5, notice: undefined });
    await Promise.all([google.close(), model.close()]);
  });
});
