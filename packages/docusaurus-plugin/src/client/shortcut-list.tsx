/** The list of keyboard shortcuts, with the switch that turns them off. Loaded on use. */
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { GLOSSARY_MESSAGES } from '../features/glossary/glossary.messages.ts';
import { TRANSLATION_MESSAGES } from '../features/translation/translation.messages.ts';
import { type Message, t } from './messages.ts';
import { SHORTCUT_MESSAGES } from './shortcuts.messages.ts';
import { modKeyLabel, setShortcutsEnabled, shortcutsEnabled } from './shortcuts.ts';
import { siteSettings } from './site-settings.ts';

function keysOf(): readonly { message: Message; keys: readonly string[] }[] {
  const mod = modKeyLabel();
  return [
    { message: SHORTCUT_MESSAGES.search, keys: ['/', `${mod}+K`] },
    { message: SHORTCUT_MESSAGES.ask, keys: [`${mod}+I`] },
    { message: SHORTCUT_MESSAGES.previous, keys: ['['] },
    { message: SHORTCUT_MESSAGES.next, keys: [']'] },
    ...(siteSettings().features.learning ? [{ message: SHORTCUT_MESSAGES.notes, keys: ['n'] }] : []),
    ...(siteSettings().features.translation
      ? [
          { message: TRANSLATION_MESSAGES.keyLanguage, keys: ['t'] },
          { message: TRANSLATION_MESSAGES.keyOriginal, keys: ['o'] },
        ]
      : []),
    ...(siteSettings().features.glossary ? [{ message: GLOSSARY_MESSAGES.keyTerm, keys: ['g'] }] : []),
    { message: SHORTCUT_MESSAGES.close, keys: ['Esc'] },
    { message: SHORTCUT_MESSAGES.list, keys: ['?'] },
  ];
}

function ShortcutList(): ReactNode {
  return (
    <form method="dialog" className="lectern-shortcut-list">
      <h2 id="lectern-shortcuts-title">{t(SHORTCUT_MESSAGES.title)}</h2>
      <dl>
        {keysOf().map(({ message, keys }) => (
          <div key={message.id}>
            <dt>{t(message)}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key} dir="ltr">
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <label className="lectern-switch">
        <input
          type="checkbox"
          defaultChecked={shortcutsEnabled()}
          onChange={(event) => setShortcutsEnabled(event.target.checked)}
        />
        {t(SHORTCUT_MESSAGES.enabled)}
      </label>
      <button type="submit" className="lectern-button">
        {t(SHORTCUT_MESSAGES.done)}
      </button>
    </form>
  );
}

/** Opens the list as a modal dialog; focus returns to where it was when it closes. */
export function showShortcuts(): void {
  if (document.querySelector('.lectern-shortcuts')) return;
  const dialog = document.createElement('dialog');
  dialog.className = 'lectern-shortcuts';
  dialog.setAttribute('aria-labelledby', 'lectern-shortcuts-title');
  document.body.append(dialog);
  const root = createRoot(dialog);
  flushSync(() => root.render(<ShortcutList />));
  dialog.addEventListener('close', () => {
    root.unmount();
    dialog.remove();
  });
  dialog.showModal();
}
