/** What the checks of a returned translation take and give. */
import type { SupportedLanguage } from '@lectern/contracts';

/** What is wrong with a translation. */
export type FindingCode =
  | 'placeholders'
  | 'nesting'
  | 'markup'
  | 'addresses'
  | 'controlCharacters'
  | 'directionControls'
  | 'paragraphs'
  | 'length'
  | 'ending'
  | 'script'
  | 'untranslated'
  | 'letters'
  | 'numbers'
  | 'units'
  | 'glossary'
  | 'commentary'
  | 'urduLetters';

/** One thing that a check found. */
export interface Finding {
  code: FindingCode;
  /**
   * `unsafe`: never shown to a reader. `doubtful`: an engine is asked again; a person's word counts more.
   * `advice`: worth a retry where the engine can follow it, no reason to withhold the text.
   */
  severity: 'unsafe' | 'doubtful' | 'advice';
  /** An English sentence that can be given to an engine as the reason of a retry. */
  message: string;
}

/** How a term is rendered. */
export interface GlossaryRule {
  term: string;
  /** `keep`: in Latin letters as it is; `transliterate` and `translate`: as `target`. */
  policy: 'keep' | 'transliterate' | 'translate';
  /** The word in the target language; without it the rule asks for nothing but `keep`. */
  target?: string | undefined;
}

/** A translation beside its source, both engine-neutral texts. */
export interface TranslationCheck {
  source: string;
  translated: string;
  language: SupportedLanguage;
  glossary: readonly GlossaryRule[];
}
