/** The chapters as resources: `lectern://chapters/<locale>/<key>`, as Markdown. */
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { AppError } from '../../config/app-error.ts';
import type { ChapterEntry } from '../content/index.ts';
import type { McpBook } from './mcp-book.ts';
import { chapterText } from './mcp-chapter-text.ts';

const PREFIX = 'lectern://chapters/';
const MIME_TYPE = 'text/markdown';
/** Chapters in one page of the list. */
const PAGE_SIZE = 100;
/** @see https://modelcontextprotocol.io/specification/2025-06-18/server/resources#error-handling */
const RESOURCE_NOT_FOUND = -32_002;

/** Registers listing and reading. Not by McpServer's own means: those know no pages of a list. */
export const registerResources = (server: Server, book: McpBook, explain: (error: unknown) => string): void => {
  server.registerCapabilities({ resources: {} });
  server.setRequestHandler(ListResourcesRequestSchema, ({ params }) =>
    telling(explain, () => {
      const chapters = book.chaptersIn(undefined);
      const start = params?.cursor === undefined ? 0 : Number(params.cursor);
      if (!Number.isSafeInteger(start) || start < 0) throw new McpError(ErrorCode.InvalidParams, 'Unknown cursor.');
      const end = start + PAGE_SIZE;
      return {
        resources: chapters.slice(start, end).map(presentChapter),
        ...(end < chapters.length ? { nextCursor: String(end) } : {}),
      };
    }),
  );
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: [
      {
        name: 'chapter',
        title: 'A chapter of the book',
        description: 'By its language and its key, as list_chapters gives it',
        uriTemplate: `${PREFIX}{locale}/{+chapter}`,
        mimeType: MIME_TYPE,
      },
    ],
  }));
  server.setRequestHandler(ReadResourceRequestSchema, ({ params: { uri } }) =>
    telling(explain, async () => {
      const { locale, key } = readUri(uri);
      const chapter = await book.content.chapter(key, locale);
      // A chapter that is not translated is one of another address.
      if (chapter.locale !== locale) throw notFound(uri);
      const text = `${chapterText(chapter)}\n\nPage: ${book.address(chapter.permalink)}\n`;
      return { contents: [{ uri, mimeType: MIME_TYPE, text }] };
    }),
  );
};

const presentChapter = ({ key, locale, title, description }: ChapterEntry) => ({
  uri: uriOf(key, locale),
  name: key,
  title,
  mimeType: MIME_TYPE,
  ...(description === undefined ? {} : { description }),
});

const uriOf = (key: string, locale: string): string =>
  `${PREFIX}${[locale, ...key.split('/')].map(encodeURIComponent).join('/')}`;

const readUri = (uri: string): { locale: string; key: string } => {
  try {
    const [locale = '', ...steps] = uri.startsWith(PREFIX)
      ? uri.slice(PREFIX.length).split('/').map(decodeURIComponent)
      : [];
    if (steps.length > 0) return { locale, key: steps.join('/') };
  } catch {
    // An escape that is none: no such resource.
  }
  throw notFound(uri);
};

const notFound = (uri: string): McpError =>
  new McpError(RESOURCE_NOT_FOUND, 'The book has no such chapter.', { uri: uri.slice(0, 500) });

const telling = async <Result>(
  explain: (error: unknown) => string,
  work: () => Result | Promise<Result>,
): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof McpError) throw error;
    const isMissing = error instanceof AppError && error.status === 404;
    throw new McpError(isMissing ? RESOURCE_NOT_FOUND : ErrorCode.InternalError, explain(error));
  }
};
