/** The words of the interface: English stands in the code, other languages come from the site's code translations. */

import { useSyncExternalStore } from 'react';

/** One entry of the catalogue. Plural forms are parted by `|` in the order of Intl.PluralRules' categories (zero, one, two, few, many, other). */
export interface Message {
  /** Key in the catalogue, `lectern.*`. */
  readonly id: string;
  /** The English text, with `{name}` where values go. */
  readonly message: string;
}

/** Values for the places in a message. */
export type MessageValues = Readonly<Record<string, string | number>>;

type Translator = (id: string, message: string) => string;

let translate: Translator = (_id, message) => message;

/** Tells where translations come from; the client module gives Docusaurus' own. */
export function setTranslator(translator: Translator): void {
  translate = translator;
}

let spoken: string | undefined;
const listeners = new Set<() => void>();

/**
 * Says that the words of the interface have changed: everything that follows them is rendered anew.
 * @param language in which they are; undefined: the site's own
 */
export function setInterfaceLanguage(language: string | undefined): void {
  spoken = language;
  for (const listener of listeners) listener();
}

/** Calls a listener whenever the words of the interface have changed, for what is drawn without React. @returns how to end that */
export function followInterfaceLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Renders a component anew when the words of the interface change. @returns their language; undefined: the site's own */
export function useInterfaceLanguage(): string | undefined {
  return useSyncExternalStore(
    followInterfaceLanguage,
    () => spoken,
    () => undefined,
  );
}

function interpolate(text: string, values: MessageValues): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** A message in the page's language. */
export function t(message: Message, values: MessageValues = {}): string {
  return interpolate(translate(message.id, message.message), values);
}

const CATEGORY_ORDER: readonly Intl.LDMLPluralRule[] = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** The plural form of a `|` message for a count; `{count}` is filled in, in the language's own digits. */
export function plural(message: Message, count: number, values: MessageValues = {}, language = pageLanguage()): string {
  const forms = translate(message.id, message.message).split('|');
  const rules = new Intl.PluralRules(language);
  const categories = CATEGORY_ORDER.filter((category) => rules.resolvedOptions().pluralCategories.includes(category));
  // A catalogue with fewer forms than the language has (English text on an Arabic page) uses its last form.
  const index = Math.min(categories.indexOf(rules.select(count)), forms.length - 1);
  const digits = new Intl.NumberFormat(language).format(count);
  return interpolate(forms[index] ?? message.message, { count: digits, ...values });
}

/** The language of the interface, BCP 47: the site's, or the one in which the reader reads the page. */
export function pageLanguage(): string {
  return spoken ?? siteLanguage();
}

/** The language that the site was built in, BCP 47. */
export function siteLanguage(): string {
  return (typeof document === 'undefined' ? '' : document.documentElement.lang) || 'en';
}
