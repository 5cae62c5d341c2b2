/** Headings in the table of contents, which Docusaurus keeps as HTML: every word is escaped, code is the original's. */

/** Escapes a text for HTML. */
export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const TOKENS = /<(?:\/?g\d+|x(\d+)\/)>|&(?:amp|lt|gt);|[^<&]+|[<&]/g;

/**
 * A heading's label with a translated text.
 *
 * @param original the label that Docusaurus made of the heading
 * @param text the heading's translation with placeholders; undefined: there is none
 * @returns the original when the text has other atoms than the code of the original
 */
export function tocLabel(original: string, text: string | undefined): string {
  if (text === undefined) return original;
  const codes = original.match(/<code>[^<]*<\/code>/g) ?? [];
  const atoms = Array.from(text.matchAll(/<x(\d+)\/>/g), ([, number]) => Number(number)).sort((a, b) => a - b);
  if (atoms.length !== codes.length) return original;
  let label = '';
  for (const [token, atom] of text.matchAll(TOKENS)) {
    if (atom !== undefined) label += codes[atoms.indexOf(Number(atom))] ?? '';
    else if (/^<\/?g\d+>$/.test(token)) continue;
    else label += token.startsWith('&') && token.length > 1 ? token : escapeText(token);
  }
  return label;
}
