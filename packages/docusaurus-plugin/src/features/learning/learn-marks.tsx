/** Bookmarks and notes of the whole book, on the reader's page: a list with search, and a Markdown file. */
import type { Bookmark, Note } from '@lectern/contracts';
import { type ReactNode, useId, useState } from 'react';
import { plural, t } from '../../client/messages.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { openCitedPlace } from '../citations/citation-target.ts';
import { PlaceLink } from './continue-link.tsx';
import { LEARN_MESSAGES } from './learn.messages.ts';
import { learningClient } from './learning-client.ts';
import { COLOR_NAMES, NOTES_MESSAGES } from './notes.messages.ts';
import { notesMarkdown, searchNotes } from './notes-markdown.ts';
import type { ServerLearning } from './use-server-learning.ts';

function placeTitle({ chapterTitle, sectionTitle }: Bookmark | Note): string {
  const titles = [chapterTitle, sectionTitle].filter(
    (title, index, all) => title !== '' && all.indexOf(title) === index,
  );
  return titles.join(' › ') || t(LEARN_MESSAGES.placeIsGone);
}

function BookmarkRow({ bookmark, onRemoved }: { bookmark: Bookmark; onRemoved: () => void }): ReactNode {
  const [failed, setFailed] = useState(false);
  const title = placeTitle(bookmark);
  const remove = () => {
    learningClient()
      .removeBookmark(bookmark.id)
      .then(onRemoved, () => setFailed(true));
  };
  return (
    <li>
      {bookmark.permalink === null ? (
        <span dir="auto">{title}</span>
      ) : (
        <PlaceLink href={bookmark.permalink}>
          <span dir="auto">{title}</span>
        </PlaceLink>
      )}{' '}
      <button
        type="button"
        className="lectern-link-button"
        aria-label={t(LEARN_MESSAGES.removeNamed, { place: title })}
        onClick={remove}
      >
        {t(failed ? NOTES_MESSAGES.deleteFailed : LEARN_MESSAGES.remove)}
      </button>
    </li>
  );
}

function BookmarkList({ bookmarks }: { bookmarks: readonly Bookmark[] }): ReactNode {
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());
  const left = bookmarks.filter(({ id }) => !removed.has(id));
  return (
    <section aria-labelledby="lectern-bookmarks-title">
      <h2 id="lectern-bookmarks-title">{t(LEARN_MESSAGES.bookmarks)}</h2>
      {left.length === 0 ? (
        <p className="lectern-learn-empty">{t(LEARN_MESSAGES.noBookmarks)}</p>
      ) : (
        <ul className="lectern-bookmarks">
          {left.map((bookmark) => (
            <BookmarkRow
              key={bookmark.id}
              bookmark={bookmark}
              onRemoved={() => setRemoved((before) => new Set(before).add(bookmark.id))}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Hands the notes to the reader as a file. */
function saveMarkdown(notes: readonly Note[]): void {
  const text = notesMarkdown(notes, {
    title: t(LEARN_MESSAGES.exportTitle, { book: siteSettings().book.title }),
    orphaned: t(NOTES_MESSAGES.orphaned),
    origin: window.location.origin,
  });
  const url = URL.createObjectURL(new Blob([text], { type: 'text/markdown;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'notes.md';
  link.click();
  URL.revokeObjectURL(url);
}

function NoteRow({ note }: { note: Note }): ReactNode {
  const { permalink } = note;
  const title = placeTitle(note);
  return (
    <li className="lectern-note" data-color={note.color}>
      <p className="lectern-note-kind">
        {t(note.text === '' ? NOTES_MESSAGES.highlightKind : NOTES_MESSAGES.noteKind, {
          color: t(COLOR_NAMES[note.color]),
        })}
        {' · '}
        {permalink === null ? (
          <span dir="auto">{title}</span>
        ) : (
          <a
            href={permalink}
            dir="auto"
            onClick={(event) => {
              event.preventDefault();
              openCitedPlace({ url: permalink, segmentId: note.place?.segmentId ?? undefined, quote: note.quote });
            }}
          >
            {title}
          </a>
        )}
      </p>
      {note.quote !== '' && (
        <blockquote className="lectern-note-quote" dir="auto">
          {note.quote}
        </blockquote>
      )}
      {note.orphaned && <p className="lectern-note-place">{t(NOTES_MESSAGES.orphaned)}</p>}
      {note.text !== '' && (
        <p className="lectern-note-text" dir="auto">
          {note.text}
        </p>
      )}
    </li>
  );
}

function NotesList({ notes }: { notes: readonly Note[] }): ReactNode {
  const [words, setWords] = useState('');
  const id = useId();
  const found = searchNotes(notes, words);
  return (
    <section aria-labelledby="lectern-notes-list-title">
      <h2 id="lectern-notes-list-title">{t(LEARN_MESSAGES.notes)}</h2>
      {notes.length === 0 ? (
        <p className="lectern-learn-empty">{t(LEARN_MESSAGES.noNotes)}</p>
      ) : (
        <>
          <div className="lectern-notes-tools">
            <label htmlFor={id}>{t(LEARN_MESSAGES.searchNotes)}</label>
            <input id={id} type="search" dir="auto" value={words} onChange={(event) => setWords(event.target.value)} />
            <button type="button" className="button button--secondary button--sm" onClick={() => saveMarkdown(found)}>
              {t(LEARN_MESSAGES.export)}
            </button>
          </div>
          <p role="status" className={words.trim() === '' ? 'lectern-visually-hidden' : 'lectern-learn-empty'}>
            {words.trim() === '' ? '' : plural(LEARN_MESSAGES.notesFound, found.length)}
          </p>
          <ul className="lectern-note-rows">
            {found.map((note) => (
              <NoteRow key={note.id} note={note} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Bookmarks and notes. */
export function LearnMarks({ kept }: { kept: ServerLearning }): ReactNode {
  return (
    <>
      <BookmarkList bookmarks={kept.bookmarks} />
      <NotesList notes={kept.notes} />
    </>
  );
}
