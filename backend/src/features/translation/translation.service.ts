/** Chapters, selections and titles in the reader's language. */
import { randomUUID } from 'node:crypto';
import {
  type Chapter,
  type LanguagesResponse,
  type SegmentEvent,
  SUPPORTED_LANGUAGES,
  type SupportedLanguage,
  supportedLanguageSchema,
  type TranslateRequest,
  type TranslateSelectionRequest,
  type TranslateSelectionResponse,
  type TranslateTitlesResponse,
  type TranslationReport,
} from '@lectern/contracts';
import { NotFoundError, ValidationError } from '../../config/app-error.ts';
import type { Translator } from '../../providers/translator/index.ts';
import {
  type BookSnapshot,
  type ChapterEntry,
  chapterIdentity,
  findChapter,
  locateSelectedText,
} from '../content/index.ts';
import type { Filling } from './filling/translation-filling.ts';
import type { LanguagePair, MemoryRepository } from './memory/translation-memory.repository.ts';
import type { TranslationBooks } from './translation-book.ts';
import { type TranslatableChapter, translatableChapter } from './translation-chapter.ts';
import { type ChapterLookups, type LookupDeps, lookUpSegments } from './translation-chapter-lookup.ts';
import type { CoverageReader } from './translation-coverage.ts';
import { canAsk, isAllowed } from './translation-engines.ts';
import type { ReportRepository } from './translation-report.repository.ts';
import { type RunRequest, runTranslation, type TranslationReader } from './translation-run.ts';
import { isSameLanguage, readNeutral } from './translation-text.ts';
import { translateTitles } from './translation-titles.ts';

/** What the service needs. */
export interface TranslationServiceDeps extends LookupDeps {
  readonly books: TranslationBooks;
  readonly memory: Pick<MemoryRepository, 'find'>;
  readonly filling: Filling;
  readonly reports: Pick<ReportRepository, 'add'>;
  readonly coverage: CoverageReader;
  readonly lookups: Pick<ChapterLookups, 'of'>;
  readonly engines: readonly Translator[];
  /** Language models that the book's author allows; undefined: all. */
  readonly allowedModels: () => readonly string[] | undefined;
  /** Told of each chapter that is asked for. */
  readonly onRead?: (segments: { readonly found: number; readonly missing: number }) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A chapter in the version that a page shows, and from which language to which. */
interface ResolvedChapter {
  readonly snapshot: BookSnapshot;
  readonly entry: ChapterEntry;
  readonly chapter: TranslatableChapter;
  readonly pair: LanguagePair & { readonly target: SupportedLanguage };
}

type ChapterRequest = Pick<TranslateRequest, 'chapterId' | 'sourceHash' | 'language'>;

/** Chapters in the reader's language. */
export type TranslationService = ReturnType<typeof createTranslationService>;

/** Makes the service. */
export const createTranslationService = (deps: TranslationServiceDeps) => {
  const { books, memory, filling, reports, coverage, engines } = deps;
  const runDeps = { content: books.content, memory, filling, canTranslate: (pair: LanguagePair) => canTranslate(pair) };
  const canTranslate = (pair: LanguagePair): boolean =>
    engines.some((engine) => canAsk(engine, pair, deps.allowedModels()));

  /** @throws CHAPTER_NOT_FOUND, LANGUAGE_NOT_OFFERED, SOURCE_CHANGED, INDEX_NOT_READY */
  const resolve = async ({ chapterId, sourceHash, language }: ChapterRequest): Promise<ResolvedChapter> => {
    const snapshot = books.content.snapshot();
    const entry = findChapter(snapshot, chapterId, snapshot.book.defaultLocale);
    const pair = { source: entry.locale, target: language };
    if (isSameLanguage(pair.source, pair.target)) {
      throw new ValidationError('LANGUAGE_NOT_OFFERED', { detail: 'The chapter is written in this language.' });
    }
    return { snapshot, entry, pair, chapter: await books.chapter(snapshot, entry, sourceHash) };
  };

  const accept = async (request: TranslateRequest, reader: TranslationReader): Promise<RunRequest> => {
    const resolved = await resolve(request);
    const lookup = await deps.lookups.of(resolved.chapter, resolved.pair);
    deps.onRead?.({ found: lookup.found.length, missing: lookup.missing.length });
    return { ...resolved, streamId: randomUUID(), lookup, visible: request.visible, reader };
  };

  /** Runs over a part of a chapter, to its end. */
  const runPart = async (
    resolved: ResolvedChapter,
    ids: ReadonlySet<string>,
    reader: TranslationReader,
  ): Promise<SegmentEvent[]> => {
    const segments = resolved.chapter.segments.filter(({ id }) => ids.has(id));
    const lookup = await lookUpSegments(deps, resolved.pair, segments);
    const part = { ...resolved, chapter: { ...resolved.chapter, segments }, streamId: randomUUID() };
    const events: SegmentEvent[] = [];
    const run = runTranslation(runDeps, { ...part, lookup, visible: Array.from(ids), reader });
    for await (const batch of run) events.push(...batch);
    return events;
  };

  return {
    /**
     * Begins to translate a chapter: all that can be refused is refused here. `events` gives several at a time, an empty
     * list when the connection has to be kept open; who stops reading ends the waiting.
     * @throws CHAPTER_NOT_FOUND, LANGUAGE_NOT_OFFERED, SOURCE_CHANGED, INDEX_NOT_READY
     */
    translate: async (request: TranslateRequest, reader: TranslationReader) => {
      const accepted = await accept(request, reader);
      return { streamId: accepted.streamId, events: () => runTranslation(runDeps, accepted) };
    },

    /**
     * Translates the segments that a selection touches.
     * @throws what {@link translate} throws, and SELECTION_NOT_IN_CHAPTER
     */
    translateSelection: async (
      request: TranslateSelectionRequest,
      reader: TranslationReader,
    ): Promise<TranslateSelectionResponse> => {
      const resolved = await resolve(request);
      const whole = await books.content.chapterBySource(resolved.snapshot, resolved.entry, request.sourceHash);
      const ids = new Set(locateSelectedText(whole, request).map(({ segment }) => segment.id));
      const byId = new Map(resolved.chapter.segments.map((segment) => [segment.id, segment]));
      const response: TranslateSelectionResponse = {
        chapterId: resolved.chapter.key,
        sourceHash: resolved.chapter.sourceHash,
        language: request.language,
        direction: SUPPORTED_LANGUAGES[request.language].direction,
        segments: [],
        left: [],
      };
      for (const { event, data } of await runPart(resolved, ids, reader)) {
        if (event === 'segment') {
          const plain = readNeutral(data.text, byId.get(data.id)?.placeholders ?? []);
          response.segments.push({ ...data, plain });
        } else if (event === 'done') {
          response.left = data.left;
          if (data.notice) response.notice = data.notice;
        }
      }
      // As the page reads, not as they came.
      const order = new Map(Array.from(byId.keys(), (id, at) => [id, at]));
      response.segments.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
      return response;
    },

    /**
     * Keeps a reader's word about a translation.
     * @throws what {@link translate} throws, and SEGMENT_NOT_FOUND
     */
    report: async ({ segmentId, reason, ...request }: TranslationReport): Promise<void> => {
      const { chapter, pair } = await resolve(request);
      const segment = chapter.segments.find(({ id }) => id === segmentId);
      if (!segment) throw new NotFoundError('SEGMENT_NOT_FOUND');
      const { found } = await lookUpSegments(deps, pair, [segment]);
      const { hash, previousHash, nextHash, sectionId } = segment;
      const target = found[0]?.entry.target ?? null;
      const place = { chapterKey: chapter.key, sectionId, hash, previousHash, nextHash };
      await reports.add(pair, { ...place, target, reason }, new Date(deps.now()));
    },

    /** What segments of a chapter read in a language, by id; those without a translation are left out. */
    plainTexts: async (
      chapter: Chapter,
      segmentIds: readonly string[],
      language: string,
    ): Promise<ReadonlyMap<string, string>> => {
      const target = supportedLanguageSchema.safeParse(language);
      if (!target.success) return new Map();
      const wanted = new Set(segmentIds);
      const segments = translatableChapter(chapter).segments.filter(({ id }) => wanted.has(id));
      const { found } = await lookUpSegments(deps, { source: chapter.locale, target: target.data }, segments);
      return new Map(found.map(({ segment, entry }) => [segment.id, readNeutral(entry.target, segment.placeholders)]));
    },

    /**
     * What a chapter's quizzes read in a language, by segment id; those without a translation are left out.
     * @throws INDEX_NOT_READY
     */
    quizTexts: async (chapterKey: string, language: string): Promise<ReadonlyMap<string, string>> => {
      const snapshot = books.content.snapshot();
      const locale = snapshot.book.defaultLocale;
      const entry = snapshot.chaptersByIdentity.get(chapterIdentity({ key: chapterKey, locale }));
      const target = supportedLanguageSchema.safeParse(language);
      if (entry === undefined || !target.success || isSameLanguage(locale, language)) return new Map();
      const chapter = await books.chapter(snapshot, entry, entry.sourceHash);
      const { found } = await deps.lookups.of(chapter, { source: locale, target: target.data });
      return new Map(
        found
          .filter(({ segment }) => segment.kind === 'quiz')
          .map(({ segment, entry: { target: text } }) => [segment.id, readNeutral(text, segment.placeholders)]),
      );
    },

    /** Languages with what is translated. @throws INDEX_NOT_READY */
    languages: async (): Promise<LanguagesResponse> => {
      const snapshot = books.content.snapshot();
      const source = snapshot.book.defaultLocale;
      const shares = await coverage.byLanguage(snapshot);
      const editions = new Set(snapshot.book.locales.map(({ code }) => code));
      const languages = supportedLanguageSchema.options.map((code) => {
        const isSource = isSameLanguage(code, source);
        const { label, direction } = SUPPORTED_LANGUAGES[code];
        return {
          code,
          label,
          direction,
          edition: isSource || editions.has(code),
          coverage: isSource ? 1 : (shares.get(code) ?? 0),
        };
      });
      return { source, onDemand: engines.some((engine) => isAllowed(engine, deps.allowedModels())), languages };
    },

    /** What lists of chapters show, in a language. @throws INDEX_NOT_READY */
    titles: async (language: SupportedLanguage): Promise<TranslateTitlesResponse> => {
      const outline = await books.outline(books.content.snapshot());
      return translateTitles(memory, outline, language);
    },
  };
};
