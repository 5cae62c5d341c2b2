/** Markdown that stays what it looks like in viewers that know all of Markdown and HTML. Pure. */
import { codeBlock } from '../quotes/chat-markdown.ts';

/**
 * What could begin an address that a viewer makes a link of. Such an address takes up whatever follows it, also the
 * backslash of an escape and the first mark of code, so none may begin.
 * @see https://github.github.com/gfm/#autolinks-extension-
 */
const ADDRESS = /(https?|ftp|www)([:.])/gi;
const breakAddresses = (text: string): string =>
  text.replace(ADDRESS, (_all, name: string, mark: string) => `${name}&#${mark.charCodeAt(0)};`);

const escapeMark = (mark: string): string => (mark === '<' ? '&lt;' : `\\${mark}`);

/** Marks every character that could begin markup, so that a text is read as it was written. */
export const escapePlainText = (text: string): string =>
  breakAddresses(text.replace(/[\\`*_[\]<>#|~$&]/g, escapeMark))
    // At the beginning of a line: lists, rules, underlines of headings.
    .replace(/^(\s*)([-+=])/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/gm, '$1\\$2');

// An opening fence of backticks has none in its info string, and a closing one has nothing behind it (CommonMark §4.5).
const OPENING = /^\s*(?:(`{3,})([^`]*)|(~{3,})(.*))$/;
const CLOSING = /^\s*(`{3,}|~{3,})\s*$/;

interface OpenCode {
  readonly fence: string;
  readonly lang: string;
  readonly lines: string[];
}

/**
 * Makes an answer's text safe: HTML, images, links and headings become text, code stays code, markers become links.
 * @param addresses Address of each citation by its marker
 */
export const neutralizeAnswer = (text: string, addresses: ReadonlyMap<number, string>): string => {
  const blocks: string[] = [];
  let code: OpenCode | undefined;
  const endCode = ({ lang, lines }: OpenCode) =>
    blocks.push('', codeBlock({ lang, text: lines.join('\n') }).trimEnd(), '');
  for (const line of text.trim().split('\n')) {
    if (code) {
      if (CLOSING.exec(line)?.[1]?.startsWith(code.fence)) {
        endCode(code);
        code = undefined;
      } else code.lines.push(line);
      continue;
    }
    const opening = OPENING.exec(line);
    if (opening) {
      const [, ticks, lang, tildes, otherLang] = opening;
      code = { fence: ticks ?? tildes ?? '', lang: (lang ?? otherLang ?? '').trim(), lines: [] };
    } else blocks.push(neutralizeLine(line, addresses));
  }
  // A stopped answer may end inside of code.
  if (code) endCode(code);
  return blocks
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
};

/**
 * In this order: escapes stay, code stays, markers, and what could become code over several lines, a link, an image,
 * HTML, a formula or a table.
 */
const INLINE =
  /\\[!-/:-@[-`{-~]|(`+)(?:[^`]|[^`].*?[^`])\1(?!`)|\[(\d{1,3})\](?![(:])|(?:https?|ftp|www)[:.]|[`<&![\]|$]/gi;

/** Headings, and lines that make a heading of the one above or a rule; also inside of quotes and lists. */
const HEADING = /^((?:\s|>|[-+*]\s|\d+[.)]\s)*)(#|[-=_*](?=[-=_*\s]*$))/;

const neutralizeLine = (line: string, addresses: ReadonlyMap<number, string>): string =>
  line
    .replace(INLINE, (piece: string, ticks: string | undefined, marker: string | undefined) => {
      if (ticks !== undefined || piece.startsWith('\\')) return piece;
      if (marker === undefined) return piece.length === 1 ? escapeMark(piece) : breakAddresses(piece);
      const address = addresses.get(Number(marker));
      return address === undefined ? `\\[${marker}\\]` : `[\\[${marker}\\]](${address})`;
    })
    .replace(HEADING, '$1\\$2');
