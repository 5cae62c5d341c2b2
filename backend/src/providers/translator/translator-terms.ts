/** Terms of a glossary that stay in Latin script. */
import type { TranslatorTerm } from './translator.port.ts';

/** The terms that are kept. */
export const keptTermsOf = (glossary: readonly TranslatorTerm[]): string[] =>
  glossary.filter(({ policy }) => policy === 'keep').map(({ term }) => term);
