/** The control at the head of a chapter: read in another language, back to the original, how far the translation goes. */
import { type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react';
import { t, useInterfaceLanguage } from '../../client/messages.ts';
import { onPageKeys } from '../../client/shortcuts.ts';
import type { LanguageMenuProps } from './language-menu.tsx';
import { type ReadingLanguage, readingLanguage, suggestedLanguage } from './languages.ts';
import { TRANSLATION_MESSAGES as WORDS } from './translation.messages.ts';
import { coverageOf, type TranslationState } from './translation.store.ts';
import { chooseLanguage, retryTranslation, toggleOriginal } from './translation-actions.ts';
import { chosenLanguage } from './translation-choice.ts';
import { announcementOf, badgeOf, noticeOf, percentOf } from './translation-words.ts';
import { useTranslation } from './use-translation.ts';

function GlobeIcon(): ReactNode {
  return (
    <svg className="lectern-icon" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
      <path
        d="M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15M2.5 10h15M10 2.5c4.4 4.6 4.4 10.4 0 15M10 2.5c-4.4 4.6-4.4 10.4 0 15"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
      />
    </svg>
  );
}

/** The language that one click leads to while the page is in the original. */
function offered(source: string): ReadingLanguage {
  const chosen = readingLanguage(chosenLanguage() ?? '');
  return chosen && chosen.code !== source ? chosen : suggestedLanguage(source, navigator.languages);
}

const loadMenu = () => import('./language-menu.tsx').then((module) => module.LanguageMenu);

/** The button that opens the menu; the menu's code comes with its first opening. */
function MenuButton({ state }: { state: TranslationState }): ReactNode {
  const [Menu, setMenu] = useState<ComponentType<LanguageMenuProps> | null>(null);
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const show = () => {
    setOpen(true);
    setFailed(false);
    loadMenu().then(
      (loaded) => setMenu(() => loaded),
      () => {
        setOpen(false);
        setFailed(true);
      },
    );
  };
  useEffect(
    () =>
      onPageKeys({
        t: () => {
          button.current?.scrollIntoView({ block: 'nearest' });
          button.current?.click();
        },
      }),
    [],
  );
  const current = state.language === null ? null : readingLanguage(state.language);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="lectern-tool"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-keyshortcuts="t"
        aria-busy={open && Menu === null}
        onPointerEnter={() => void loadMenu().catch(() => undefined)}
        onClick={show}
      >
        <span className="lectern-visually-hidden">{t(WORDS.menu)}</span>
        <span className="lectern-endonym" {...(current && { lang: current.code, dir: current.dir })}>
          {current?.label ?? t(WORDS.language)}
        </span>
        <span className="lectern-caret" aria-hidden="true" />
      </button>
      {failed && <span role="alert">{t(WORDS.menuFailed)}</span>}
      {Menu && <Menu anchor={button} open={open} onOpenChange={setOpen} />}
    </>
  );
}

function MainButton({ state }: { state: TranslationState }): ReactNode {
  if (state.language !== null) {
    return (
      <button type="button" className="lectern-tool" aria-keyshortcuts="o" onClick={toggleOriginal}>
        <GlobeIcon />
        {t(WORDS.original)}
      </button>
    );
  }
  const { code, dir, read } = offered(state.source);
  return (
    <button type="button" className="lectern-tool" onClick={() => chooseLanguage(code)}>
      <GlobeIcon />
      <span className="lectern-endonym" lang={code} dir={dir}>
        {read}
      </span>
    </button>
  );
}

/** The thin line that fills while segments come. */
function ProgressLine({ state }: { state: TranslationState }): ReactNode {
  if (state.phase !== 'waiting' && state.phase !== 'coming') return null;
  const share = coverageOf(state);
  return (
    <div
      className="lectern-progress-line"
      role="progressbar"
      aria-label={t(WORDS.coming)}
      {...(state.phase === 'coming' && {
        'aria-valuenow': Math.round(share * 100),
        'aria-valuetext': percentOf(share),
      })}
    >
      <span style={{ width: `${share * 100}%` }} />
    </div>
  );
}

function StatusLine({ state }: { state: TranslationState }): ReactNode {
  const badge = badgeOf(state);
  const notice = noticeOf(state);
  return (
    <div className="lectern-translation-status">
      <ProgressLine state={state} />
      {badge.length > 0 && <p className="lectern-translation-badge">{badge.join(' · ')}</p>}
      {notice !== '' && (
        <p className="lectern-translation-notice">
          {notice}{' '}
          {state.phase === 'stale' && (
            <button type="button" className="lectern-link-button" onClick={() => window.location.reload()}>
              {t(WORDS.reload)}
            </button>
          )}
          {state.phase === 'failed' && (
            <button type="button" className="lectern-link-button" onClick={retryTranslation}>
              {t(WORDS.retry)}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

/** Says what has happened: once for each change of the page. */
function LiveRegion({ state }: { state: TranslationState }): ReactNode {
  const wasTranslated = useRef(false);
  const [said, setSaid] = useState('');
  const { phase, language } = state;
  const latest = useRef(state);
  latest.current = state;
  useEffect(() => {
    if (phase === 'waiting' || phase === 'coming') return;
    // Not again when only the words of the interface change.
    setSaid(announcementOf(latest.current, wasTranslated.current));
    wasTranslated.current ||= language !== null;
  }, [phase, language]);
  return (
    <div role="status" className="lectern-visually-hidden">
      {said}
    </div>
  );
}

/** All of the control. */
export function TranslationControl(): ReactNode {
  const state = useTranslation();
  const interfaceLanguage = useInterfaceLanguage();
  useEffect(() => onPageKeys({ o: toggleOriginal }), []);
  if (state.chapter === null) return null;
  const direction =
    interfaceLanguage === undefined ? {} : { lang: interfaceLanguage, dir: readingLanguage(interfaceLanguage)?.dir };
  return (
    <section className="lectern-translation" aria-label={t(WORDS.tools)} {...direction}>
      <div className="lectern-tools">
        <MainButton state={state} />
        <MenuButton state={state} />
      </div>
      <StatusLine state={state} />
      <LiveRegion state={state} />
    </section>
  );
}
