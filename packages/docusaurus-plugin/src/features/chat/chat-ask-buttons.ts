/**
 * "Ask" buttons on code blocks and figures, put into the finished page. Not a theme component: a site that has ejected
 * or wrapped its CodeBlock keeps its own, and figures have no component at all.
 */
import { followInterfaceLanguage, t } from '../../client/messages.ts';
import { LAUNCHER_MESSAGES } from './chat-launcher.messages.ts';
import { openPanel, type ScopeChoice } from './chat-panel.store.ts';
import { sectionAt } from './chat-sections.ts';

const CODE = '.theme-doc-markdown .theme-code-block';
const FIGURE =
  '.theme-doc-markdown :is(figure, p:has(> img:only-child), p:has(> [data-seg]:only-child > img:only-child))';
/** Where a site draws frames of its own around code, its place for tools: `data-lectern-slot="code-tools"`. */
const SLOT = '[data-lectern-slot="code-tools"]';
const BUTTON_CLASS = 'lectern-ask-button';
const MAX_NAME_CHARS = 120;

function scopeAt(element: Element): ScopeChoice {
  const section = sectionAt(element);
  if (section === null) return { type: 'chapter' };
  return { type: 'section', path: window.location.pathname, sectionId: section.id, title: section.title };
}

function nameButton(button: HTMLElement, title: string): void {
  if (button.title === title) return;
  button.title = title;
  button.setAttribute('aria-label', title);
  button.textContent = t(LAUNCHER_MESSAGES.ask);
}

function createButton(title: string, onClick: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = `${BUTTON_CLASS} clean-btn`;
  nameButton(button, title);
  button.addEventListener('click', onClick);
  return button;
}

function codeProposal(block: Element): string {
  const name = codeName(block);
  return name === ''
    ? t(LAUNCHER_MESSAGES.codeProposalUnnamed)
    : t(LAUNCHER_MESSAGES.codeProposal, { name: name.slice(0, MAX_NAME_CHARS) });
}

function figureProposal(figure: Element): string | undefined {
  const caption = figure.querySelector('figcaption')?.textContent ?? figure.querySelector('img')?.alt ?? '';
  const name = caption.trim().slice(0, MAX_NAME_CHARS);
  return name === '' ? undefined : t(LAUNCHER_MESSAGES.figureProposal, { name });
}

/** A frame's place for tools: in the block, or beside it in an element that holds no other block. */
function slotOf(block: Element): Element | null {
  const frame = block.parentElement;
  const isOwn = frame?.querySelectorAll('.theme-code-block').length === 1;
  return block.querySelector(SLOT) ?? (isOwn ? frame.querySelector(SLOT) : null);
}

function codeName(block: Element): string {
  const title = block.querySelector('[class*="codeBlockTitle"]') ?? slotOf(block)?.closest('div')?.firstElementChild;
  return title?.contains(slotOf(block)) ? '' : (title?.textContent?.trim() ?? '');
}

function addCodeButton(block: Element): void {
  // A site's own frame may offer a place; else the theme's buttons, which come after hydration: then the observer calls again.
  const group = slotOf(block) ?? block.querySelector('[class*="buttonGroup"]');
  if (!group) return;
  const title = t(LAUNCHER_MESSAGES.askCode);
  const known = group.querySelector<HTMLElement>(`.${BUTTON_CLASS}`);
  if (known) nameButton(known, title);
  else group.prepend(createButton(title, () => openPanel({ scope: scopeAt(block), proposal: codeProposal(block) })));
}

function addFigureButton(figure: Element): void {
  const title = t(LAUNCHER_MESSAGES.askFigure);
  const known = figure.querySelector<HTMLElement>(`.${BUTTON_CLASS}`);
  if (known) {
    nameButton(known, title);
    return;
  }
  figure.setAttribute('data-lectern-figure', '');
  figure.append(
    createButton(title, () => {
      const proposal = figureProposal(figure);
      openPanel({ scope: scopeAt(figure), ...(proposal === undefined ? {} : { proposal }) });
    }),
  );
}

function addButtons(): void {
  document.querySelectorAll(CODE).forEach(addCodeButton);
  document.querySelectorAll(FIGURE).forEach(addFigureButton);
}

/** Adds the buttons now and to whatever is mounted later (tabs, details, other pages). Returns how to end that. */
export function watchAskButtons(): () => void {
  let frame = 0;
  const schedule = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(addButtons);
  };
  const observer = new MutationObserver(schedule);
  observer.observe(document.getElementById('__docusaurus') ?? document.body, { childList: true, subtree: true });
  const stopFollowing = followInterfaceLanguage(schedule);
  schedule();
  return () => {
    observer.disconnect();
    stopFollowing();
    cancelAnimationFrame(frame);
    for (const button of document.querySelectorAll(`.${BUTTON_CLASS}`)) button.remove();
  };
}
