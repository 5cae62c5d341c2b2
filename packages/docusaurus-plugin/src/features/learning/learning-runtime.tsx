/** Progress, ticks, bookmarks, notes and highlights on the page that is shown. Loaded when the page has settled. */
import './learning.css';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { followInterfaceLanguage, plural } from '../../client/messages.ts';
import { offerSelectionActions } from '../../client/selection-actions.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { normalizePagePath } from '../../page-path.ts';
import { chapterStore, findShownChapter, type ShownChapter } from './chapter.store.ts';
import { drawTicks } from './contents-ticks.ts';
import { clearBookmarks, drawBookmarks } from './heading-bookmarks.ts';
import { LEARNING_MESSAGES } from './learning.messages.ts';
import { learningPath } from './learning-pages.ts';
import { LearningParts } from './learning-parts.tsx';
import { changeSection, standingOf } from './learning-progress.ts';
import { siteProgress } from './learning-site.ts';
import { loadMarks, marksStore, toggleBookmark } from './marks.store.ts';
import { NOTE_ACTIONS } from './note-actions.ts';
import { clearHighlights, type DrawnNotes, drawDraft, drawHighlights, isStale, noteAt } from './note-highlights.ts';
import { notesPanelStore, openNotes, tellFailure } from './notes-panel.store.ts';
import { chapterText, readSections } from './reading-sections.ts';
import { trackReading } from './reading-tracker.ts';
import { drawDueCount, dueStore, refreshDueCount } from './reviews-due.ts';

const HOST_ID = 'lectern-learning';
/** A page that is looked at for less was passed through: reading goes on where it was before. */
const VISIT_SECONDS = 5;
/** How far a place must have been left behind to be noted anew, seconds. */
const PLACE_EVERY_SECONDS = 10;

/** Notes what the reader reads. */
function followReader(chapterKey: string, text: HTMLElement, signal: AbortSignal): void {
  const progress = siteProgress();
  const now = () => new Date().toISOString();
  let seconds = 0;
  let noted = '';
  trackReading(
    readSections(text),
    {
      onSeen: (id) => progress.change(chapterKey, (chapter) => changeSection(chapter, id, {}, now()), 'later'),
      onRead: (id) =>
        progress.change(chapterKey, (chapter) => changeSection(chapter, id, { done: true }, now()), 'soon'),
      onTime: (id, more) => {
        seconds += more;
        progress.change(chapterKey, (chapter) => changeSection(chapter, id, { seconds: more }, now()), 'later');
        const isDue = seconds >= VISIT_SECONDS && (noted !== id || seconds % PLACE_EVERY_SECONDS === 0);
        if (!isDue) return;
        const isFirst = noted === '' && seconds < VISIT_SECONDS + more;
        noted = id;
        const last = { sectionId: id, visitedAt: now() };
        progress.change(chapterKey, (chapter) => ({ ...chapter, last }), isFirst ? 'soon' : 'later');
      },
    },
    signal,
  );
}

/** Ids of the sections of the shown chapter that are read. */
function readSectionIds({ page }: ShownChapter): Set<string> {
  const { progress } = siteProgress().store.getSnapshot();
  const sections = page === null ? {} : (progress[page.key]?.sections ?? {});
  return new Set(Object.entries(sections).flatMap(([id, { done }]) => (done ? id : [])));
}

/** Paths of the chapters that are done. */
function donePaths({ outline }: ShownChapter): Set<string> {
  const { progress } = siteProgress().store.getSnapshot();
  const done = outline.chapters.filter((chapter) => standingOf(progress[chapter.key], chapter).completed);
  return new Set(done.map(({ permalink }) => normalizePagePath(permalink)));
}

/** Draws into the page what is known, again whenever the page or what is known changes. */
function drawIntoPage(shown: ShownChapter, text: HTMLElement | null, signal: AbortSignal): void {
  let drawn: DrawnNotes = new Map();
  const drawNotes = () => {
    if (text) drawn = drawHighlights(text, marksStore.getSnapshot().notes);
  };
  const drawMarks = () => {
    if (!text || shown.page === null) return;
    const bookmarked = new Set(
      marksStore.getSnapshot().bookmarks.map(({ anchor, place }) => (place ?? anchor).sectionId),
    );
    drawBookmarks(text, bookmarked, (id) => toggleBookmark(id).catch(tellFailure));
  };
  const draw = () => {
    drawTicks({ sections: readSectionIds(shown), chapters: donePaths(shown) });
    drawDueCount(learningPath(siteSettings().baseUrl, 'overview'), (count) =>
      plural(LEARNING_MESSAGES.dueCount, count),
    );
    drawMarks();
    if (isStale(drawn) || drawn.size < marksStore.getSnapshot().notes.length) drawNotes();
  };
  let frame = 0;
  const schedule = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(draw);
  };
  const observer = new MutationObserver(schedule);
  observer.observe(document.getElementById('__docusaurus') ?? document.body, { childList: true, subtree: true });
  const ends = [
    siteProgress().store.subscribe(schedule),
    dueStore.subscribe(schedule),
    followInterfaceLanguage(schedule),
    notesPanelStore.subscribe(() => text && drawDraft(text, notesPanelStore.getSnapshot().draft)),
    marksStore.subscribe(() => {
      drawNotes();
      schedule();
    }),
  ];
  schedule();
  text?.addEventListener(
    'click',
    (event) => {
      const isControl = event.target instanceof Element && event.target.closest('a, button, input, summary, label');
      const note = isControl || document.getSelection()?.isCollapsed === false ? undefined : noteAt(drawn, event);
      if (note !== undefined) openNotes({ noteId: note });
    },
    { signal },
  );
  signal.addEventListener('abort', () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
    for (const end of ends) end();
    clearHighlights();
    if (text) drawDraft(text, null);
    clearBookmarks();
  });
}

let root: Root | undefined;

/** Mounts what stands around the text, once; it follows the page by its stores. */
function mountParts(): void {
  if (root) return;
  const host = document.createElement('div');
  host.id = HOST_ID;
  document.body.append(host);
  root = createRoot(host);
  root.render(<LearningParts />);
}

let shownPage: { path: string; text: HTMLElement | null; end: AbortController } | undefined;

/** Shows the learning on a page; called after each navigation. A change of the hash alone changes nothing. */
export function showLearning(pathname: string): void {
  const text = chapterText();
  if (shownPage?.path === pathname && shownPage.text === text) return;
  shownPage?.end.abort();
  const end = new AbortController();
  shownPage = { path: pathname, text, end };
  // What stood in the last page's places goes with that page.
  flushSync(() => chapterStore.set({ shown: null }));
  mountParts();
  void showPage(pathname, text, end.signal).catch((error: unknown) => console.error('Lectern:', error));
}

async function showPage(pathname: string, text: HTMLElement | null, signal: AbortSignal): Promise<void> {
  const shown = await findShownChapter(pathname, text, signal);
  if (signal.aborted) return;
  chapterStore.set({ shown });
  const chapterKey = shown.page?.key ?? null;
  drawIntoPage(shown, text, signal);
  if (text && chapterKey !== null) {
    followReader(chapterKey, text, signal);
    const takeBack = offerSelectionActions(NOTE_ACTIONS);
    signal.addEventListener('abort', takeBack);
  }
  await Promise.all([loadMarks(chapterKey), refreshDueCount()]);
}

if (import.meta.webpackHot) {
  import.meta.webpackHot.dispose(() => {
    shownPage?.end.abort();
    root?.unmount();
    document.getElementById(HOST_ID)?.remove();
  });
}
