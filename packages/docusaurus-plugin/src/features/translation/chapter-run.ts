/** One chapter on its way into a language: asks for the stream, shows segments as they come. */
import type { SegmentEvent, SegmentLeftReason, SegmentStatus } from '@lectern/contracts';
import { flushSync } from 'react-dom';
import { ApiError, NetworkError } from '../../client/client-errors.ts';
import { frameStore } from '../../client/doc-frame.ts';
import {
  beginChapter,
  type ChapterVersion,
  type SegmentView,
  showSegments,
  type TextLanguage,
} from '../../client/segments/segment-store.ts';
import { readingLanguage } from './languages.ts';
import { showQuizzes } from './translated-quizzes.ts';
import { ORIGINAL_STATE, type TranslatedChapter, translationStore } from './translation.store.ts';
import { keepPlace } from './translation-anchor.ts';
import { loadTitles, translateChapter } from './translation-client.ts';
import { makeFrameTranslator } from './translation-frame.ts';
import { chapterText, markPage, visibleSegments } from './translation-page.ts';

/** Most segments that are reported as visible: the contract's MAX_VISIBLE_SEGMENTS. */
const VISIBLE_LIMIT = 100;
/** Waits before a stream that broke off is asked for again, ms: what came is in the server's memory by then. */
const RETRY_AFTER_MS = [1000, 4000];

type Titles = Awaited<ReturnType<typeof loadTitles>>;
type EventOf<Name extends SegmentEvent['event']> = Extract<SegmentEvent, { event: Name }>['data'];

const titles = new Map<string, Promise<Titles | null>>();

/** The book's titles in a language, asked for once; null when they can't be had: they then stay as they are. */
function titlesIn(language: string): Promise<Titles | null> {
  const known = titles.get(language) ?? loadTitles(language).catch(() => null);
  titles.set(language, known);
  void known.then((loaded) => loaded === null && titles.delete(language));
  return known;
}

/** The version of a chapter that the page shows. */
export const versionOf = ({ key, sourceHash }: TranslatedChapter): ChapterVersion => `${key}@${sourceHash}`;

/** The language of the author's text. */
export function sourceOf(code: string): TextLanguage {
  return { lang: code, dir: readingLanguage(code)?.dir ?? 'ltr' };
}

/** Runs a change now when nobody sees it, else with the next frame, so that what comes together is shown together. */
function withNextFrame(run: () => void): () => void {
  if (document.hidden) {
    const timer = setTimeout(run, 50);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(run);
  return () => cancelAnimationFrame(frame);
}

/** One chapter on its way into one language. */
export class ChapterRun {
  readonly #chapter: TranslatedChapter;
  readonly #language: TextLanguage;
  readonly #signal: AbortSignal;
  readonly #statuses = new Map<string, SegmentStatus>();
  #pending = new Map<string, SegmentView>();
  #cancelFrame: (() => void) | undefined;
  #begun = false;
  #titles: Titles | null = null;

  constructor(chapter: TranslatedChapter, language: TextLanguage, signal: AbortSignal) {
    this.#chapter = chapter;
    this.#language = language;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#cancelFrame?.());
  }

  async run(): Promise<void> {
    void titlesIn(this.#language.lang).then((loaded) => {
      if (this.#signal.aborted) return;
      this.#titles = loaded;
      if (this.#begun) this.#showFrame();
    });
    for (const wait of [...RETRY_AFTER_MS, undefined]) {
      try {
        await this.#follow();
        return;
      } catch (error) {
        if (wait === undefined || !(error instanceof NetworkError)) throw error;
        await new Promise((resolve) => setTimeout(resolve, wait));
        this.#signal.throwIfAborted();
      }
    }
  }

  async #follow(): Promise<void> {
    const { key: chapterId, sourceHash } = this.#chapter;
    const language = readingLanguage(this.#language.lang);
    if (language === undefined) return;
    const visible = visibleSegments(chapterText(), VISIBLE_LIMIT);
    const request = { chapterId, sourceHash, language: language.code, visible };
    for await (const { event, data } of translateChapter(request, { signal: this.#signal })) {
      if (event === 'meta') translationStore.patch({ total: data.total, phase: 'coming' });
      else if (event === 'segment') this.#take(data);
      else if (event === 'done') this.#finish(data);
      else if (event === 'error') {
        this.#flush();
        throw new ApiError({ ...data.problem, requestId: data.problem.requestId ?? '' });
      }
    }
  }

  #take({ id, text, origin, status }: EventOf<'segment'>): void {
    if (origin === 'source') return;
    this.#statuses.set(id, status);
    this.#pending.set(id, {
      text,
      status,
      rtl: this.#language.dir === 'rtl',
      beside: translationStore.getSnapshot().beside,
    });
    this.#cancelFrame ??= withNextFrame(() => this.#flush());
  }

  /** Shows what has come since the last frame, without moving the line that the reader reads. */
  #flush(): void {
    this.#cancelFrame?.();
    this.#cancelFrame = undefined;
    const views = this.#pending;
    this.#pending = new Map();
    if (views.size === 0 && this.#begun) return;
    const version = versionOf(this.#chapter);
    const started = performance.now();
    keepPlace(chapterText(), () =>
      flushSync(() => {
        if (!this.#begun) beginChapter(version, sourceOf(translationStore.getSnapshot().source));
        showSegments(version, views);
        markPage(this.#language);
      }),
    );
    performance.measure('lectern-swap', { start: started, end: performance.now(), detail: { segments: views.size } });
    translationStore.patch({ statuses: this.#countStatuses() });
    if (!this.#begun) {
      this.#begun = true;
      this.#showFrame();
    }
    if (Array.from(views.keys()).some((id) => id.startsWith('q'))) showQuizzes();
  }

  #countStatuses(): Record<SegmentStatus, number> {
    const counts: Record<SegmentStatus, number> = { ...ORIGINAL_STATE.statuses };
    for (const status of this.#statuses.values()) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }

  #showFrame(): void {
    const { labels = {}, chapters = [] } = this.#titles ?? {};
    frameStore.set({ translator: makeFrameTranslator({ labels, chapters }) });
    // The frame has made some of its elements anew.
    requestAnimationFrame(() => {
      if (!this.#signal.aborted) markPage(this.#language);
    });
  }

  #finish({ left, notice }: EventOf<'done'>): void {
    for (const { id, reason } of left) this.#pending.set(id, { left: reason });
    const isEmpty = this.#statuses.size === 0;
    // A page of which nothing is translated stays as it is, direction and all.
    if (!isEmpty) {
      this.#flush();
      this.#showFrame();
    }
    const counts: Record<SegmentLeftReason, number> = { ...ORIGINAL_STATE.left };
    for (const { reason } of left) counts[reason] = (counts[reason] ?? 0) + 1;
    translationStore.patch({ phase: 'done', left: counts, notice: notice ?? null });
  }
}
