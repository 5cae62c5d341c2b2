/** Writes quotes in the answer's Markdown subset: bold headings, `>` quotes with their markers, fenced code. Pure. */
import type { QuotedGroup } from './chat-extractive.ts';

/** Marks text so that it is read as text; underscores and stars inside of words are no markup and stay. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\\`[\]]|<(?=[\p{L}/!?])/gu, '\\$&')
    .replace(/(?<![\p{L}\p{N}_*])[*_]+|[*_]+(?![\p{L}\p{N}_*])/gu, (marks) => marks.replace(/./g, '\\$&'))
    .replace(/^(?=[>#])/u, '\\');

/** A heading path as one bold line. */
export const headingLine = (headingPath: readonly string[]): string =>
  `**${headingPath.map(escapeMarkdown).join(' › ')}**\n\n`;

/** A quote with its marker; a quote that is code alone has its marker on a line below. */
export const quoteBlock = ({ lines, code, citation }: QuotedGroup): string => {
  const marker = `[${citation.marker}]`;
  if (lines.length === 0) return `${code ? codeBlock(code) : ''}${marker}\n\n`;
  const body = lines.map((line) => `> ${escapeMarkdown(line)}`).join('\n>\n');
  return `${body} ${marker}\n\n`;
};

/** A fenced code block; the fence is longer than any run of backticks inside. */
export const codeBlock = ({ lang, text }: { readonly lang: string; readonly text: string }): string => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${lang.replace(/[^\w+#-]/g, '')}\n${text}\n${fence}\n\n`;
};
