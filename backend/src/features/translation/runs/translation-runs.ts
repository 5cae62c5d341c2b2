/** What an operator may do with the translations of a whole book. */
import type { Translator } from '../../../providers/translator/index.ts';
import type { MemoryRepository } from '../memory/translation-memory.repository.ts';
import { type BookReportDeps, type CoverageReport, reportScope } from './translation-book-report.ts';
import { type EstimateDeps, estimateRun, type TranslationEstimate } from './translation-estimate.ts';
import { type FillDeps, type FillOptions, type FillReceipt, fillScope } from './translation-fill.ts';
import { type RekeyReport, rekeyMemory } from './translation-rekey.ts';
import type { RunScope } from './translation-scope.ts';

/** What runs need. */
export interface TranslationRunsDeps extends EstimateDeps, BookReportDeps, Omit<FillDeps, 'canTranslate'> {
  readonly memory: MemoryRepository;
  readonly engines: readonly Translator[];
}

/** See {@link createTranslationRuns}. */
export interface TranslationRuns {
  /** What a run would take. */
  estimate(scope: RunScope): Promise<TranslationEstimate>;
  /** Fills the memory. */
  fill(options: FillOptions): Promise<FillReceipt>;
  /** The state of a language, chapter by chapter. */
  report(scope: RunScope): Promise<CoverageReport>;
  /** Carries reviewed and locked entries over to segments with the same text and another hash. */
  rekey(scope: Pick<RunScope, 'language'>): Promise<RekeyReport>;
}

/** Makes them. */
export const createTranslationRuns = (deps: TranslationRunsDeps): TranslationRuns => ({
  estimate: (scope) => estimateRun(deps, scope),
  fill: (options) =>
    fillScope(
      { ...deps, canTranslate: ({ source, target }) => deps.engines.some((engine) => engine.supports(source, target)) },
      options,
    ),
  report: (scope) => reportScope(deps, scope),
  rekey: (scope) => rekeyMemory(deps, scope),
});
