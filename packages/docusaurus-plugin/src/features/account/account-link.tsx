/** A link to a page of this site, from outside Docusaurus' own tree as well. */
import type { MouseEvent, ReactNode } from 'react';
import { navigateTo } from '../../client/navigate.ts';

/** Properties of {@link AccountLink}. */
export interface AccountLinkProps {
  readonly href: string;
  /** Where a plain click goes, when only the browser knows. */
  readonly target?: () => string;
  readonly className?: string;
  readonly current?: boolean;
  readonly onNavigate?: () => void;
  readonly children: ReactNode;
}

/** Goes to a page without loading the site anew; a click with a key held does what the browser does with it. */
export function AccountLink({ href, target, className, current, onNavigate, children }: AccountLinkProps): ReactNode {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onNavigate?.();
    navigateTo(target?.() ?? href);
  };
  return (
    <a href={href} className={className} aria-current={current ? 'page' : undefined} onClick={follow}>
      {children}
    </a>
  );
}
