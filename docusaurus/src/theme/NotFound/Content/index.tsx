import Link from '@docusaurus/Link';
import Translate from '@docusaurus/Translate';
import Heading from '@theme/Heading';
import type { Props } from '@theme/NotFound/Content';
import clsx from 'clsx';
import type { ReactNode } from 'react';

/** What a reader sees at an address that the book doesn't have: what happened, and three ways on. */
export default function NotFoundContent({ className }: Props): ReactNode {
  return (
    <main className={clsx('lost', className)}>
      <Heading as="h1">
        <Translate id="book.lost.title">This page is not in the book</Translate>
      </Heading>
      <p>
        <Translate id="book.lost.text">
          The address may be mistyped, or a section has moved. Your place in the book is not lost.
        </Translate>
      </p>
      <ul>
        <li>
          <Link to="/book/intro">
            <Translate id="book.lost.contents">Go to the beginning and the contents</Translate>
          </Link>
        </li>
        <li>
          <Link to="/book/appendix/glossary">
            <Translate id="book.lost.glossary">Look a term up in the glossary</Translate>
          </Link>
        </li>
        <li>
          <Link to="/book/intro?ask=">
            <Translate id="book.lost.ask">Ask the book where it says something</Translate>
          </Link>
        </li>
      </ul>
    </main>
  );
}
