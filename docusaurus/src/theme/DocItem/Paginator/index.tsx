import Link from '@docusaurus/Link';
import { useDoc } from '@docusaurus/plugin-content-docs/client';
import Translate, { translate } from '@docusaurus/Translate';
import { useFrameTranslator } from '@lectern/docusaurus-plugin/client/doc-frame';
import type { ReactNode } from 'react';
import { useChapterIndex } from '../../../components/chapter-index.ts';

/** The way on: the next chapter with the reason to read it, and the way back. */
export default function DocItemPaginator(): ReactNode {
  const { metadata } = useDoc();
  const chapters = useChapterIndex();
  const translator = useFrameTranslator();
  const { previous, next } = metadata;
  if (!previous && !next) return null;
  const following = chapters.find((chapter) => chapter.permalink === next?.permalink);
  const here = metadata.id.split('/').at(-1) ?? metadata.id;
  return (
    <nav className="way-on" aria-label={translate({ id: 'book.wayOn', message: 'Previous and next chapter' })}>
      {previous && (
        <Link className="way-on__link" to={previous.permalink} rel="prev">
          <span className="way-on__label">
            <Translate id="book.previous">Previous</Translate>
          </span>
          <span className="way-on__title">{previous.title}</span>
        </Link>
      )}
      {next && (
        <Link className="way-on__link way-on__next" to={next.permalink} rel="next">
          <span className="way-on__label">
            {following?.prerequisites.includes(here) ? (
              <Translate id="book.nextBuilds">Next, and it builds on this chapter</Translate>
            ) : (
              <Translate id="book.next">Next</Translate>
            )}
          </span>
          <span className="way-on__title">{next.title}</span>
          {following && (
            <span className="way-on__reason">
              {translator?.chapter(following.permalink).description ?? following.description}
            </span>
          )}
        </Link>
      )}
    </nav>
  );
}
