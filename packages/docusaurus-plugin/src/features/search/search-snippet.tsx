/** A snippet with its highlighted ranges. */
import type { SearchHit } from '@lectern/contracts';
import { Fragment, type ReactNode } from 'react';

/** One run of a snippet: plain or marked. */
export interface SnippetRun {
  readonly text: string;
  readonly marked: boolean;
}

/** Cuts a snippet at its ranges; ranges that overlap, lie outside or run backwards are passed over. */
export function snippetRuns(snippet: string, highlights: SearchHit['highlights']): SnippetRun[] {
  const runs: SnippetRun[] = [];
  let position = 0;
  for (const [start, end] of [...highlights].sort((a, b) => a[0] - b[0])) {
    if (start < position || end <= start || end > snippet.length) continue;
    if (start > position) runs.push({ text: snippet.slice(position, start), marked: false });
    runs.push({ text: snippet.slice(start, end), marked: true });
    position = end;
  }
  if (position < snippet.length) runs.push({ text: snippet.slice(position), marked: false });
  return runs;
}

/** Shows the words around the best place, the searched ones marked. */
export function SearchSnippet({ hit }: { hit: SearchHit }): ReactNode {
  return (
    <span className="lectern-search-snippet" dir="auto">
      {snippetRuns(hit.snippet, hit.highlights).map((run, index) =>
        run.marked ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the runs of one snippet never move
          <mark key={index}>{run.text}</mark>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the runs of one snippet never move
          <Fragment key={index}>{run.text}</Fragment>
        ),
      )}
    </span>
  );
}
