/** What the tools and resources do, without the protocol. */
import type { Chapter, ChatRequest, ChatResponse, Scope } from '@lectern/contracts';
import type { z } from 'zod';
import { AppError, NotFoundError, ValidationError } from '../../config/app-error.ts';
import { type ChatService, foldAnswer } from '../chat/index.ts';
import { type ChapterEntry, type ContentService, findSection, preferredLocales } from '../content/index.ts';
import { chapterText, sectionText } from './mcp-chapter-text.ts';
import {
  type askBookInput,
  type askBookOutput,
  type listChaptersInput,
  type listChaptersOutput,
  MAX_READ_CHARS,
  type readSectionInput,
  type readSectionOutput,
  type searchBookInput,
  type searchBookOutput,
} from './mcp-tool-schemas.ts';

/** What the book needs. */
export interface McpBookDeps {
  readonly content: ContentService;
  readonly chat: Pick<ChatService, 'accept'>;
  /** Origin of the book's pages. */
  readonly publicUrl: string;
  /** Whether models may write answers for programs: they are paid by the operator. */
  readonly modelAnswers: boolean;
}

/** The book, as programs use it. */
export type McpBook = ReturnType<typeof createMcpBook>;

/** Makes the book. */
export const createMcpBook = ({ content, chat, publicUrl, modelAnswers }: McpBookDeps) => {
  const address = (path: string): string => URL.parse(path, publicUrl)?.href ?? publicUrl;

  /** The chapters of the latest versions in a locale, in reading order. */
  const chaptersIn = (locale: string | undefined): ChapterEntry[] => {
    const snapshot = content.snapshot();
    const [first] = preferredLocales(snapshot, locale);
    return snapshot.chapters.filter((chapter) => chapter.locale === first && chapter.latest !== false);
  };

  /** @throws INDEX_NOT_READY, MODULE_NOT_FOUND, INVALID_CURSOR */
  const listChapters = (input: z.output<typeof listChaptersInput>): z.output<typeof listChaptersOutput> => {
    const { title, modules } = content.snapshot().book;
    if (input.module !== undefined && !modules.some(({ id }) => id === input.module)) {
      throw new NotFoundError('MODULE_NOT_FOUND');
    }
    const chapters = chaptersIn(input.locale).filter(
      ({ module }) => input.module === undefined || module === input.module,
    );
    const start = input.cursor === undefined ? 0 : Number(input.cursor);
    if (!Number.isSafeInteger(start) || start < 0) throw new ValidationError('INVALID_CURSOR');
    const end = start + input.limit;
    return {
      title,
      modules: modules.map(({ id, title: name }) => ({ id, title: name })),
      chapters: chapters.slice(start, end).map((chapter) => ({
        chapter: chapter.key,
        title: chapter.title,
        url: address(chapter.permalink),
        ...pick(chapter, ['module', 'week', 'minutes', 'level', 'description']),
      })),
      ...(end < chapters.length ? { nextCursor: String(end) } : {}),
    };
  };

  /** @throws INDEX_NOT_READY */
  const search = async (input: z.output<typeof searchBookInput>): Promise<z.output<typeof searchBookOutput>> => {
    const { query, locale, limit } = input;
    const { hits } = await content.search({ q: query, locale, limit });
    return {
      hits: hits.map(({ chapterId, headingPath, url, snippet }) => ({
        section: reference(chapterId, url),
        headings: headingPath,
        url: address(url),
        snippet,
      })),
    };
  };

  /** @throws INDEX_NOT_READY, CHAPTER_NOT_FOUND, SECTION_NOT_FOUND */
  const read = async (input: z.output<typeof readSectionInput>): Promise<z.output<typeof readSectionOutput>> => {
    const { section: wanted, locale, offset } = input;
    const isWhole = !wanted.includes('#');
    const found = isWhole ? undefined : findSection(content.snapshot(), wanted, locale);
    const chapter = await content.chapter(found?.chapter.key ?? wanted, found?.chapter.locale ?? locale);
    const section = chapter.sections.find(({ id }) => id === found?.section.id);
    if (found && !section) throw new NotFoundError('SECTION_NOT_FOUND');
    return {
      chapter: chapter.key,
      title: chapter.title,
      headings: section?.headingPath ?? [chapter.title],
      url: address(section?.permalink ?? chapter.permalink),
      locale: chapter.locale,
      ...partOf(section ? sectionText(section) : chapterText(chapter), offset),
      ...(isWhole ? { sections: sectionList(chapter) } : {}),
    };
  };

  const sectionList = ({ key, sections }: Chapter) =>
    sections
      .filter(({ id }) => id !== '')
      .map(({ id, headingPath, permalink }) => ({
        section: `${key}#${id}`,
        title: headingPath.at(-1) ?? '',
        url: address(permalink),
      }));

  /**
   * Asks; nothing is stored. Where a model would cost the caller a proof of work, or an allowance is used up, quotes
   * answer.
   * @throws what a question can be refused for
   */
  const ask = async (
    input: z.output<typeof askBookInput>,
    caller: { readonly address: string; readonly signal: AbortSignal },
  ): Promise<z.output<typeof askBookOutput>> => {
    const request: ChatRequest = {
      question: input.question,
      scope: scopeOf(input.within),
      store: false,
      quotesOnly: !modelAnswers,
      ...(input.locale === undefined ? {} : { locale: input.locale }),
    };
    const accept = (question: ChatRequest) => chat.accept(question, { id: null, address: caller.address });
    const accepted = await accept(request).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'PROOF_REQUIRED') return accept({ ...request, quotesOnly: true });
      throw error;
    });
    return presentAnswer(await foldAnswer(accepted.answer(null, caller.signal)));
  };

  const presentAnswer = (answer: ChatResponse): z.output<typeof askBookOutput> => ({
    mode: answer.mode,
    ...pick(answer, ['notice', 'writer']),
    answer: answer.text,
    citations: answer.citations.map(({ marker, headingPath, chapterId, url, quote }) => ({
      marker,
      headings: headingPath,
      section: reference(chapterId, url),
      url: address(url),
      quote,
    })),
    unsupported: answer.unsupported.map(({ start, end }) => answer.text.slice(start, end)),
    nearest:
      answer.mode === 'refusal'
        ? answer.context.map(({ chapterId, url }) => ({ section: reference(chapterId, url), url: address(url) }))
        : [],
    suggestions: answer.suggestions,
  });

  return { content, address, chaptersIn, listChapters, search, read, ask };
};

/** `<chapter key>#<section id>` of a section's address. */
const reference = (chapterKey: string, url: string): string => `${chapterKey}#${url.split('#')[1] ?? ''}`;

const MODULE = 'module:';

const scopeOf = (within: string | undefined): Scope => {
  if (within === undefined) return { type: 'book' };
  if (within.startsWith(MODULE)) return { type: 'module', id: within.slice(MODULE.length) };
  return { type: within.includes('#') ? 'section' : 'chapter', id: within };
};

const partOf = (text: string, offset: number): { text: string; nextOffset?: number } => {
  const rest = text.slice(offset);
  if (rest.length <= MAX_READ_CHARS) return { text: rest };
  // At a paragraph's end where there is one in the last half.
  const border = rest.lastIndexOf('\n\n', MAX_READ_CHARS);
  const length = border > MAX_READ_CHARS / 2 ? border : MAX_READ_CHARS;
  return { text: rest.slice(0, length).toWellFormed(), nextOffset: offset + length };
};

const pick = <Entry, Key extends keyof Entry>(entry: Entry, keys: readonly Key[]): Partial<Pick<Entry, Key>> => {
  const picked: Partial<Pick<Entry, Key>> = {};
  for (const key of keys) if (entry[key] !== undefined) picked[key] = entry[key];
  return picked;
};
