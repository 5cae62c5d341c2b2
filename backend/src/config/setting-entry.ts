/**
 * What one environment variable is: its text for people, and the zod schema that turns its string into a value.
 * The tables of entries are the one source of `.env.example` and `docs/configuration.md`.
 */
import { z } from 'zod';

/** Part of the product that a variable belongs to; groups the generated documentation. */
export type SettingFeature =
  | 'server'
  | 'content'
  | 'database'
  | 'scaling'
  | 'llm'
  | 'embeddings'
  | 'translation'
  | 'email'
  | 'auth'
  | 'security'
  | 'logging'
  | 'limits'
  | 'budget'
  | 'features'
  | 'retention';

/** One documented and validated environment variable. */
export interface SettingEntry<T = unknown> {
  /** One or two plain sentences: what it does. */
  readonly description: string;
  /** Unit of the value, e.g. `seconds`; left out for texts. */
  readonly unit?: string;
  /** Text used when the variable is unset or empty; left out: the value is then undefined, or derived as `derived` says. */
  readonly default?: string;
  /** Where the value comes from when there is no fixed default. */
  readonly derived?: string;
  readonly feature: SettingFeature;
  /** Checked, but nothing reads it yet: a later version does. */
  readonly planned?: boolean;
  /** Never logged, never shown. */
  readonly secret?: boolean;
  /** A value that passes. */
  readonly example: string;
  /** From the variable's text to its value. Messages complete the sentence "NAME … ". */
  readonly schema: z.ZodType<T, string>;
}

/** Keeps the exact type of each entry of a table. */
export function defineSettings<const T extends Record<string, SettingEntry>>(entries: T): T {
  return entries;
}

/** Value of one entry: optional when it has no default. */
export type SettingValue<E extends SettingEntry> = E extends { readonly default: string }
  ? z.output<E['schema']>
  : z.output<E['schema']> | undefined;

/** Values of a table of entries, by variable name. */
export type SettingValues<T extends Record<string, SettingEntry>> = {
  readonly [Name in keyof T]: SettingValue<T[Name]>;
};

/** A text of at least `minimum` characters. */
export function text(minimum = 1): z.ZodType<string, string> {
  return z.string().min(minimum, `must have at least ${minimum} characters`);
}

/** A whole number in [minimum, maximum]. */
export function wholeNumber(minimum: number, maximum: number): z.ZodType<number, string> {
  return number(minimum, maximum).refine(Number.isInteger, 'must be a whole number');
}

/** A number in [minimum, maximum]. */
export function number(minimum: number, maximum: number): z.ZodType<number, string> {
  const range = `must be a number from ${minimum} to ${maximum}`;
  return z
    .string()
    .regex(/^-?\d+(\.\d+)?$/, range)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, range);
}

/** `true`, `false`, `1`, `0`, `yes`, `no`, `on` or `off`, in any case. */
export function flag(): z.ZodType<boolean, string> {
  return z
    .string()
    .regex(/^(true|false|1|0|yes|no|on|off)$/i, 'must be true or false')
    .transform((value) => /^(true|1|yes|on)$/i.test(value));
}

/** One of a few words. */
export function oneOf<const T extends readonly [string, ...string[]]>(words: T): z.ZodType<T[number], string> {
  return z
    .string()
    .refine((value): value is T[number] => words.includes(value), `must be one of ${words.join(', ')}`)
    .transform((value): T[number] => words.find((word) => word === value) ?? words[0]);
}

/** A URL with one of the given protocols (each with its colon, e.g. `https:`). */
export function url(protocols: readonly string[]): z.ZodType<string, string> {
  const schemes = protocols.map((protocol) => `${protocol}//`).join(' or ');
  return z.string().refine((value) => {
    const parsed = URL.parse(value);
    return parsed !== null && protocols.includes(parsed.protocol) && parsed.hostname !== '';
  }, `must be a URL that begins with ${schemes}`);
}

/** An origin without path, e.g. `https://book.example`; a trailing slash is taken away. */
export function origin(): z.ZodType<string, string> {
  return z
    .string()
    .transform((value) => value.replace(/\/$/, ''))
    .refine((value) => {
      const parsed = URL.parse(value);
      return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.origin === value.toLowerCase();
    }, 'must be an origin such as https://book.example, without a path')
    .transform((value) => value.toLowerCase());
}

/** A comma-separated list; blanks around the items are dropped. */
export function listOf<T>(item: z.ZodType<T, string>): z.ZodType<T[], string> {
  return z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(item));
}
