/** What the local servers write for words without markup. */
import { supportedLanguageSchema } from '@lectern/contracts';
import { pseudoTranslate } from '@lectern/segments';

/**
 * Translates words between tags. @param target BCP 47; of `zh-CN` the first part counts
 * @throws ZodError for a language that the site doesn't offer
 */
export const translateWords = (words: string, target: string): string =>
  pseudoTranslate({ text: words }, supportedLanguageSchema.parse(target.split('-')[0]));
