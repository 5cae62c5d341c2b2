/** Checks of one returned segment, in the order in which their reasons help an engine most. */
import type { Segment, SupportedLanguage } from '@lectern/contracts';
import type { Finding, GlossaryRule, TranslationCheck } from './translation-check.ts';
import { checkAddresses, checkControls, checkDirectionControls, checkParagraphs } from './validate-characters.ts';
import { checkGlossary } from './validate-glossary.ts';
import { checkLetters, checkScript, checkUntranslated, checkUrduLetters } from './validate-language.ts';
import { checkMarkup, checkNesting, checkPlaceholders } from './validate-placeholders.ts';
import { checkNumbers, checkUnits } from './validate-quantities.ts';
import { checkCommentary, checkEnding, checkLength } from './validate-wording.ts';

/** What a translation is checked against. */
export interface ValidateOptions {
  /** Language of the translation. */
  language: SupportedLanguage;
  glossary?: readonly GlossaryRule[];
}

const CHECKS: readonly ((check: TranslationCheck) => Finding[])[] = [
  checkPlaceholders,
  checkNesting,
  checkMarkup,
  checkAddresses,
  checkControls,
  checkDirectionControls,
  checkParagraphs,
  checkCommentary,
  checkLength,
  checkEnding,
  checkScript,
  checkUntranslated,
  checkLetters,
  checkNumbers,
  checkUnits,
  checkGlossary,
  checkUrduLetters,
];

/**
 * Checks a translation of a segment. Pure; neither throws nor mends: see `normalizeTranslation`.
 * @param translated engine-neutral text, as it came back
 * @returns what was found; only `advice`, or nothing, when it can be served
 */
export function validateTranslation(
  segment: Pick<Segment, 'text'>,
  translated: string,
  { language, glossary = [] }: ValidateOptions,
): Finding[] {
  const check = { source: segment.text, translated, language, glossary };
  return CHECKS.flatMap((run) => run(check));
}
