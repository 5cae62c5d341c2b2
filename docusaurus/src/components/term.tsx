import Link from '@docusaurus/Link';
import type { ReactNode } from 'react';
import { Hint } from './hint.tsx';

/** What `<Term>` takes; `definition` and `anchor` are filled in by `plugins/remark-book-components.ts`. */
export interface TermProps {
  name: string;
  definition?: string;
  anchor?: string;
  children?: ReactNode;
}

/** A word of the glossary: its definition on hover and focus, the glossary behind the link. */
export function Term({ name, definition, anchor, children }: TermProps): ReactNode {
  const word = children ?? name;
  if (!definition || !anchor) return word;
  return (
    <Hint text={definition}>
      {(hint) => (
        <Link className="term" to={`/book/appendix/glossary#${anchor}`} {...hint}>
          {word}
        </Link>
      )}
    </Hint>
  );
}

/** Urdu inside an English sentence: its own language and direction, so that it is shaped and read aloud rightly. */
export function Urdu({ children }: { children: ReactNode }): ReactNode {
  return (
    <span lang="ur" dir="rtl">
      {children}
    </span>
  );
}
