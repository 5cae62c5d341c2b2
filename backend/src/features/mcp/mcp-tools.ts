/** The tools of the book. All of them only read. */
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { z } from 'zod';
import type { McpBook } from './mcp-book.ts';
import {
  askBookInput,
  askBookOutput,
  listChaptersInput,
  listChaptersOutput,
  readSectionInput,
  readSectionOutput,
  searchBookInput,
  searchBookOutput,
} from './mcp-tool-schemas.ts';

/** What one call knows of its caller. */
export interface McpCall {
  readonly book: McpBook;
  /** Address of the caller. */
  readonly address: string;
  /** Counts a question of the caller. @throws RATE_LIMITED */
  readonly admitQuestion: () => Promise<void>;
  /** The text of an error that may be told. */
  readonly explain: (error: unknown) => string;
}

const READ_ONLY = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } as const;

/** Registers the tools. */
export const registerTools = (server: McpServer, { book, address, admitQuestion, explain }: McpCall): void => {
  /** A program reads the structure, a model reads the text. */
  const answering = async <Output extends Record<string, unknown>>(
    work: () => Output | Promise<Output>,
    textOf: (output: Output) => string,
  ): Promise<CallToolResult> => {
    try {
      const structuredContent = await work();
      return { content: [{ type: 'text', text: textOf(structuredContent) }], structuredContent };
    } catch (error) {
      return { content: [{ type: 'text', text: explain(error) }], isError: true };
    }
  };

  server.registerTool(
    'list_chapters',
    {
      title: 'List the chapters',
      description: 'The outline of the book: its modules and chapters in reading order, with keys for read_section.',
      inputSchema: listChaptersInput,
      outputSchema: listChaptersOutput,
      annotations: READ_ONLY,
    },
    (input) => answering(() => book.listChapters(input), listText),
  );
  server.registerTool(
    'search_book',
    {
      title: 'Search the book',
      description: 'Finds the sections that fit a few words, best first, each with a snippet.',
      inputSchema: searchBookInput,
      outputSchema: searchBookOutput,
      annotations: READ_ONLY,
    },
    (input) => answering(() => book.search(input), searchText),
  );
  server.registerTool(
    'read_section',
    {
      title: 'Read a section',
      description: 'The text of a section, or of a whole chapter in parts, as Markdown.',
      inputSchema: readSectionInput,
      outputSchema: readSectionOutput,
      annotations: READ_ONLY,
    },
    (input) => answering(() => book.read(input), readText),
  );
  server.registerTool(
    'ask_book',
    {
      title: 'Ask the book',
      description:
        'Answers a question from the book alone, with citations, or says that the book does not cover it. Nothing is stored.',
      inputSchema: askBookInput,
      outputSchema: askBookOutput,
      annotations: { ...READ_ONLY, idempotentHint: false },
    },
    (input, { signal }) =>
      answering(async () => {
        await admitQuestion();
        return book.ask(input, { address, signal });
      }, askText),
  );
};

const listText = ({ title, chapters, nextCursor }: z.output<typeof listChaptersOutput>): string =>
  [
    title,
    ...chapters.map(({ chapter, title: name, url }) => `- ${name} (${chapter}) ${url}`),
    ...(nextCursor === undefined ? [] : [`More: cursor ${nextCursor}`]),
  ].join('\n');

const searchText = ({ hits }: z.output<typeof searchBookOutput>): string =>
  hits.length === 0
    ? 'Nothing in the book fits these words.'
    : hits
        .map(({ headings, section, url, snippet }) => `${headings.join(' › ')}\n${section}\n${url}\n${snippet}`)
        .join('\n\n');

const readText = ({ text, url, nextOffset }: z.output<typeof readSectionOutput>): string =>
  [text, `Page: ${url}`, ...(nextOffset === undefined ? [] : [`More: offset ${nextOffset}`])].join('\n\n');

const askText = ({ answer, citations, nearest, unsupported }: z.output<typeof askBookOutput>): string =>
  [
    answer.trim(),
    ...(unsupported.length > 0 ? [`Not supported by the book: ${unsupported.join(' ')}`] : []),
    ...citations.map(({ marker, headings, url }) => `[${marker}] ${headings.join(' › ')} ${url}`),
    ...(nearest.length > 0 ? ['Nearest sections:', ...nearest.map(({ section, url }) => `- ${section} ${url}`)] : []),
  ].join('\n\n');
