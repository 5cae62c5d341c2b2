/** Blanks at the borders of placeholders, which engines eat, add and move. */
import type { LanguageProfile } from './language-profiles.ts';

/** Marks that stand close to what is before them. */
const CLOSING =
  '.,;:!?\u2026)\\]}\u2019\u201D\u00BB\u060C\u061B\u061F\u06D4\u0964\u3002\uFF0C\u3001\uFF01\uFF1A\uFF1B\uFF1F';
const WORD = /[\p{L}\p{M}\p{N}]/u;
const TAG = /<\/?[xg]\d+\/?>/g;

/** Moves blanks that stand just inside a pair out of it, where the source has none there. */
function moveBlanksOut(source: string, translated: string): string {
  const ids = Array.from(source.matchAll(/<(g\d+)>/g), ([, id = '']) => id);
  let text = translated;
  // From the innermost pair outwards, which has the highest number.
  for (const id of ids.reverse()) {
    if (!source.includes(`<${id}> `)) text = text.replace(new RegExp(`<${id}> +`, 'g'), ` <${id}>`);
    if (!source.includes(` </${id}>`)) text = text.replace(new RegExp(` +</${id}>`, 'g'), `</${id}> `);
  }
  return text.replace(/ {2,}/g, ' ').trim();
}

/** Takes the blank between a placeholder and a closing mark away where the source has none. French sets high marks apart. */
function closeUp(source: string, translated: string): string {
  return translated.replace(new RegExp(`(<x\\d+/>|</g\\d+>) (?=[${CLOSING}])`, 'g'), (found: string, tag: string) => {
    const isInSource = new RegExp(`${tag} [${CLOSING}]`).test(source);
    return isInSource ? found : tag;
  });
}

/** Tags that no letter touches on a side of them in the source: a blank, a mark or an end of the text stands there. */
function looseTags(source: string, side: 'before' | 'after'): Set<string> {
  const tags = new Set<string>();
  for (const { 0: tag, index } of source.matchAll(TAG)) {
    const neighbour = side === 'before' ? source.charAt(index - 1) : source.charAt(index + tag.length);
    if (!WORD.test(neighbour)) tags.add(tag);
  }
  return tags;
}

/** Puts blanks between placeholders and words, which touch only where they do in the source. */
function addLostBlanks(source: string, translated: string, language: LanguageProfile): string {
  const before = looseTags(source, 'before');
  const after = looseTags(source, 'after');
  return translated.replace(TAG, (tag: string, index: number) => {
    const isOuterStart = !tag.startsWith('</') && before.has(tag);
    const isOuterEnd = (tag.endsWith('/>') || tag.startsWith('</')) && after.has(tag);
    const previous = translated.charAt(index - 1);
    const next = translated.charAt(index + tag.length);
    const start = isOuterStart && language.hasBlankBefore && WORD.test(previous) ? ' ' : '';
    const end = isOuterEnd && language.hasBlankAfter && WORD.test(next) ? ' ' : '';
    return `${start}${tag}${end}`;
  });
}

/** Sets the blanks inside and around placeholders as the source has them, as far as the language parts words by blanks. */
export function restoreBlanks(source: string, translated: string, language: LanguageProfile): string {
  const outside = moveBlanksOut(source, translated);
  const closed = language.setsMarksApart ? outside : closeUp(source, outside);
  return addLostBlanks(source, closed, language);
}
