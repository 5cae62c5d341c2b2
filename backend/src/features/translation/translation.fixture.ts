/** The app over an indexed book, with an engine that tests script and count. */
import type { Book, SegmentEvent, TranslateRequest } from '@lectern/contracts';
import { SEGMENT_EVENT_SCHEMAS, translateResponseSchema } from '@lectern/contracts';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { testDeps, testSettings } from '../../app.fixture.ts';
import { buildApp } from '../../app.ts';
import { openTestDatabase } from '../../db/db.fixture.ts';
import type { ClaimStore } from '../../providers/cache/index.ts';
import {
  createPseudoTranslator,
  type Translator,
  type TranslatorMeter,
  type TranslatorRequest,
} from '../../providers/translator/index.ts';
import { createInProcessVectors } from '../../providers/vectors/in-process-vectors.ts';
import { BudgetSpentError, type Ledger } from '../../usage/index.ts';
import { manifestDirectory } from '../content/content.fixture.ts';
import { createContent } from '../content/index.ts';
import { quizBook, SENSORS } from '../learning/learning.fixture.ts';
import { createTranslation, type Translation } from './index.ts';

/** Key of the chapter that tests read. */
export { SENSORS };

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const ORIGIN = 'http://localhost:8000';
const USAGE = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, estimated: false };

/** An engine that costs money, and writes what the pseudo engine writes unless a test says otherwise. */
export interface ScriptedEngine extends Translator {
  /** Requests in their order. */
  readonly calls: TranslatorRequest[];
  /** How often each segment was sent, by hash. */
  sent(hash: string): number;
  /** Changes what comes back; undefined: the segment is missing in the answer. */
  answer: (text: string, request: TranslatorRequest, call: number) => string | undefined | Promise<string | undefined>;
  /** Called before each answer: to wait, or to fail. */
  before: (call: number) => void | Promise<void>;
}

/** Makes one. */
export function scriptedEngine(given: Partial<Translator> = {}): ScriptedEngine {
  const pseudo = createPseudoTranslator();
  const calls: TranslatorRequest[] = [];
  const engine: ScriptedEngine = {
    ...pseudo,
    engine: 'llm',
    provider: 'ours',
    model: 'small',
    isLocal: false,
    takesReasons: true,
    promptVersion: '1',
    ...given,
    calls,
    sent: (hash) => calls.filter(({ segments }) => segments.some(({ id }) => id === hash)).length,
    answer: (text) => text,
    before: () => undefined,
    async translate(request: TranslatorRequest, meter: TranslatorMeter) {
      const call = calls.push(request);
      const characters = request.segments.reduce((sum, { text }) => sum + text.length, 0);
      const money = await meter(engine, { characters, inputTokens: 0, outputTokens: 0 });
      try {
        await engine.before(call);
      } catch (error) {
        await money.release();
        throw error;
      }
      const written = await pseudo.translate(request, meter);
      const results = new Map<string, string>();
      for (const [id, text] of written.results) {
        const answer = await engine.answer(text, request, call);
        if (answer !== undefined) results.set(id, answer);
      }
      await money.settle({ ...USAGE, characters });
      const { provider, model } = engine;
      return { results, name: { provider, model }, usage: { ...USAGE, characters } };
    },
  };
  return engine;
}

/** A ledger in memory: a cent for a call, until it is empty. */
export function centLedger(cents = Number.POSITIVE_INFINITY) {
  let left = cents;
  const calls: { reserved: number; settled: number; released: number } = { reserved: 0, settled: 0, released: 0 };
  const reserve: Ledger['reserve'] = async () => {
    if (left < 1) throw new BudgetSpentError('global_day');
    left -= 1;
    calls.reserved += 1;
    return {
      id: 'r',
      maxCostUsd: 0.01,
      settle: async () => {
        calls.settled += 1;
        return 0.01;
      },
      release: async () => {
        calls.released += 1;
        left += 1;
      },
    };
  };
  return { reserve, calls };
}

/** What a test changes. */
export interface TranslationTestOptions {
  readonly engines?: readonly Translator[];
  /** An engine that runs may name; readers are not served by it. */
  readonly named?: Translator;
  readonly ledger?: Pick<Ledger, 'reserve'>;
  readonly book?: Book;
}

/** A process of its own over the database of the test. */
export interface TestProcess {
  readonly translation: Translation;
  send(options: InjectOptions): Promise<LightMyRequestResponse>;
  /** Translates a chapter, and reads the stream. */
  stream(request: Partial<TranslateRequest>): Promise<SegmentEvent[]>;
  /** Translates a chapter, and reads the JSON. */
  json(request: Partial<TranslateRequest>): Promise<z.output<typeof translateResponseSchema>>;
  close(): Promise<void>;
}

const eventSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('meta'), data: SEGMENT_EVENT_SCHEMAS.meta }),
  z.object({ event: z.literal('segment'), data: SEGMENT_EVENT_SCHEMAS.segment }),
  z.object({ event: z.literal('done'), data: SEGMENT_EVENT_SCHEMAS.done }),
  z.object({ event: z.literal('error'), data: SEGMENT_EVENT_SCHEMAS.error }),
]);

/** Reads an event stream, and checks that its ids have no gap. */
export function readEventStream(body: string): SegmentEvent[] {
  return body
    .split('\n\n')
    .filter((part) => part !== '' && part !== ':')
    .map((part, at) => {
      const [, id, event, data] = /^id: (.+)\nevent: (.+)\ndata: (.+)$/.exec(part) ?? [];
      if (!id?.endsWith(`.${at + 1}`)) throw new Error(`event ${at + 1} has the id ${id}`);
      return eventSchema.parse({ event, data: JSON.parse(data ?? '') });
    });
}

/** Opens the app. */
export const openTranslationTests = async (options: TranslationTestOptions = {}) => {
  const database = await openTestDatabase();
  const directory = await manifestDirectory();
  const clock = { now: Date.UTC(2026, 10, 21, 12) };
  await directory.write(options.book ?? quizBook());
  const content = createContent({
    database,
    vectors: createInProcessVectors(),
    logger: silent,
    manifest: directory.path,
  });
  await content.start();
  await content.catchUp();
  const processes: TestProcess[] = [];
  const waits: number[] = [];

  const start = async (given: TranslationTestOptions & { readonly claims?: ClaimStore } = {}): Promise<TestProcess> => {
    const { named } = given;
    const translation = createTranslation({
      db: database.db,
      content: content.service,
      ledger: given.ledger ?? options.ledger ?? centLedger(),
      engines: given.engines ?? options.engines ?? [],
      ...(named === undefined ? {} : { openEngine: async () => named }),
      logger: silent,
      registry: new Registry(),
      shared: given.claims ? { claims: given.claims } : undefined,
      now: () => clock.now,
      wait: async (ms) => void waits.push(ms),
    });
    const app = await buildApp({ ...testDeps(testSettings({ RATE_LIMIT_PER_MINUTE: '0' })), content, translation });
    let address = 0;
    // Each request from an address of its own: limits per address are not what these tests are about.
    const send = (request: InjectOptions) => {
      address += 1;
      const remoteAddress = `10.0.${address >> 8}.${address & 255}`;
      return app.inject({ remoteAddress, ...request, headers: { origin: ORIGIN, ...request.headers } });
    };
    const post = async (request: Partial<TranslateRequest>, accept: string): Promise<string> => {
      const sourceHash = (await content.service.chapter(SENSORS)).sourceHash;
      const payload = { chapterId: SENSORS, sourceHash, language: 'ur', ...request };
      const response = await send({ method: 'POST', url: '/api/v1/translate', payload, headers: { accept } });
      if (response.statusCode !== 200) throw new Error(`${response.statusCode}: ${response.body}`);
      return response.body;
    };
    const own: TestProcess = {
      translation,
      send,
      stream: async (request) => readEventStream(await post(request, 'text/event-stream')),
      json: async (request) => translateResponseSchema.parse(JSON.parse(await post(request, 'application/json'))),
      close: () => app.close(),
    };
    processes.push(own);
    return own;
  };

  return {
    database,
    content,
    clock,
    /** Pauses that runs made, milliseconds. */
    waits,
    start,
    directory,
    /** Publishes another version of the book. */
    publish: async (book: Book): Promise<void> => {
      await directory.write(book);
      await content.catchUp();
    },
    close: async () => {
      await Promise.all(processes.map((each) => each.close()));
      await content.stop();
      await database.close();
      await directory.remove();
    },
  };
};
