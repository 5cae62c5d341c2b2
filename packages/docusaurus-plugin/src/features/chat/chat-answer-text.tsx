/** The running text of an answer: pieces that are supported alike, what no passage supports, formulas in it. */
import type { ReactNode } from 'react';
import { t } from '../../client/messages.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import { FormulaText } from './chat-formula.tsx';
import type { TextRun } from './chat-markdown.ts';

/** Joins runs that are supported alike. */
export function joinRuns(runs: readonly TextRun[]): TextRun[] {
  const joined: TextRun[] = [];
  for (const run of runs) {
    const before = joined.at(-1);
    if (before && before.unsupported === run.unsupported && !before.endsRange) {
      joined[joined.length - 1] = { ...run, start: before.start, text: before.text + run.text };
    } else joined.push(run);
  }
  return joined;
}

/** Draws runs. @param isBlock true: they are all that stands in their line. */
export function drawRuns(runs: readonly TextRun[], options: { isOpen: boolean; isBlock: boolean }): ReactNode {
  return runs.map((run, index) => {
    const isOpen = options.isOpen && index === runs.length - 1;
    const isBlock = options.isBlock && runs.length === 1;
    const text = <FormulaText key={run.start} text={run.text} isOpen={isOpen} isBlock={isBlock} />;
    if (!run.unsupported) return text;
    return (
      <Unsupported key={run.start} isLast={run.endsRange}>
        {text}
      </Unsupported>
    );
  });
}

/** A piece of a sentence that no passage supports: dimmed; at the sentence's end said so on focus and to screen readers. */
export function Unsupported({ isLast, children }: { isLast: boolean; children: ReactNode }): ReactNode {
  const note = t(CHAT_MESSAGES.unsupported);
  return (
    <span className="lectern-unsupported">
      {children}
      {isLast && (
        <>
          <button type="button" className="lectern-unsupported-note" aria-label={note}>
            ?
          </button>
          <span className="lectern-unsupported-tip" aria-hidden="true">
            {note}
          </span>
        </>
      )}
    </span>
  );
}
