/** The engine-neutral text of a segment, read piece by piece (TRANSLATION §2.5). */

/** A piece of a text: words, the place of something carried over, or one end of a pair around words. */
export type NeutralPiece =
  | { readonly type: 'text' /** Not escaped. */; readonly text: string }
  | { readonly type: 'atom' | 'open' | 'close' /** `x1`, `g2`. */; readonly id: string };

const TAG = /<(?:(x\d+)\/|(g\d+)|\/(g\d+))>/g;
const ESCAPES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Escapes what is markup in an engine-neutral text. */
export const escapeNeutral = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The words behind the escapes of an engine-neutral text. */
export const unescapeNeutral = (text: string): string =>
  text.replace(/&(?:amp|lt|gt);/g, (entity) => ESCAPES[entity] ?? entity);

/** Reads a text into its pieces. */
export function parseNeutral(text: string): NeutralPiece[] {
  const pieces: NeutralPiece[] = [];
  let end = 0;
  const words = (until: number) => {
    if (until > end) pieces.push({ type: 'text', text: unescapeNeutral(text.slice(end, until)) });
  };
  for (const match of text.matchAll(TAG)) {
    words(match.index);
    end = match.index + match[0].length;
    const [, atom, open, close] = match;
    if (atom !== undefined) pieces.push({ type: 'atom', id: atom });
    else if (open !== undefined) pieces.push({ type: 'open', id: open });
    else if (close !== undefined) pieces.push({ type: 'close', id: close });
  }
  words(text.length);
  return pieces;
}

/** Writes one piece. */
export function writePiece(piece: NeutralPiece): string {
  switch (piece.type) {
    case 'text':
      return escapeNeutral(piece.text);
    case 'atom':
      return `<${piece.id}/>`;
    case 'open':
      return `<${piece.id}>`;
    case 'close':
      return `</${piece.id}>`;
  }
}

/** Writes pieces as a text. */
export const writeNeutral = (pieces: readonly NeutralPiece[]): string => pieces.map(writePiece).join('');
