/**
 * Keeps what scrolls sideways reachable by keyboard (tables, formulas and figures that are wider than the screen), and
 * takes out of the tab order what fits. The page comes with all of them in it (`plugins/rehype-scroll-regions.ts`).
 *
 * Browsers differ in whether a scrolling element without controls takes focus by itself (WCAG 2.1.1).
 */
const REGIONS = '.theme-doc-markdown :is(table, .katex-display, .figure-scroll, pre)';

function update(region: Element): void {
  const scrolls = region.scrollWidth > region.clientWidth + 1;
  if (scrolls) region.setAttribute('tabindex', '0');
  else if (!region.matches('pre')) region.removeAttribute('tabindex');
}

// Sizes change when fonts and pictures arrive, details open and the window turns. What a region holds is watched too:
// it can outgrow a region whose own size stays.
const observer =
  typeof ResizeObserver === 'undefined'
    ? undefined
    : new ResizeObserver((entries) => {
        for (const { target } of entries) {
          const region = target.closest(REGIONS);
          if (region) update(region);
        }
      });

/** Docusaurus calls it after each navigation, when the new page is drawn. */
export function onRouteDidUpdate(): void {
  observer?.disconnect();
  for (const region of document.querySelectorAll(REGIONS)) {
    observer?.observe(region);
    for (const content of region.children) observer?.observe(content);
  }
}
