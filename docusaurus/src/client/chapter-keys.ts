/** `[` and `]` turn to the previous and the next chapter, unless the reader is typing. */
const TYPING =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="textbox"], [role="combobox"]';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TYPING) !== null;
}

function turnChapter(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const relation = event.key === '[' ? 'prev' : event.key === ']' ? 'next' : undefined;
  if (!relation) return;
  document.querySelector<HTMLAnchorElement>(`.way-on a[rel="${relation}"]`)?.click();
}

if (typeof window !== 'undefined') window.addEventListener('keydown', turnChapter);
