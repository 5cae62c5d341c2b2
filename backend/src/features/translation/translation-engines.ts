/** Which engines may be asked about a book. Pure. */
import type { Translator } from '../../providers/translator/index.ts';
import type { LanguagePair } from './memory/translation-memory.repository.ts';

/** Whether the book's author allows an engine: of language models, at least one. @param allowed undefined: all */
export const isAllowed = ({ models }: Pick<Translator, 'models'>, allowed: readonly string[] | undefined): boolean =>
  allowed === undefined || models.length === 0 || models.some((model) => allowed.includes(model));

/** Whether an engine may be asked, and knows the languages. */
export const canAsk = (
  engine: Pick<Translator, 'models' | 'supports'>,
  { source, target }: LanguagePair,
  allowed: readonly string[] | undefined,
): boolean => isAllowed(engine, allowed) && engine.supports(source, target);
