/** The notes of a chapter: beside the text on wide windows, a sheet below it on phones. Loaded when it is first opened. */
import './notes.css';
import type { Note } from '@lectern/contracts';
import {
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { t } from '../../client/messages.ts';
import { followWindow, keepReadingPlace } from '../chat/use-panel-layout.ts';
import { segmentElements, segmentIdOf } from '../citations/citation-text.ts';
import type { ShownChapter } from './chapter.store.ts';
import { loadMarks, marksStore } from './marks.store.ts';
import { NoteCard } from './note-card.tsx';
import { NewNote } from './note-editor.tsx';
import { NOTES_MESSAGES } from './notes.messages.ts';
import { closeNotes, notesPanelStore } from './notes-panel.store.ts';
import { chapterText } from './reading-sections.ts';
import { SectionList } from './section-list.tsx';

const WIDE = '(min-width: 997px)';

/** Where the notes stand. */
type Placement = 'beside' | 'sheet';

function usePlacement(): Placement {
  const [wide, setWide] = useState(() => window.matchMedia(WIDE).matches);
  useEffect(() => {
    const query = window.matchMedia(WIDE);
    const change = () => setWide(query.matches);
    query.addEventListener('change', change);
    return () => query.removeEventListener('change', change);
  }, []);
  return wide ? 'beside' : 'sheet';
}

/** Makes room beside the text; a sheet lies over the page's end and needs none. */
function useRoom(panel: RefObject<HTMLElement | null>, placement: Placement): void {
  useLayoutEffect(() => {
    const root = document.documentElement;
    if (placement === 'beside') keepReadingPlace(() => root.setAttribute('data-lectern-panel', 'beside'));
    const unfollow = panel.current ? followWindow(panel.current) : undefined;
    return () => {
      unfollow?.();
      if (placement === 'beside') keepReadingPlace(() => root.removeAttribute('data-lectern-panel'));
    };
  }, [panel, placement]);
}

/** Escape closes the notes, unless it leaves a field first. */
function useEscape(panel: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = panel.current;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
      event.stopPropagation();
      closeNotes();
    };
    element?.addEventListener('keydown', onKeyDown);
    return () => element?.removeEventListener('keydown', onKeyDown);
  }, [panel]);
}

/** The section under which a note is listed: where it is, or where it was. */
const sectionOf = ({ place, anchor }: Note): string => (place ?? anchor).sectionId;

/** Notes by section in the chapter's order; what has lost its section stands last. */
function groupNotes(notes: readonly Note[], { chapter }: ShownChapter): { title: string; notes: Note[] }[] {
  const sections = chapter?.sections ?? [];
  const order = new Map(sections.map(({ id }, index) => [id, index]));
  const position = (note: Note) => order.get(sectionOf(note)) ?? sections.length;
  const text = chapterText();
  const segments = new Map((text ? segmentElements(text) : []).map((element, index) => [segmentIdOf(element), index]));
  const segment = ({ place }: Note) => segments.get(place?.segmentId ?? '') ?? segments.size;
  const start = ({ place }: Note) => place?.range?.start ?? 0;
  const sorted = [...notes].sort((a, b) => position(a) - position(b) || segment(a) - segment(b) || start(a) - start(b));
  const groups = new Map<string, Note[]>();
  for (const note of sorted) {
    const title = sections[position(note)]?.title ?? (note.sectionTitle || t(NOTES_MESSAGES.lostSection));
    groups.set(title, [...(groups.get(title) ?? []), note]);
  }
  return Array.from(groups).map(([title, ofSection]) => ({ title, notes: ofSection }));
}

function NotesList({ shown }: { shown: ShownChapter }): ReactNode {
  const { notes, status } = useSyncExternalStore(marksStore.subscribe, marksStore.getSnapshot);
  const { noteId, draft } = useSyncExternalStore(notesPanelStore.subscribe, notesPanelStore.getSnapshot);
  if (status === 'failed') {
    return (
      <p className="lectern-notes-empty">
        {t(NOTES_MESSAGES.loadFailed)}{' '}
        <button type="button" className="lectern-link-button" onClick={() => void loadMarks(shown.page?.key ?? null)}>
          {t(NOTES_MESSAGES.retry)}
        </button>
      </p>
    );
  }
  if (status === 'loading') return <p className="lectern-notes-empty">{t(NOTES_MESSAGES.loading)}</p>;
  if (notes.length === 0) return draft ? null : <p className="lectern-notes-empty">{t(NOTES_MESSAGES.empty)}</p>;
  return groupNotes(notes, shown).map((group) => (
    <section key={group.title} className="lectern-notes-group">
      <h3 dir="auto">{group.title}</h3>
      <ul>
        {group.notes.map((note) => (
          <NoteCard key={note.id} note={note} isWanted={note.id === noteId} />
        ))}
      </ul>
    </section>
  ));
}

/** The notes. */
export default function NotesPanel({ shown }: { shown: ShownChapter }): ReactNode {
  const panel = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const { draft, noteId, notice } = useSyncExternalStore(notesPanelStore.subscribe, notesPanelStore.getSnapshot);
  const placement = usePlacement();
  useRoom(panel, placement);
  useEscape(panel);
  useEffect(() => {
    // A note that is written or was asked for takes the focus itself.
    if (draft === null && noteId === null) heading.current?.focus({ preventScroll: true });
  }, [draft, noteId]);
  return (
    <aside
      ref={panel}
      className="lectern-panel lectern-notes"
      data-placement={placement}
      aria-labelledby="lectern-notes-title"
    >
      <header className="lectern-panel-header">
        <h2 id="lectern-notes-title" ref={heading} tabIndex={-1}>
          {t(NOTES_MESSAGES.title)}
        </h2>
        <button
          type="button"
          className="lectern-icon-button"
          title={`${t(NOTES_MESSAGES.close)} (Esc)`}
          aria-label={t(NOTES_MESSAGES.close)}
          onClick={closeNotes}
        >
          <svg className="lectern-icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
            <path d="M5 5l10 10M15 5L5 15" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
          </svg>
        </button>
      </header>
      <div className="lectern-notes-body">
        {notice === 'changed' && <p className="lectern-notes-warning">{t(NOTES_MESSAGES.changedElsewhere)}</p>}
        {draft && <NewNote key={draft.id} draft={draft} />}
        <NotesList shown={shown} />
        <SectionList shown={shown} />
      </div>
    </aside>
  );
}
