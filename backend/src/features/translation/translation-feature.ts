/** Puts the feature together. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { SettingsError } from '../../config/settings-error.ts';
import type { TranslationEngineName } from '../../config/settings-translation.ts';
import type { Db } from '../../db/client.ts';
import { type ClaimStore, createLayeredClaims, createMemoryClaims } from '../../providers/cache/index.ts';
import type { Translator } from '../../providers/translator/index.ts';
import type { Ledger } from '../../usage/index.ts';
import { allowedModels, type BookSnapshot } from '../content/index.ts';
import { createSegmentClaims } from './filling/translation-claims.ts';
import { createFailureRepository } from './filling/translation-failure.repository.ts';
import { createFilling, type Filling } from './filling/translation-filling.ts';
import { createMemoryRepository, type MemoryRepository } from './memory/translation-memory.repository.ts';
import { createMemoryService, type MemoryService } from './memory/translation-memory.service.ts';
import { createRunEngines, type RunEngines } from './runs/translation-run-engines.ts';
import { createTranslationRuns, type TranslationRuns } from './runs/translation-runs.ts';
import type { TranslationDeps } from './translation.routes.ts';
import { createTranslationService } from './translation.service.ts';
import { createTranslationBooks, type TranslationBooks, type TranslationContent } from './translation-book.ts';
import { createChapterLookups } from './translation-chapter-lookup.ts';
import { createCoverageReader } from './translation-coverage.ts';
import { createGlossaryRepository } from './translation-glossary.repository.ts';
import { createLanguageGlossary, type LanguageGlossary } from './translation-glossary.ts';
import { createTranslationMetrics } from './translation-metrics.ts';
import { createReportRepository } from './translation-report.repository.ts';

/** What the feature needs. */
export interface TranslationOptions {
  readonly db: Db;
  readonly content: TranslationContent;
  readonly ledger: Pick<Ledger, 'reserve'>;
  /** In the order in which they are asked; none: only what the memory holds. */
  readonly engines: readonly Translator[];
  /**
   * Opens an engine that an operator's run names, whether or not it is among `engines`; default: there is none.
   * @throws SettingsError when it is not set up
   */
  readonly openEngine?: (name: TranslationEngineName) => Promise<Translator>;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly registry: Registry;
  /** Aborted when the server must end what still runs. */
  readonly cut?: AbortSignal;
  /** What processes share; default: each keeps to itself. */
  readonly shared?: { readonly claims: ClaimStore } | undefined;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Waits in runs until engines that failed may answer again; for tests. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The feature. */
export interface Translation extends TranslationDeps {
  readonly books: TranslationBooks;
  readonly memory: MemoryRepository;
  /** The memory as files. */
  readonly files: MemoryService;
  readonly filling: Filling;
  /** What an operator may do with the whole book. */
  readonly runs: TranslationRuns;
  readonly glossaryOf: (language: string) => Promise<LanguageGlossary>;
  /** Deletes what is past its days. @returns how many */
  retain(): Promise<number>;
}

/** How long the terms of a language are taken for true, milliseconds: another process may change them. */
const GLOSSARY_KEPT_MS = 10_000;

/** Makes the feature. */
export const createTranslation = (options: TranslationOptions): Translation => {
  const { db, content, ledger, logger, registry, now = Date.now } = options;
  const cut = options.cut ?? new AbortController().signal;
  const kept = createMemoryRepository(db);
  const memory: MemoryRepository = {
    ...kept,
    save: async (pair, rows) => {
      const written = await kept.save(pair, rows);
      lookups.forget();
      return written;
    },
  };
  const failures = createFailureRepository(db);
  const reports = createReportRepository(db);
  const books = createTranslationBooks(content);
  const metrics = createTranslationMetrics(registry);
  const glossaryOf = createGlossaryReader(db, content, now);
  const own = createMemoryClaims();
  const claims = options.shared ? createLayeredClaims(own, options.shared.claims) : own;
  const allowed = () => allowedModels(content.snapshot());
  const withEngines = (engines: readonly Translator[]): RunEngines => ({
    engines,
    current: engines.map(({ engine, model, models, promptVersion }) => {
      return { engine, promptVersion, models: models.length === 0 ? [model] : models };
    }),
    filling: createFilling({
      engines,
      memory,
      failures,
      ledger,
      // Each filling takes for itself what it translates, in this process too.
      claims: createSegmentClaims(claims, randomUUID()),
      glossaryOf,
      allowedModels: allowed,
      logger,
      cut,
      now,
      onSettled: metrics.settled,
    }),
  });
  const main = withEngines(options.engines);
  const { engines, filling, current } = main;
  const runEngines = createRunEngines({ own: main, withEngines, open: options.openEngine ?? noEngine });
  const coverage = createCoverageReader({ books, memory, now });
  const lookups = createChapterLookups({ memory, glossaryOf, current }, now);
  const service = createTranslationService({
    books,
    memory,
    filling,
    reports,
    coverage,
    lookups,
    engines,
    allowedModels: allowed,
    glossaryOf,
    current,
    onRead: metrics.read,
    now,
  });
  const onChanged = (): void => {
    coverage.forget();
    lookups.forget();
  };
  const files = createMemoryService({ db, memory, books, logger, onChanged, now });
  const runs = createTranslationRuns({
    books,
    memory,
    failures,
    reports,
    engines: runEngines,
    allowedModels: allowed,
    glossaryOf,
    current,
    now,
    wait: options.wait ?? waitFor,
  });
  return {
    service,
    runs,
    books,
    memory,
    files,
    filling,
    glossaryOf,
    drain: () => runEngines.drain(),
    retain: () => reports.retain(new Date(now())),
  };
};

/** An abort ends the waiting, and is found by who waited. */
const waitFor = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined);

const noEngine = async (name: TranslationEngineName): Promise<never> => {
  throw new SettingsError([{ name: 'TRANSLATION_ENGINES', message: `cannot be ${name} here: there are no engines` }]);
};

/** The terms of a language, kept for some seconds: each page that is read needs them. */
const createGlossaryReader = (db: Db, content: TranslationContent, now: () => number) => {
  const repository = createGlossaryRepository(db);
  const kept = new Map<string, { snapshot: BookSnapshot; until: number; glossary: Promise<LanguageGlossary> }>();
  return (language: string): Promise<LanguageGlossary> => {
    const snapshot = content.snapshot();
    const known = kept.get(language);
    if (known?.snapshot === snapshot && known.until > now()) return known.glossary;
    const glossary = repository
      .terms(language)
      .then((chosen) => createLanguageGlossary(snapshot.book.glossary, chosen, language));
    kept.set(language, { snapshot, until: now() + GLOSSARY_KEPT_MS, glossary });
    glossary.catch(() => kept.delete(language));
    return glossary;
  };
};
