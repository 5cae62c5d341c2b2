/** Puts the feature together. */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Db } from '../../db/client.ts';
import { type ClaimStore, createLayeredClaims, createMemoryClaims } from '../../providers/cache/index.ts';
import type { Translator } from '../../providers/translator/index.ts';
import type { Ledger } from '../../usage/index.ts';
import type { BookSnapshot } from '../content/index.ts';
import { createSegmentClaims } from './filling/translation-claims.ts';
import { createFailureRepository } from './filling/translation-failure.repository.ts';
import { createFilling, type Filling } from './filling/translation-filling.ts';
import type { CurrentEngine } from './memory/translation-lookup.ts';
import { createMemoryRepository, type MemoryRepository } from './memory/translation-memory.repository.ts';
import { createMemoryService, type MemoryService } from './memory/translation-memory.service.ts';
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
  /** All models of an engine that has several, by engine; default: the one that it names. */
  readonly models?: Readonly<Partial<Record<Translator['engine'], readonly string[]>>>;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly registry: Registry;
  /** Aborted when the server must end what still runs. */
  readonly cut?: AbortSignal;
  /** What processes share; default: each keeps to itself. */
  readonly shared?: { readonly claims: ClaimStore } | undefined;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
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
  const { db, content, ledger, engines, models = {}, logger, registry, now = Date.now } = options;
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
  const claims = createSegmentClaims(
    options.shared ? createLayeredClaims(own, options.shared.claims) : own,
    randomUUID(),
  );
  const filling = createFilling({
    engines,
    memory,
    failures,
    ledger,
    claims,
    glossaryOf,
    logger,
    cut,
    now,
    onSettled: metrics.settled,
  });
  const current: CurrentEngine[] = engines.map(({ engine, model, promptVersion }) => ({
    engine,
    promptVersion,
    models: models[engine] ?? [model],
  }));
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
    filling,
    engines,
    glossaryOf,
    current,
    now,
  });
  return {
    service,
    runs,
    books,
    memory,
    files,
    filling,
    glossaryOf,
    drain: () => filling.drain(),
    retain: () => reports.retain(new Date(now())),
  };
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
