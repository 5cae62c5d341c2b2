import { translate } from '@docusaurus/Translate';
import useBrokenLinks from '@docusaurus/useBrokenLinks';
import { useInterfaceLanguage } from '@lectern/docusaurus-plugin/client/messages';
import type { ReactNode } from 'react';

/** What `<Exercise>` takes. */
export interface ExerciseProps {
  /** Permanent, unique in the book; also the anchor. */
  id: string;
  /** `1` easy, `2` medium, `3` hard. */
  level: string;
  title: ReactNode;
  children?: ReactNode;
}

/** An exercise with its level and an anchor of its own. */
export function Exercise({ id, level, title, children }: ExerciseProps): ReactNode {
  useInterfaceLanguage();
  // So that links to an exercise are known to lead somewhere.
  useBrokenLinks().collectAnchor(id);
  return (
    <section className="exercise" id={id} aria-labelledby={`${id}-title`}>
      <div className="exercise__head">
        <span className="exercise__title" id={`${id}-title`}>
          {title}
        </span>
        <span className="exercise__level">{difficultyLabel(level)}</span>
      </div>
      {children}
    </section>
  );
}

/** The solution of an exercise, folded until the reader wants it. */
export function Solution({ children }: { children?: ReactNode }): ReactNode {
  useInterfaceLanguage();
  return (
    <details className="fold">
      <summary>{translate({ id: 'book.exercise.solution', message: 'Solution' })}</summary>
      {children}
    </details>
  );
}

function difficultyLabel(level: string): string {
  switch (level) {
    case '3':
      return translate({ id: 'book.exercise.hard', message: '★★★ hard' });
    case '2':
      return translate({ id: 'book.exercise.medium', message: '★★ medium' });
    default:
      return translate({ id: 'book.exercise.easy', message: '★ easy' });
  }
}
