/** What an operator may do with the translations of a whole book. */
import type { TranslationEngineName } from '../../../config/settings-translation.ts';
import type { MemoryRepository } from '../memory/translation-memory.repository.ts';
import { canAsk } from '../translation-engines.ts';
import { type BookReportDeps, type CoverageReport, reportScope } from './translation-book-report.ts';
import { type EstimateDeps, estimateRun, type TranslationEstimate } from './translation-estimate.ts';
import { type FillDeps, type FillOptions, type FillReceipt, fillScope } from './translation-fill.ts';
import { type RekeyReport, rekeyMemory } from './translation-rekey.ts';
import type { RunEngineChoice, RunEngines } from './translation-run-engines.ts';
import type { RunScope } from './translation-scope.ts';

/** What runs need, beside their engines. */
export interface TranslationRunsDeps
  extends Omit<EstimateDeps, keyof RunEngines>,
    BookReportDeps,
    Omit<FillDeps, 'canTranslate' | keyof RunEngines> {
  readonly memory: MemoryRepository;
  readonly engines: Pick<RunEngineChoice, 'of'>;
}

/** Which engine is asked alone; left out: those of the settings. */
export interface EngineChoice {
  readonly engine?: TranslationEngineName | undefined;
}

/** See {@link createTranslationRuns}. */
export interface TranslationRuns {
  /** What a run would take. @throws SettingsError when the engine is not set up */
  estimate(scope: RunScope & EngineChoice): Promise<TranslationEstimate>;
  /** Fills the memory. @throws SettingsError when the engine is not set up */
  fill(options: FillOptions & EngineChoice): Promise<FillReceipt>;
  /** The state of a language, chapter by chapter. */
  report(scope: RunScope): Promise<CoverageReport>;
  /** Carries reviewed and locked entries over to segments with the same text and another hash. */
  rekey(scope: Pick<RunScope, 'language'>): Promise<RekeyReport>;
}

/** Makes them. */
export const createTranslationRuns = (deps: TranslationRunsDeps): TranslationRuns => ({
  estimate: async ({ engine, ...scope }) => estimateRun({ ...deps, ...(await deps.engines.of(engine)) }, scope),
  fill: async ({ engine, ...options }) => {
    const chosen = await deps.engines.of(engine);
    const { engines } = chosen;
    const canTranslate: FillDeps['canTranslate'] = (pair) =>
      engines.some((each) => canAsk(each, pair, deps.allowedModels()));
    return fillScope({ ...deps, ...chosen, canTranslate }, options);
  },
  report: (scope) => reportScope(deps, scope),
  rekey: (scope) => rekeyMemory(deps, scope),
});
