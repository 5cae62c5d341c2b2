/** A bookmark button at each heading, put into the finished page. */
import { t } from '../../client/messages.ts';
import { LEARNING_MESSAGES } from './learning.messages.ts';
import { sectionHeadings } from './reading-sections.ts';

const CLASS = 'lectern-bookmark';
const ICON = 'M6 3.5h8v13l-4-3-4 3z';
const SVG = 'http://www.w3.org/2000/svg';

function createIcon(): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICON);
  svg.append(path);
  return svg;
}

function createButton(onClick: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = CLASS;
  button.append(createIcon());
  button.addEventListener('click', onClick);
  return button;
}

/** Adds what is missing and shows which sections are bookmarked. */
export function drawBookmarks(
  root: ParentNode,
  bookmarked: ReadonlySet<string>,
  onToggle: (sectionId: string) => void,
): void {
  for (const heading of sectionHeadings(root)) {
    let button = heading.querySelector<HTMLButtonElement>(`:scope > .${CLASS}`);
    if (button === null) {
      button = createButton(() => onToggle(heading.id));
      heading.append(button);
    }
    const set = bookmarked.has(heading.id);
    const label = t(LEARNING_MESSAGES.bookmarkSection);
    const isCurrent = button.getAttribute('aria-pressed') === String(set) && button.ariaLabel === label;
    if (isCurrent) continue;
    button.setAttribute('aria-pressed', String(set));
    button.setAttribute('aria-label', label);
    button.title = set ? t(LEARNING_MESSAGES.bookmarked) : label;
  }
}

/** Takes all buttons away. */
export function clearBookmarks(): void {
  for (const button of document.querySelectorAll(`.${CLASS}`)) button.remove();
}
