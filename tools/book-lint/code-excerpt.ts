/** Tells whether a code block says what its file says. Pure. */

// A line with nothing but an ellipsis skips lines: `# …`, `// …`, `<!-- … -->`, `...`.
const SKIP = /^\s*(?:#|\/\/|<!--|--|;)?\s*(?:…|\.\.\.)\s*(?:-->)?\s*$/;

function linesOf(text: string): string[] {
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.trimEnd());
}

function dedent(lines: string[]): string[] {
  const indents = lines.filter((line) => line !== '').map((line) => line.length - line.trimStart().length);
  const common = indents.length === 0 ? 0 : Math.min(...indents);
  return lines.map((line) => line.slice(common));
}

function cutAtSkips(lines: string[]): string[][] {
  const pieces: string[][] = [[]];
  for (const line of lines) {
    if (SKIP.test(line)) pieces.push([]);
    else pieces.at(-1)?.push(line);
  }
  return pieces.map(trimBlank).filter((piece) => piece.length > 0);
}

function trimBlank(lines: string[]): string[] {
  const first = lines.findIndex((line) => line !== '');
  const last = lines.findLastIndex((line) => line !== '');
  return first === -1 ? [] : lines.slice(first, last + 1);
}

/** Length of the match of a piece at a line of the file: the whole piece when it stands there. */
function matchLength(piece: string[], file: string[], start: number): number {
  const first = file[start] ?? '';
  const indent = first.slice(0, first.length - first.trimStart().length);
  const own = piece[0]?.length === piece[0]?.trimStart().length ? indent : '';
  let length = 0;
  for (const line of piece) {
    const wanted = line === '' ? '' : own + line;
    if (file[start + length] !== wanted) break;
    length += 1;
  }
  return length;
}

/**
 * Looks for a code block in the file that its title names: its lines in order, at any common indentation.
 *
 * @returns the first line that is not where it should be; undefined when all stand there
 */
export function excerptFault(block: string, file: string): string | undefined {
  const lines = linesOf(file);
  let from = 0;
  for (const raw of cutAtSkips(linesOf(block))) {
    const piece = dedent(raw);
    let best = 0;
    let found = -1;
    for (let start = from; start < lines.length && found === -1; start++) {
      const length = matchLength(piece, lines, start);
      if (length === piece.length) found = start;
      best = Math.max(best, length);
    }
    if (found === -1) return piece[best] ?? piece[0];
    from = found + piece.length;
  }
  return undefined;
}
