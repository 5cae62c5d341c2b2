/** The wrapper of text that has no element of its own to carry a mark. */
import type { ReactElement, ReactNode } from 'react';

/** Props of {@link LecternSegment}, set by the remark plugin. */
export interface LecternSegmentProps {
  /** The segment's id. */
  sid: string;
  children?: ReactNode;
}

/**
 * Renders `<span data-seg>` around its children. Always the span, never a bare fragment: React would make the inner nodes
 * anew when a replacement comes (PAGE.md).
 */
export function LecternSegment({ sid, children }: LecternSegmentProps): ReactElement {
  return <span data-seg={sid}>{children}</span>;
}
