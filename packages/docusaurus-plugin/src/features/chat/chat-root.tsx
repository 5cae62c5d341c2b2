/** What stands on every page: the launcher; panel and popover are loaded when they are first needed. */
import { type ComponentType, type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { t, useInterfaceLanguage } from '../../client/messages.ts';
import { modKeyLabel, onModShortcut } from '../../client/shortcuts.ts';
import { Icon } from './chat-icons.tsx';
import { LAUNCHER_MESSAGES } from './chat-launcher.messages.ts';
import { openPanel, panelStore, togglePanel } from './chat-panel.store.ts';
import { type ReaderSelection, useReaderSelection } from './chat-selection-watch.ts';

const loadPanel = () => import('./chat-panel.tsx').then((module) => module.ChatPanel);
const loadPopover = () => import('./chat-selection-popover.tsx').then((module) => module.ChatSelectionPopover);

async function askAboutSelection(selection: ReaderSelection): Promise<void> {
  const module = await import('./chat-ask-selection.ts');
  await module.askAboutSelection(selection);
}

interface LazyComponent<Props> {
  readonly Component: ComponentType<Props> | null;
  readonly failed: boolean;
  readonly retry: () => void;
}

/** Loads a component when it is first wanted. React.lazy would keep a failed load for good; here it can be tried again. */
function useLazyComponent<Props>(load: () => Promise<ComponentType<Props>>, wanted: boolean): LazyComponent<Props> {
  const [Component, setComponent] = useState<ComponentType<Props> | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!wanted || Component !== null || failed) return;
    load().then(
      (loaded) => setComponent(() => loaded),
      () => setFailed(true),
    );
  }, [load, wanted, Component, failed]);
  return { Component, failed, retry: () => setFailed(false) };
}

function launcherLabel(opening: boolean, failed: boolean): string {
  if (failed) return t(LAUNCHER_MESSAGES.loadFailed);
  return t(opening ? LAUNCHER_MESSAGES.loading : LAUNCHER_MESSAGES.ask);
}

/** The panel where it is open and loaded; else the launcher. */
function PanelOrLauncher(): ReactNode {
  const { open } = useSyncExternalStore(panelStore.subscribe, panelStore.getSnapshot);
  const panel = useLazyComponent(loadPanel, open);
  return open && panel.Component ? (
    <panel.Component />
  ) : (
    <button
      type="button"
      className="lectern-launcher"
      title={t(LAUNCHER_MESSAGES.askTitle, { key: modKeyLabel() })}
      aria-keyshortcuts="Control+I Meta+I"
      aria-busy={open && !panel.failed}
      // The chunk is on its way before the click; a touch has no hover and needs none.
      onPointerEnter={() => void loadPanel().catch(() => undefined)}
      onClick={() => {
        panel.retry();
        openPanel();
      }}
    >
      <Icon name="ask" />
      <span>{launcherLabel(open, open && panel.failed)}</span>
    </button>
  );
}

/** What stands on a page. */
export interface ChatRootProps {
  /** false: no launcher and no panel, where a site has notes but no chat. */
  readonly withPanel: boolean;
  readonly withSelection: boolean;
}

/** The chat on its own React root. */
export function ChatRoot({ withPanel, withSelection }: ChatRootProps): ReactNode {
  useInterfaceLanguage();
  const selection = useReaderSelection(withSelection);
  const popover = useLazyComponent(loadPopover, selection !== null);
  useEffect(() => {
    if (!withPanel) return;
    const onShortcut = () => (selection ? void askAboutSelection(selection).catch(() => openPanel()) : togglePanel());
    return onModShortcut('i', onShortcut);
  }, [withPanel, selection]);
  return (
    <>
      {withPanel && <PanelOrLauncher />}
      {selection && popover.Component && <popover.Component selection={selection} />}
    </>
  );
}
