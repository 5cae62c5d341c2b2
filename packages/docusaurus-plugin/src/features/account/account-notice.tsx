/** A quiet word on a page: something worked, or something is to know. */
import type { ReactNode } from 'react';

/** Properties of {@link AccountNotice}. */
export interface AccountNoticeProps {
  /** done: it worked · note: to know · wrong: it did not work. */
  readonly tone: 'done' | 'note' | 'wrong';
  readonly children: ReactNode;
}

/** A note that screen readers say when it appears. */
export function AccountNotice({ tone, children }: AccountNoticeProps): ReactNode {
  return (
    <div className="lectern-account-notice" data-tone={tone} role={tone === 'wrong' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
