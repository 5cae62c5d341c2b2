/**
 * Numbers with units, ranges and the like in text that is read right to left. The direction around them takes their ends
 * apart: "1.5 m" would be drawn "m 1.5", "8–9" as "9–8", "−3" as "3−", "C++" as "++C" (Unicode TR 9: W2, N1, N2). They are
 * put into an element of their own and not between control characters, which would be copied and quoted.
 */

const SIGN = '[+\\u2212\u00b1\u2248~-]';
const LETTER = 'A-Za-z\\u0370-\\u03ff';
const INSIDE = `[${LETTER}\\d_.,/\u00b7^\u00b5\u00b0\u00b2\u00b3\u207b\u00b9%+#\u2013\u00d7\u2212-]*`;
const END = `[${LETTER}\\d_\u00b2\u00b3\u00b9\u00b0%+#\u00b5]`;
const WORD = `${SIGN}?[${LETTER}\\d](?:${INSIDE}${END})?`;
/** A unit that begins with a sign: `%`, `°C`, `µs`. */
const UNIT = `[%\u00b0\u00b5](?:${INSIDE}${END})?`;
/** In brackets, both of them. */
const GROUP = `\\([${LETTER}\\d_ .,/\u00b7^\u00b5\u00b0\u00b2\u00b3\u207b\u00b9%+#\u2013\u00d7\u2212=-]*\\)`;
const BLANK = '[ \\u00a0\\u202f]';
const OPERATOR = '[\u00d7\u00b7\u00b1=\u2248\u2013\u2212+/]';
/** What stands together in Latin and Greek letters and numbers, signs of calculation between them too. */
const LATIN_RUN = new RegExp(
  `(${WORD}(?:${BLANK}(?:${OPERATOR}${BLANK})?(?:${WORD}|${UNIT}|${GROUP})|[/\u00b7]?${GROUP})*)`,
);
const FALLS_APART = new RegExp(
  [
    // A number and what it counts.
    `^${SIGN}?\\d.*[${LETTER}\u00b5\u00b0%]`,
    // A sign before a number.
    `^${SIGN}\\d`,
    // Numbers with a sign between them that belongs to no number.
    `\\d(?:[\u00d7\u00b1\u2248\u2013]|${BLANK}${OPERATOR})`,
    // A name that ends with a sign.
    `[${LETTER}].*[+#%\u00b0]$`,
  ].join('|'),
);

/** A piece of a text, and whether it is a run that is read from left to right whatever stands around it. */
export interface TextPiece {
  readonly text: string;
  readonly isRun: boolean;
}

/** Takes a text apart at the runs that the direction around them would take apart. */
export function splitRuns(text: string): TextPiece[] {
  const pieces: { text: string; isRun: boolean }[] = [];
  for (const [index, part] of text.split(LATIN_RUN).entries()) {
    const isRun = index % 2 === 1 && FALLS_APART.test(part);
    const last = pieces.at(-1);
    if (last !== undefined && !isRun && !last.isRun) last.text += part;
    else if (part !== '') pieces.push({ text: part, isRun });
  }
  return pieces;
}

/** A unit, or another short name, at the beginning of what follows a formula. */
const UNIT_AFTER = new RegExp(
  `^${BLANK}?[${LETTER}%\u00b0\u00b5][${LETTER}/\u00b7\u00b5\u00b0\u00b2\u00b3\u207b\u00b9^-]{0,11}(?![${LETTER}])`,
);

/** Whether what follows a formula belongs to it: "<formula> m/s²" would be drawn with its unit first. */
export const beginsWithUnit = (text: string): boolean => UNIT_AFTER.test(text);

/** Class of an empty element before a formula: it makes what follows a run that is read from left to right. */
export const RUN_START = 'lectern-run-start';

const RTL_LETTER = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/gu;
/** Technical text in Urdu has many names in Latin letters; a text in English that quotes Urdu has few in Arabic ones. */
const RTL_SHARE = 0.3;

/** Whether a text is written in a script that is read right to left, names in Latin letters among it or not. */
export function isRightToLeft(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters > 0 && (text.match(RTL_LETTER)?.length ?? 0) / letters >= RTL_SHARE;
}
