/** Engines over local servers, and requests as the feature makes them; for tests. */
import pino from 'pino';
import {
  GOOGLE_FAULTS,
  type GoogleFaultName,
  type GoogleServerFault,
} from '../../../test/google-server/google-faults.ts';
import { type GoogleServer, startGoogleServer, TEST_GLOSSARY } from '../../../test/google-server/google-server.ts';
import { translateHtml } from '../../../test/google-server/google-translation.ts';
import { HTML_MARKUP, MODEL_MARKUP } from '../../../test/google-server/translation-damages.ts';
import { faultNamed } from '../../../test/openai-server/openai-faults.ts';
import { type OpenAiServer, startOpenAiServer, TEST_API_KEY } from '../../../test/openai-server/openai-server.ts';
import { answerTranslation } from '../../../test/openai-server/openai-translation-answer.ts';
import type { EnvironmentVariables } from '../../config/settings.ts';
import { loadSettings } from '../../config/settings.ts';
import { loadPriceList } from '../../usage/price-list.ts';
import { createLlmFromSettings } from '../llm/index.ts';
import { openTranslators } from './open-translators.ts';
import type {
  Translator,
  TranslatorMeter,
  TranslatorRequest,
  TranslatorSegment,
  TranslatorUnits,
  TranslatorUsage,
} from './translator.port.ts';

/** Bends a translated text. @param source What the engine was sent */
export type Bend = (text: string, markup: typeof HTML_MARKUP, source: string) => string;

/** An engine and the provider behind it. */
export interface TranslatorBench {
  readonly translator: Translator;
  /** Requests that reached the provider. */
  calls(): number;
  /** Bends every text from now on. */
  bend(bend: Bend): void;
  /** Fails from now on as the server's fault of this name. */
  fail(fault: GoogleServerFault | string): void;
  /** What was logged at info and above. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

/** Language that the benches translate to. */
export const BENCH_LANGUAGE = 'ur';

async function openFirst(environment: EnvironmentVariables, log: string[]): Promise<Translator> {
  const settings = loadSettings(environment, { root: '/srv/lectern' });
  const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(line) });
  const { answers } = await createLlmFromSettings(settings.llm, logger);
  const [translator] = await openTranslators({ settings, answers, prices: loadPriceList(null), logger });
  if (translator === undefined) throw new Error('the settings name no engine');
  return translator;
}

async function openGoogle(environmentOf: (server: GoogleServer) => EnvironmentVariables): Promise<TranslatorBench> {
  const server = await startGoogleServer();
  const log: string[] = [];
  const environment = environmentOf(server);
  return {
    translator: await openFirst({ ...environment, GOOGLE_TRANSLATE_ENDPOINT: server.endpoint }, log),
    calls: () => server.requests.length,
    bend: (bend) =>
      server.script({ translate: (html, target) => bend(translateHtml(html, target), HTML_MARKUP, html) }),
    fail: (fault) => server.script({ fault: typeof fault === 'string' ? googleFault(fault) : fault }),
    log,
    close: () => server.close(),
  };
}

function googleFault(name: string): GoogleServerFault {
  const found = Object.keys(GOOGLE_FAULTS).find((known): known is GoogleFaultName => known === name);
  if (found === undefined) throw new Error(`no fault is called ${name}`);
  return GOOGLE_FAULTS[found]();
}

const TIMEOUT = { TRANSLATION_TIMEOUT_SECONDS: '20' };

/** Opens v2. */
export const openV2Bench = (more: EnvironmentVariables = {}): Promise<TranslatorBench> =>
  openGoogle((server) => ({ GOOGLE_TRANSLATE_API_KEY: server.apiKey, ...TIMEOUT, ...more }));

/** Opens v3. */
export const openV3Bench = (more: EnvironmentVariables = {}): Promise<TranslatorBench> =>
  openGoogle((server) => ({
    GOOGLE_TRANSLATE_CREDENTIALS: JSON.stringify(server.account.key),
    ...TIMEOUT,
    ...more,
  }));

/** Opens v3 with a glossary. */
export const openGlossaryBench = (): Promise<TranslatorBench> =>
  openV3Bench({ GOOGLE_TRANSLATE_GLOSSARY: TEST_GLOSSARY });

/** A bench of a model, with the server behind it. */
export interface ModelBench extends TranslatorBench {
  readonly server: OpenAiServer;
}

/** Opens a language model. */
export async function openModelBench(more: EnvironmentVariables = {}): Promise<ModelBench> {
  const server = await startOpenAiServer();
  const log: string[] = [];
  const script = (bend: Bend = (text) => text) =>
    server.script({
      answer: (request) =>
        answerTranslation(request, BENCH_LANGUAGE, (text, source) => bend(text, MODEL_MARKUP, source)),
    });
  script();
  // OpenAI’s own protocol, at the address of the test server.
  const environment = { LLM_BASE_URL: server.baseUrl, LLM_API_KEY: TEST_API_KEY, LLM_PROVIDER_NAME: 'compatible' };
  return {
    server,
    translator: await openFirst({ ...environment, LLM_MODEL: 'gpt-4o-mini', ...more }, log),
    calls: () => server.requests.length,
    bend: script,
    fail: (fault) => {
      if (typeof fault === 'string') server.script({ fault: () => faultNamed(fault) });
    },
    log,
    close: () => server.close(),
  };
}

/** A segment of prose with an atom, a pair, an entity and a number. */
export const proseSegment = (id: string, more: Partial<TranslatorSegment> = {}): TranslatorSegment => ({
  id,
  kind: 'paragraph',
  text: 'A <g1>node</g1> is a process; run <x2/> to list all 12 topics &amp; "services".',
  headingPath: ['Nodes', 'The graph'],
  readings: new Map([['x2', 'ros2 topic list']]),
  ...more,
});

/** A request as the feature makes it. */
export const translatorRequest = (
  segments: readonly TranslatorSegment[],
  more: Partial<TranslatorRequest> = {},
): TranslatorRequest => ({
  source: 'en',
  target: BENCH_LANGUAGE,
  segments,
  chapterTitle: 'Nodes',
  glossary: [],
  signal: new AbortController().signal,
  ...more,
});

/** What a meter was told. */
export interface MeterLog {
  readonly meter: TranslatorMeter;
  readonly reserved: TranslatorUnits[];
  readonly settled: TranslatorUsage[];
  released: number;
}

/** A meter that grants everything and keeps a record. */
export function recordingMeter(): MeterLog {
  const log: MeterLog = {
    reserved: [],
    settled: [],
    released: 0,
    meter: async (_name, estimate) => {
      log.reserved.push(estimate);
      return {
        settle: async (usage) => void log.settled.push(usage),
        release: async () => {
          log.released += 1;
        },
      };
    },
  };
  return log;
}
