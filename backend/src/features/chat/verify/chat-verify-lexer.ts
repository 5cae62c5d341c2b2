/**
 * Cuts a model's text into pieces of the answer's Markdown subset while it streams: what is left after that can be no
 * link, no image, no HTML, in any Markdown. How the text was split on its way makes no difference. Pure.
 */
import { readBracket } from './chat-verify-brackets.ts';
import { isHidden, isWordCharacter, judgeWord, MAX_WORD_CHARS, TAKEN_OUT } from './chat-verify-words.ts';

/** A piece of an answer. */
export type AnswerUnit =
  /** `text` as it is shown; `plain` what it says. */
  | { readonly kind: 'text'; readonly text: string; readonly plain: string }
  | { readonly kind: 'marker'; readonly numbers: readonly number[] }
  | { readonly kind: 'newline' }
  /** The sign of a list item or of a quote, and blanks in front of a line. */
  | { readonly kind: 'structure'; readonly text: string }
  /** A part of a block of code; `isEnd` with its last part. */
  | { readonly kind: 'code'; readonly text: string; readonly isEnd: boolean };

/** Longest code span, formula or tag that is waited for. */
const MAX_SPAN = 400;
const LINE_PREFIX =
  /^[ \t]{0,12}(?:(?:>[ \t]?){1,8}|[-*+•](?=[ \t])|\d{1,3}[.)](?=[ \t])|#{1,6}(?=[ \t]))?[ \t]{0,12}/u;
/** What may still become one of those, or a fence. */
const LINE_PREFIX_OPEN = /^[ \t]{0,12}(?:(?:>[ \t]?){1,8}|[-*+•]|\d{1,3}[.)]?|#{1,6})?[ \t]{0,12}$/u;
const FENCE = /^[ \t]{0,12}(`{3,12}|~{3,12})([^\n`]{0,80})\n/u;
const FENCE_OPEN = /^[ \t]{0,12}(?:`{1,12}|~{1,12})[^\n`]{0,80}$/u;
const ENDS_LIKE_SENTENCE = /[.:?]+$/u;
/** What a formula must not hold, since it is none to a Markdown without formulas. */
const NO_FORMULA = /\]\(|<[\p{L}/!?]|:\/\/|\[\^?\d/u;
const PLACEHOLDER = /^<\/?[\p{L}][\p{L}\p{N}_ ]{0,40}>$/u;
const HTML_NAME =
  /^<\/?(?:a|abbr|address|area|article|aside|audio|b|base|bdi|bdo|big|blockquote|body|br|button|canvas|caption|center|cite|code|col|data|datalist|dd|del|details|dfn|dialog|div|dl|dt|em|embed|fieldset|figure|font|footer|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img|image|input|ins|kbd|label|legend|li|link|main|map|mark|marquee|math|menu|meta|meter|nav|noscript|object|ol|optgroup|option|output|p|param|picture|pre|progress|q|rp|rt|ruby|s|samp|script|section|select|slot|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|track|u|ul|var|video|wbr)\b/iu;

/** Reads an answer piece by piece. */
export interface AnswerLexer {
  feed(piece: string): AnswerUnit[];
  end(): AnswerUnit[];
}

/** What a lexer needs to know. */
export interface LexerOptions {
  /** Whether a text stands, letter by letter, in a passage. */
  readonly isInPassages: (text: string) => boolean;
  /** false: everything but markers is let through, for the attack suite. */
  readonly sanitizes: boolean;
}

interface Fence {
  readonly close: RegExp;
  readonly marks: string;
}

/** Makes a lexer. */
export const createAnswerLexer = ({ isInPassages, sanitizes }: LexerOptions): AnswerLexer => {
  let rest = '';
  let isLineStart = true;
  let isAfterMarker = false;
  let isLineFresh = true;
  let isSwallowing = false;
  let fence: Fence | undefined;
  /** The last visible character that came, and the first half of one that is on its way. */
  let last = '';
  let half = '';
  let units: AnswerUnit[] = [];

  const push = (unit: AnswerUnit): void => {
    if (unit.kind === 'text') {
      if (unit.text === '') return;
    }
    units.push(unit);
    isAfterMarker = unit.kind === 'marker';
    isLineFresh = false;
    if (unit.kind === 'newline') isLineStart = true;
  };
  const text = (shown: string, plain = shown): void => push({ kind: 'text', text: shown, plain });
  const take = (length: number): string => {
    const taken = rest.slice(0, length);
    rest = rest.slice(length);
    return taken;
  };

  /** Takes one step; false when more has to be read. */
  const step = (isFinal: boolean): boolean => {
    if (rest === '') return false;
    if (fence) return codeLine(fence, isFinal);
    if (!isLineStart) return inline(isFinal);
    const open = FENCE.exec(isFinal ? `${rest}\n` : rest);
    if (open) return openFence(open);
    if (!isFinal && (LINE_PREFIX_OPEN.test(rest) || FENCE_OPEN.test(rest))) return false;
    isLineStart = false;
    isLineFresh = true;
    structure(take(LINE_PREFIX.exec(rest)?.[0].length ?? 0));
    return true;
  };

  const openFence = ([whole, marks = '```', info = '']: RegExpExecArray): boolean => {
    take(whole.length);
    const sign = marks[0] === '~' ? '~' : '`';
    fence = { close: new RegExp(`^[ \\t]{0,12}${sign}{${marks.length},}[ \\t]*$`, 'u'), marks };
    const language = /^[\w+#-]{0,30}/u.exec(info.trim())?.[0] ?? '';
    push({ kind: 'code', text: `${marks}${language}\n`, isEnd: false });
    return true;
  };

  /** Four blanks would make a block of code of what follows; headings are no part of the subset. */
  const structure = (prefix: string): void => {
    const blanks = prefix.replace(/\t/gu, '  ').replace(/^ {4,}/u, '   ');
    const shown = blanks.replace(/#+\s*/u, '').replace('•', '-');
    if (shown !== '') units.push({ kind: 'structure', text: shown });
  };

  const codeLine = ({ close }: Fence, isFinal: boolean): boolean => {
    const end = rest.indexOf('\n');
    const isWhole = end >= 0 && end <= MAX_SPAN;
    if (!isWhole && !isFinal && rest.length <= MAX_SPAN) return false;
    const line = take(isWhole ? end : Math.min(rest.length, MAX_SPAN));
    if (close.test(line)) {
      fence = undefined;
      push({ kind: 'code', text: line.trim(), isEnd: true });
      return true;
    }
    push({ kind: 'code', text: `${cleanCode(line)}${take(isWhole ? 1 : 0)}`, isEnd: false });
    return true;
  };

  const cleanCode = (code: string): string => {
    if (!sanitizes) return code;
    return code.replace(/[\w+/=.:-]{20,}/gu, (word) =>
      judgeWord(word, isInPassages) === 'plain' ? word : codeAddress(word),
    );
  };
  const codeAddress = (word: string): string => (judgeWord(word, isInPassages) === 'code' ? word : TAKEN_OUT);

  const inline = (isFinal: boolean): boolean => {
    const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    // Half of a pair: the other half is on its way.
    if (rest.length === 1 && /[\ud800-\udbff]/.test(rest) && !isFinal) return false;
    if (character === '\n') {
      take(1);
      push({ kind: 'newline' });
      return true;
    }
    if (character === '[' || character === '【') return bracket(isFinal);
    if (character === '`') return codeSpan(isFinal);
    if (!sanitizes) {
      take(character.length);
      text(character);
      return true;
    }
    return sanitized(character, isFinal);
  };

  const sanitized = (character: string, isFinal: boolean): boolean => {
    if (isAfterMarker && (character === ':' || character === '(')) {
      // "[1]: address" would define what [1] links to, and "[1](address)" would link it.
      text(' ');
      return true;
    }
    if (character === '\\') return escaped(isFinal);
    if (character === '$') return formula(isFinal);
    if (character === '<') return tag(isFinal);
    const image = character === '!' ? imageMark(isFinal) : undefined;
    if (image !== undefined) return image;
    if (isWordCharacter(character)) return word(isFinal);
    isSwallowing = false;
    take(character.length);
    if (character === ']' || character === '】') text('\\]', ']');
    else text(character);
    return true;
  };

  /** The mark in front of an image is left out, and makes it a link; undefined: it is no such mark. */
  const imageMark = (isFinal: boolean): boolean | undefined => {
    if (rest.length === 1 && !isFinal) return false;
    if (rest[1] !== '[') return undefined;
    const image = readBracket(rest.slice(1), false, isFinal);
    if (image.kind === 'open') return false;
    if (image.kind !== 'link') return undefined;
    take(1);
    return true;
  };

  const bracket = (isFinal: boolean): boolean => {
    const found = readBracket(rest, isLineFresh, isFinal);
    if (found.kind === 'open') return false;
    if (found.kind === 'marker') {
      take(found.length);
      push({ kind: 'marker', numbers: found.numbers });
      return true;
    }
    if (!sanitizes) {
      text(take(1));
      return true;
    }
    take(found.length);
    if (found.kind === 'link') rest = found.words + rest;
    else if (found.kind === 'text') text('\\[', '[');
    return true;
  };

  const codeSpan = (isFinal: boolean): boolean => {
    const ticks = /^`+/u.exec(rest)?.[0] ?? '`';
    if (ticks.length === rest.length && !isFinal) return false;
    const close = new RegExp(`(?<!\`)${ticks}(?!\`)`, 'u').exec(rest.slice(ticks.length, ticks.length + MAX_SPAN));
    const paragraph = rest.indexOf('\n\n');
    const isClosed = close !== null && (paragraph < 0 || close.index + ticks.length < paragraph);
    // The character behind the last tick says whether the run of ticks is whole.
    const closeEnd = isClosed ? ticks.length + close.index + ticks.length : -1;
    if (isClosed && closeEnd === rest.length && !isFinal) return false;
    if (isClosed) {
      const code = rest.slice(ticks.length, closeEnd - ticks.length).replace(/\s*\n\s*/gu, ' ');
      take(closeEnd);
      const clean = cleanCode(code);
      text(clean.trim() === '' ? '' : `${ticks}${clean}${ticks}`, clean);
      return true;
    }
    if (!isFinal && paragraph < 0 && rest.length < MAX_SPAN + ticks.length) return false;
    take(ticks.length);
    text(ticks.replace(/`/gu, '\\`'), '');
    return true;
  };

  const escaped = (isFinal: boolean): boolean => {
    if (rest.length < 2 && !isFinal) return false;
    const next = rest[1] ?? '';
    if (next === '<') {
      rest = rest.slice(1);
      return true;
    }
    const isPunctuation = /[!-/:-@[-`{-~]/u.test(next);
    take(isPunctuation ? 2 : 1);
    text(isPunctuation ? `\\${next}` : '\\', isPunctuation ? next : '');
    return true;
  };

  const formula = (isFinal: boolean): boolean => {
    if (rest.length < 2 && !isFinal) return false;
    const marks = rest.startsWith('$$') ? '$$' : '$';
    const end = rest.indexOf(marks, marks.length);
    const line = rest.indexOf(marks === '$' ? '\n' : '\n\n');
    const isNear = end > 0 && end <= MAX_SPAN && (line < 0 || end < line);
    if (end < 0 && line < 0 && !isFinal && rest.length <= MAX_SPAN) return false;
    if (isNear && end + marks.length === rest.length && !isFinal) return false;
    const body = isNear ? rest.slice(0, end + marks.length) : '';
    const isFormula = body !== '' && !NO_FORMULA.test(body) && !/^\$\s|\s\$$/u.test(body) && !body.includes('`');
    if (!isFormula) {
      text(take(1));
      return true;
    }
    take(body.length);
    text(cleanCode(body));
    return true;
  };

  const tag = (isFinal: boolean): boolean => {
    if (!isFinal && (rest.length < 2 || '<!--'.startsWith(rest))) return false;
    if (!/[\p{L}/!?]/u.test(rest[1] ?? '')) {
      text(take(1));
      return true;
    }
    const end = rest.startsWith('<!--') ? rest.indexOf('-->') + 2 : rest.indexOf('>');
    const isClosed = end > 1 && end <= MAX_SPAN;
    if (!isClosed && !isFinal && rest.length <= MAX_SPAN) return false;
    const whole = isClosed ? rest.slice(0, end + 1) : '';
    if (PLACEHOLDER.test(whole) && !HTML_NAME.test(whole)) {
      take(whole.length);
      text(`‹${whole.slice(1, -1)}›`, whole.slice(1, -1));
      return true;
    }
    // What never closes loses its bracket alone: the rest of it is text.
    take(isClosed ? whole.length : 1);
    return true;
  };

  const word = (isFinal: boolean): boolean => {
    if (isSwallowing) return swallow();
    const length = wordLength();
    if (length === rest.length && !isFinal && length <= MAX_WORD_CHARS) return false;
    if (length > MAX_WORD_CHARS) {
      isSwallowing = true;
      text(TAKEN_OUT, '');
      return true;
    }
    judged(take(length));
    return true;
  };

  /** How far the word at the beginning goes; a little more than the longest, if it goes on. */
  const wordLength = (): number => {
    let length = 0;
    for (const character of rest) {
      if (!isWordCharacter(character)) break;
      length += character.length;
      if (length > MAX_WORD_CHARS) break;
    }
    return length;
  };

  const judged = (whole: string): void => {
    const tail = ENDS_LIKE_SENTENCE.exec(whole)?.[0] ?? '';
    const judgement = judgeWord(whole, isInPassages);
    const bare = whole.slice(0, whole.length - tail.length);
    if (judgement === 'plain') text(whole);
    else if (judgement === 'code') text(`\`${bare}\`${tail}`, whole);
    else text(`${TAKEN_OUT}${tail}`, tail);
  };

  /** What has no end is no word: all of it is left out. */
  const swallow = (): boolean => {
    while (isWordCharacter(rest[0] ?? '')) take(1);
    isSwallowing = rest === '';
    return true;
  };

  const run = (isFinal: boolean): AnswerUnit[] => {
    units = [];
    while (step(isFinal));
    const done = units;
    units = [];
    return done;
  };

  /** Without what nobody sees: it could part a word or a tag that comes together again behind us. */
  const visible = (piece: string): string => {
    const whole = half + piece;
    half = /[\ud800-\udbff]$/.exec(whole)?.[0] ?? '';
    let kept = '';
    for (const character of whole.slice(0, whole.length - half.length)) {
      if (isHidden(character, last)) continue;
      kept += character;
      last = character;
    }
    return kept;
  };

  return {
    feed: (piece) => {
      rest += sanitizes ? visible(piece) : piece;
      return run(false);
    },
    end: () => {
      const done = run(true);
      if (fence) done.push({ kind: 'code', text: `\n${fence.marks}`, isEnd: true });
      return done;
    },
  };
};
