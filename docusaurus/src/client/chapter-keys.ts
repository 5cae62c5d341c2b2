/** `[` and `]` turn to the previous and the next chapter, unless the reader is typing or has switched shortcuts off. */
import { shortcutsEnabled } from '@lectern/docusaurus-plugin/client/shortcuts';

const TYPING =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="textbox"], [role="combobox"]';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TYPING) !== null;
}

function turnChapter(event: KeyboardEvent): void {
  // AltGr, with which many keyboards write brackets, reports itself as Ctrl+Alt.
  const command = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph');
  if (event.defaultPrevented || command || isTyping(event.target) || !shortcutsEnabled()) return;
  const relation = event.key === '[' ? 'prev' : event.key === ']' ? 'next' : undefined;
  if (!relation) return;
  document.querySelector<HTMLAnchorElement>(`.way-on a[rel="${relation}"]`)?.click();
}

if (typeof window !== 'undefined') window.addEventListener('keydown', turnChapter);
