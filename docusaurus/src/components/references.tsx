import Link from '@docusaurus/Link';
import { useDoc } from '@docusaurus/plugin-content-docs/client';
import { translate } from '@docusaurus/Translate';
import { useInterfaceLanguage } from '@lectern/docusaurus-plugin/client/messages';
import type { ReactNode } from 'react';
import { type Reference, readChapterFacts } from '../data/chapter-facts.ts';

function useReferences(): Reference[] {
  return readChapterFacts(useDoc().frontMatter).references;
}

/** The chapter's references, from its front matter, in its order. */
export function References(): ReactNode {
  return (
    <ol className="references">
      {useReferences().map((work) => (
        <li key={work.id} id={`ref-${work.id}`}>
          {work.authors}
          {work.year !== undefined && ` (${work.year})`}. <cite>{work.title}</cite>
          {work.venue && `, ${work.venue}`}. <Identifier work={work} />
        </li>
      ))}
    </ol>
  );
}

function Identifier({ work }: { work: Reference }): ReactNode {
  if (work.doi) return <Link href={`https://doi.org/${work.doi}`}>doi:{work.doi}</Link>;
  if (work.arxiv) return <Link href={`https://arxiv.org/abs/${work.arxiv}`}>arXiv:{work.arxiv}</Link>;
  if (work.isbn) return `ISBN ${work.isbn}`;
  if (work.url) return <Link href={work.url}>{work.url.replace(/^https?:\/\//, '')}</Link>;
  return null;
}

/** A mark that a claim comes from one of the chapter's references. */
export function Cite({ id }: { id: string }): ReactNode {
  useInterfaceLanguage();
  const references = useReferences();
  const index = references.findIndex((work) => work.id === id);
  const work = references[index];
  if (!work) return null;
  const name = translate(
    { id: 'book.cite', message: 'Reference {number}: {title}' },
    { number: index + 1, title: work.title },
  );
  // biome-ignore lint/a11y/useAnchorContent: the stylesheet draws the number and aria-label names it; text here would get into quotes.
  return <a className="cite" href={`#ref-${id}`} data-number={index + 1} aria-label={name} title={work.title} />;
}
