/** The engines of a run: those of the settings, or one that the run names. */
import type { TranslationEngineName } from '../../../config/settings-translation.ts';
import type { Translator } from '../../../providers/translator/index.ts';
import type { Filling } from '../filling/translation-filling.ts';
import type { CurrentEngine } from '../memory/translation-lookup.ts';

/** Engines, and what fills the memory by them. */
export interface RunEngines {
  /** In the order in which they are asked. */
  readonly engines: readonly Translator[];
  readonly filling: Filling;
  /** How what they translate is made. */
  readonly current: readonly CurrentEngine[];
}

/** What it is made of. */
export interface RunEnginesDeps {
  readonly own: RunEngines;
  /** @throws SettingsError when the engine is not set up */
  readonly open: (name: TranslationEngineName) => Promise<Translator>;
  readonly withEngines: (engines: readonly Translator[]) => RunEngines;
}

/** Finds the engines of a run. */
export interface RunEngineChoice {
  /**
   * The engine of that name alone, whether or not readers are served by it; without a name those of the settings.
   * @throws SettingsError when the engine is not set up
   */
  of(name?: TranslationEngineName): Promise<RunEngines>;
  /** Begins nothing more, and waits for what is under way. */
  drain(): Promise<void>;
}

/** Makes it. Engines are opened once: their circuits know how they fared. */
export function createRunEngines({ own, open, withEngines }: RunEnginesDeps): RunEngineChoice {
  const named = new Map<TranslationEngineName, RunEngines>();
  return {
    async of(name) {
      if (name === undefined) return own;
      const known = named.get(name);
      if (known !== undefined) return known;
      const opened = withEngines([await open(name)]);
      // Two runs may have opened it at once: the first that came stays.
      const kept = named.get(name) ?? opened;
      named.set(name, kept);
      return kept;
    },
    async drain() {
      await Promise.all([own, ...named.values()].map(({ filling }) => filling.drain()));
    },
  };
}
