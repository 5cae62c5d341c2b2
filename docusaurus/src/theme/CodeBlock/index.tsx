import type { Props } from '@theme/CodeBlock';
import OriginalCodeBlock from '@theme-original/CodeBlock';
import type { ReactNode } from 'react';
import { Badge } from '../../components/badge.tsx';
import { fenceAttribute } from '../../components/fence-attribute.ts';

/** Wraps a code block in a frame with its file name and how it was checked. */
export default function CodeBlock({ title, metastring, ...props }: Props): ReactNode {
  const file = title ?? fenceAttribute(metastring, 'title');
  const badge = fenceAttribute(metastring, 'badge');
  if (!file && !badge) return <OriginalCodeBlock {...props} {...(metastring && { metastring })} />;
  // The frame shows the title, so the block itself must not.
  const rest = metastring?.replace(/\s*title=(["']).*?\1/, '');
  return (
    <div className="code-frame">
      <div className="code-bar">
        {file && <span className="code-bar__file">{file}</span>}
        <span className="code-bar__end">
          <span data-lectern-slot="code-tools" />
          {badge && <Badge name={badge} />}
        </span>
      </div>
      <OriginalCodeBlock {...props} {...(rest && { metastring: rest })} />
    </div>
  );
}
