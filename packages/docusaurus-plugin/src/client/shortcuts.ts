/** Keyboard shortcuts: off while typing, and off altogether where the reader wishes. */

const STORAGE_KEY = 'lectern.shortcuts';

/** true unless the reader switched the shortcuts off. */
export function shortcutsEnabled(): boolean {
  try {
    return window.localStorage.getItem(STORAGE_KEY) !== 'off';
  } catch {
    return true; // storage may be forbidden
  }
}

/** Keeps the reader's choice in this browser. */
export function setShortcutsEnabled(enabled: boolean): void {
  try {
    window.localStorage.setItem(STORAGE_KEY, enabled ? 'on' : 'off');
  } catch {
    // without storage the choice lasts as long as the page: nothing to do
  }
}

/** true when keys go into a field. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(?:input|textarea|select)$/i.test(target.tagName) || target.role === 'textbox')
  );
}

/**
 * Calls the handler on Ctrl+key, or Cmd+key on Apple keyboards. Returns how to end that.
 *
 * @param key Lower-case letter.
 */
export function onModShortcut(key: string, handler: () => void): () => void {
  const listener = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== key || event.altKey || event.shiftKey || event.repeat) return;
    if (event.ctrlKey === event.metaKey || event.defaultPrevented) return;
    if (isTyping(event.target) || !shortcutsEnabled()) return;
    event.preventDefault();
    handler();
  };
  window.addEventListener('keydown', listener);
  return () => window.removeEventListener('keydown', listener);
}

/** The modifier as this reader's keyboard shows it. */
export function modKeyLabel(): string {
  return /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘' : 'Ctrl';
}

/** What single keys do on every page. Returns how to end that. */
export function onPageKeys(actions: Readonly<Record<string, () => void>>): () => void {
  const listener = (event: KeyboardEvent) => {
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
    if (!action || event.altKey || event.ctrlKey || event.metaKey || event.repeat || event.defaultPrevented) return;
    if (isTyping(event.target) || !shortcutsEnabled()) return;
    event.preventDefault();
    action();
  };
  window.addEventListener('keydown', listener);
  return () => window.removeEventListener('keydown', listener);
}
