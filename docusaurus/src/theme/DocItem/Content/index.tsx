import { useDoc } from '@docusaurus/plugin-content-docs/client';
import type { Props } from '@theme/DocItem/Content';
import OriginalContent from '@theme-original/DocItem/Content';
import type { ReactNode } from 'react';
import { ChapterHeader } from '../../../components/chapter-header.tsx';
import { readChapterFacts } from '../../../data/chapter-facts.ts';

/** Wraps the text of a page: between the title, which stays Docusaurus' own, and the text stand the chapter's facts. */
export default function DocItemContent({ children, ...props }: Props): ReactNode {
  const { metadata, frontMatter } = useDoc();
  const facts = readChapterFacts(frontMatter);
  return (
    <OriginalContent {...props}>
      {facts.module && (
        <ChapterHeader
          chapterId={metadata.id.split('/').at(-1) ?? metadata.id}
          description={metadata.description}
          facts={facts}
        />
      )}
      {children}
      <div data-lectern-slot="chapter-end" data-chapter-id={metadata.id} />
    </OriginalContent>
  );
}
