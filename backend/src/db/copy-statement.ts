/** Quoted text, dollar-quoted text and comments: places where words are not SQL key words. */
const QUIET =
  /\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[\s\S]*?\$\1\$|\b[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g;

/** Tells whether any statement of the text is COPY … FROM STDIN. */
export function isCopyFromStdin(text: string): boolean {
  // Nearly every statement leaves here, without the cost of looking into quotes.
  if (!/\bstdin\b/i.test(text)) return false;
  return text
    .replace(QUIET, (part) => (part.startsWith('--') || part.startsWith('/*') ? ' ' : ' x '))
    .split(';')
    .some((statement) => /^\s*copy\b[\s\S]*\bfrom\s+stdin\b/i.test(statement));
}
