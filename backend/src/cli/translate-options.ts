/** What commands about translations have in common. */
import { supportedLanguageSchema } from '@lectern/contracts';
import { Option } from 'commander';

/** An option that takes one of the supported languages. */
export const languageOption = (flags: string, description: string): Option =>
  new Option(flags, description).choices(supportedLanguageSchema.options);

/** Aborted by Ctrl-C, once: a second one ends the process. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}
