/** The account in the navigation bar: all of it that is loaded with a page. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type Message, t } from '../../client/messages.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { learningPath } from '../learning/learning-pages.ts';
import { ACCOUNT_ENTRY_MESSAGES as WORDS } from './account-entry.messages.ts';
import { AccountLink } from './account-link.tsx';
import { accountPath } from './account-pages.ts';
import { useAuth } from './use-auth.ts';

/** Properties of {@link AccountEntry}: what the page knows while it is rendered on the server too. */
export interface AccountEntryProps {
  /** Base URL of the locale, with both slashes. */
  readonly baseUrl: string;
  /** Says a message in the page's language. */
  readonly say: (message: Message) => string;
}

function PersonIcon(): ReactNode {
  return (
    <svg
      aria-hidden="true"
      width="18"
      height="18"
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
    >
      <circle cx="9" cy="6" r="3.2" />
      <path d="M2.8 15.6c.6-3 3-4.8 6.2-4.8s5.6 1.8 6.2 4.8" strokeLinecap="round" />
    </svg>
  );
}

/** Where signing in sends back to: the page that the reader is on. */
function signInAddress(baseUrl: string): string {
  const path = accountPath(baseUrl, 'sign-in');
  const { pathname, search, hash } = window.location;
  if (pathname.startsWith(`${baseUrl}account/`) || pathname === baseUrl) return path;
  return `${path}?from=${encodeURIComponent(pathname + search + hash)}`;
}

/** What the reader's name opens. */
function AccountMenu({ baseUrl, onDone }: { baseUrl: string; onDone: () => void }): ReactNode {
  const { signOut } = useAuth();
  const [failed, setFailed] = useState(false);
  const leave = () => {
    signOut().then(onDone, () => setFailed(true));
  };
  return (
    <ul className="lectern-account-menu">
      <li>
        <AccountLink href={accountPath(baseUrl, 'profile')} onNavigate={onDone}>
          {t(WORDS.profile)}
        </AccountLink>
      </li>
      {siteSettings().features.learning && (
        <li>
          <AccountLink href={learningPath(baseUrl, 'overview')} onNavigate={onDone}>
            {t(WORDS.progress)}
          </AccountLink>
        </li>
      )}
      <li>
        <button type="button" onClick={leave}>
          {t(failed ? WORDS.signOutFailed : WORDS.signOut)}
        </button>
      </li>
    </ul>
  );
}

/** Sign in, or the reader's name with a small menu; nothing where the server has no accounts. */
export function AccountEntry({ baseUrl, say }: AccountEntryProps): ReactNode {
  const { status, name } = useAuth();
  const [open, setOpen] = useState(false);
  const host = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const outside = ({ target }: Event) => {
      if (target instanceof Node && !host.current?.contains(target)) setOpen(false);
    };
    const onEscape = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    document.addEventListener('keydown', onEscape);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
      document.removeEventListener('keydown', onEscape);
    };
  }, [open]);
  if (status === 'off') return null;
  if (status === 'anonymous') {
    const path = accountPath(baseUrl, 'sign-in');
    return (
      <AccountLink className="lectern-account-entry" href={path} target={() => signInAddress(baseUrl)}>
        <PersonIcon />
        <span>{say(WORDS.signIn)}</span>
      </AccountLink>
    );
  }
  return (
    <div className="lectern-account-host" ref={host}>
      <button
        ref={button}
        type="button"
        className="lectern-account-entry"
        aria-expanded={open}
        aria-label={t(WORDS.menu, { name })}
        onClick={() => setOpen(!open)}
      >
        <PersonIcon />
        <span dir="auto">{name}</span>
      </button>
      {open && <AccountMenu baseUrl={baseUrl} onDone={() => setOpen(false)} />}
    </div>
  );
}
