import { createPseudoTranslator } from './pseudo-translator.ts';
import { describeTranslatorContract, type FaultRow } from './translator.contract.ts';
import {
  openGlossaryBench,
  openModelBench,
  openV2Bench,
  openV3Bench,
  type TranslatorBench,
} from './translator.fixture.ts';

const GOOGLE: readonly FaultRow[] = [
  ['400 bad language', 'unsupported_language', false],
  ['401', 'unauthorized', false],
  ['403 key', 'unauthorized', false],
  ['403 quota a minute', 'rate_limited', false],
  ['403 quota of the day', 'quota_spent', false],
  ['404', 'not_found', false],
  ['429', 'rate_limited', false],
  ['429 late', 'rate_limited', false],
  ['500', 'unavailable', false],
  ['503', 'unavailable', false],
  ['reset', 'unavailable', true],
  ['cut', 'broken', true],
  ['page', 'broken', true],
  ['malformed', 'broken', true],
  ['one less', 'broken', true],
  ['redirect', 'broken', false],
];
const MODEL: readonly FaultRow[] = [
  ['400', 'bad_request', false],
  ['401', 'unauthorized', false],
  ['403', 'unauthorized', false],
  ['404', 'not_found', false],
  ['429', 'rate_limited', false],
  ['429-late', 'rate_limited', false],
  ['500', 'unavailable', false],
  ['503', 'unavailable', false],
  ['cut', 'broken', true],
  ['malformed', 'broken', true],
  ['html', 'broken', false],
  ['empty', 'broken', true],
  ['refusal', 'refused', true],
  ['content-filter', 'refused', true],
];

describeTranslatorContract('Google v2', openV2Bench, GOOGLE);
describeTranslatorContract('Google v3', openV3Bench, GOOGLE);
describeTranslatorContract('Google v3 with a glossary', openGlossaryBench, []);
describeTranslatorContract('a language model', openModelBench, MODEL);
describeTranslatorContract(
  'pseudo',
  async (): Promise<TranslatorBench> => ({
    translator: createPseudoTranslator(),
    calls: () => 0,
    bend: () => undefined,
    fail: () => undefined,
    log: [],
    close: async () => undefined,
  }),
  [],
);
