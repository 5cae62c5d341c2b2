import Link from '@docusaurus/Link';
import { translate } from '@docusaurus/Translate';
import { useInterfaceLanguage } from '@lectern/docusaurus-plugin/client/messages';
import type { ReactNode } from 'react';
import { useChapterIndex } from './chapter-index.ts';
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

/** What `<TermFacts>` takes; all but `name` is filled in by `plugins/remark-book-components.ts`. */
export interface TermFactsProps {
  name: string;
  /** Other names, as one list for readers. */
  also?: string;
  urdu?: string;
  /** Id of the chapter that uses the term first. */
  chapter?: string;
}

/** What the glossary page says beside a definition: other names, the Urdu, the first use. */
export function TermFacts({ also, urdu, chapter }: TermFactsProps): ReactNode {
  useInterfaceLanguage();
  const first = useChapterIndex().find((known) => known.id === chapter);
  return (
    <dl className="term-facts">
      {also && (
        <Fact name={translate({ id: 'book.term.also', message: 'Also', description: 'Before other names of a term' })}>
          {also}
        </Fact>
      )}
      {urdu && (
        <Fact name={translate({ id: 'book.term.urdu', message: 'Urdu' })}>
          <span lang="ur" dir="rtl">
            {urdu}
          </span>
        </Fact>
      )}
      {first && (
        <Fact name={translate({ id: 'book.term.first', message: 'First used in' })}>
          <Link to={first.permalink}>{first.title}</Link>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
