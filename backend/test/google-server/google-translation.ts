/** An unscripted translation: pseudo-words in the target's script, tags as they are. */
import { translateWords } from './translate-words.ts';

/** Translates HTML or plain text; what stands in `translate="no"` stays, and quotes become entities, as Google writes them. */
export function translateHtml(html: string, target: string): string {
  let kept = 0;
  return html
    .split(/(<[^<>]*>|&[a-z]+;)/)
    .map((part) => {
      if (part.startsWith('<')) {
        if (kept > 0) kept += part.startsWith('</span') ? -1 : 0;
        else if (part.includes('translate="no"')) kept = 1;
        return part;
      }
      if (kept > 0 || part.startsWith('&')) return part;
      return translateWords(part, target).replaceAll("'", '&#39;').replaceAll('"', '&quot;');
    })
    .join('');
}
