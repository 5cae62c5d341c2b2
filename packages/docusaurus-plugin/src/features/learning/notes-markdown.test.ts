import type { Note } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { notesMarkdown, searchNotes } from './notes-markdown.ts';

function note(more: Partial<Note>): Note {
  return {
    id: '0f8fad5b-d9cb-469f-a165-70867728950e',
    anchor: { chapterKey: 'a', sectionId: 's', hash: null, previousHash: null, nextHash: null },
    range: null,
    quote: '',
    text: '',
    color: 'yellow',
    place: null,
    orphaned: false,
    chapterTitle: 'Sensors',
    sectionTitle: 'Noise',
    permalink: '/book/sensors#noise',
    createdAt: '2026-11-21T10:00:00.000Z',
    updatedAt: '2026-11-21T10:00:00.000Z',
    ...more,
  };
}

const DOCUMENT = { title: 'My notes', orphaned: 'The place is gone.', origin: 'https://book.example' };

test('notes stand under their chapter and section, with quote, words and address', () => {
  const notes = [
    note({ quote: 'White noise\nhas no memory.', text: 'Ask about *bias*.' }),
    note({ text: 'Gone', orphaned: true, permalink: null, sectionTitle: 'Drift' }),
  ];
  expect(notesMarkdown(notes, DOCUMENT)).toBe(`# My notes

## Sensors

### Noise

> White noise
> has no memory.

Ask about *bias*.

<https://book.example/book/sensors#noise>

### Drift

Gone

*The place is gone.*
`);
});

test('titles with signs of Markdown stay titles', () => {
  expect(notesMarkdown([note({ chapterTitle: 'C# and <T>', text: 'x' })], DOCUMENT)).toContain('## C\\# and \\<T\\>\n');
});

test('finds notes by all words, whatever their case and accents', () => {
  const notes = [note({ quote: 'Naïve Bayes' }), note({ text: 'noise of the gyroscope' }), note({ text: 'nothing' })];
  expect(searchNotes(notes, 'naive BAYES')).toEqual([notes[0]]);
  expect(searchNotes(notes, 'gyroscope noise')).toEqual([notes[1]]);
  expect(searchNotes(notes, '  ')).toHaveLength(3);
  expect(searchNotes(notes, 'lidar')).toEqual([]);
});
