/** Whether a translation has the numbers and units of its source. */
import { LANGUAGE_PROFILES } from './language-profiles.ts';
import { textOutsidePlaceholders } from './segment-text.ts';
import type { Finding, TranslationCheck } from './translation-check.ts';

/** Zeros of the decimal digits that the target languages are written with; nine more follow each. */
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0xff10];

/** Digits of any of the languages' scripts as 0–9. */
export function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\u09E6-\u09EF\uFF10-\uFF19]/g, (digit) => {
    const code = digit.charCodeAt(0);
    const zero = ZEROS.find((first) => code >= first && code < first + 10) ?? code;
    return String(code - zero);
  });
}

/** Digits with what may stand inside a number: separators of thousands and decimals. */
const NUMBER = /\d+(?:[.,\u066B\u066C'\u2019]\d+)*/g;
/** Ordinals may become words or stay numbers. */
const ORDINAL = /\b\d+(?:st|nd|rd|th)\b/gi;
/** Number words that a language counts in other powers: 10 million is 1000万. */
const LARGE_NUMBER = /\b(?:hundred|thousand|million|billion|trillion|dozen)s?\b/gi;

/** A number as English writes it, without separators of thousands. */
function readEnglish(number: string): string {
  return number.replace(/[,'\u2019\u066C]/g, '').replace('\u066B', '.');
}

/** A number as it reads where the comma parts the decimals. */
function readDecimalComma(number: string): string {
  return number.replace(/[.'\u2019\u066C]/g, '').replace(/[,\u066B]/g, '.');
}

/** Thousands parted by blanks, as SI and languages with a decimal comma write them. */
const SPACED_THOUSANDS = /(?<![\d.,])\d{1,3}(?:[ \u00A0\u2009\u202F]\d{3})+(?!\d)/g;

function numbersOf(text: string): string[] {
  const plain = latinDigits(textOutsidePlaceholders(text)).replace(ORDINAL, ' ');
  return plain.replace(SPACED_THOUSANDS, (groups) => groups.replace(/\s/g, '')).match(NUMBER) ?? [];
}

/** Takes the first number out of `left` that reads as `wanted`. */
function takeNumber(left: string[], wanted: string, hasDecimalComma: boolean): boolean {
  const at = left.findIndex(
    (number) => readEnglish(number) === wanted || (hasDecimalComma && readDecimalComma(number) === wanted),
  );
  if (at >= 0) left.splice(at, 1);
  return at >= 0;
}

/** The same numbers, each as often. */
export function checkNumbers({ source, translated, language }: TranslationCheck): Finding[] {
  const { hasDecimalComma } = LANGUAGE_PROFILES[language];
  const wanted = numbersOf(source).map(readEnglish);
  const left = numbersOf(translated);
  const missing = wanted.filter((number) => !takeNumber(left, number, hasDecimalComma));
  // An ordinal may stand in digits or in words.
  for (const [ordinal] of textOutsidePlaceholders(source).matchAll(ORDINAL)) {
    takeNumber(left, String(Number.parseInt(ordinal, 10)), hasDecimalComma);
  }
  const free = textOutsidePlaceholders(source).match(LARGE_NUMBER)?.length ?? 0;
  if (missing.length <= free && left.length <= free) return [];
  const problems = [
    missing.length > 0 ? `misses ${missing.join(', ')}` : '',
    left.length > 0 ? `adds ${left.join(', ')}` : '',
  ].filter((problem) => problem !== '');
  return [
    {
      code: 'numbers',
      severity: 'doubtful',
      message: `The translation ${problems.join(' and ')}. Keep every number of the source, in digits 0-9, and add none.`,
    },
  ];
}

/** Unit symbols in Latin letters. Longer ones first: `m/s²` before `m`. */
const UNITS =
  'm/s\u00B2|m/s\\^2|m/s2|rad/s|deg/s|\u00B0/s|km/h|m/s|N\u00B7m|Nm|mAh|Ah|kWh|Wh|TOPS|fps|FPS|rpm|GHz|MHz|kHz|Hz|ms|\u00B5s|\u03BCs|ns|min|mm|cm|km|\u00B5m|\u03BCm|nm|kg|mg|GiB|MiB|KiB|GB|MB|kB|KB|TB|Gbit/s|Mbit/s|kbit/s|px|rad|dB|mV|kV|mA|kW|MW|kN|Pa|K|V|A|W|N|J|m|s|g|h';
/** A number with its unit. Languages that part no words write their letters close to it. */
export const QUANTITY = new RegExp(
  `(?<number>${NUMBER.source})[ \\u00A0\\u202F]?(?<unit>\u00B0C|\u00B0|%|(?:${UNITS})(?![\\p{Script=Latin}\\p{N}_]))`,
  'gu',
);

/** Spellings of one unit. */
const SAME_UNIT: Readonly<Record<string, string>> = {
  'm/s^2': 'm/s\u00B2',
  'm/s2': 'm/s\u00B2',
  Nm: 'N\u00B7m',
  '\u03BCs': '\u00B5s',
  '\u03BCm': '\u00B5m',
  KB: 'kB',
  FPS: 'fps',
};

function quantitiesOf(text: string): { number: string; unit: string }[] {
  return Array.from(latinDigits(textOutsidePlaceholders(text)).matchAll(QUANTITY), ({ groups }) => {
    const unit = groups?.['unit'] ?? '';
    return { number: groups?.['number'] ?? '', unit: SAME_UNIT[unit] ?? unit };
  });
}

/** No number with another unit. A unit in the language's own letters says nothing here. */
export function checkUnits({ source, translated, language }: TranslationCheck): Finding[] {
  const { hasDecimalComma } = LANGUAGE_PROFILES[language];
  const known = quantitiesOf(source);
  for (const { number, unit } of quantitiesOf(translated)) {
    const reads = (other: string) =>
      readEnglish(number) === readEnglish(other) ||
      (hasDecimalComma && readDecimalComma(number) === readEnglish(other));
    const wanted = known.filter((quantity) => reads(quantity.number)).map((quantity) => quantity.unit);
    if (wanted.length === 0 || wanted.includes(unit)) continue;
    return [
      {
        code: 'units',
        severity: 'doubtful',
        message: `The translation has "${number} ${unit}" where the source has "${number} ${wanted[0]}". Keep the units of the source.`,
      },
    ];
  }
  return [];
}
