/** Colours of diagrams, taken from the site's own tokens, so that a colour is decided in one place. */

/** The two colour schemes of the site. */
export const SCHEMES = ['light', 'dark'] as const;
/** One of {@link SCHEMES}. */
export type Scheme = (typeof SCHEMES)[number];

/** The values that a drawing is made from. */
export type DiagramPalette = Record<'paper' | 'shade' | 'quiet' | 'ink' | 'accent', string>;

const SCHEME_SELECTOR: Record<Scheme, string> = { light: ':root {', dark: '[data-theme="dark"] {' };

/**
 * Reads a scheme's palette out of `tokens.css`.
 *
 * @throws Error when the stylesheet lacks a colour: it was renamed, and this has to follow
 */
export function readPalette(tokensCss: string, scheme: Scheme): DiagramPalette {
  const start = tokensCss.indexOf(SCHEME_SELECTOR[scheme]);
  const block = start === -1 ? '' : tokensCss.slice(start, tokensCss.indexOf('}', start));
  const colour = (name: string) => {
    const found = new RegExp(`--book-${name}:\\s*(#[0-9a-f]{6})\\s*;`, 'i').exec(block)?.[1];
    if (!found) throw new Error(`tokens.css has no colour --book-${name} for the ${scheme} scheme.`);
    return found.toLowerCase();
  };
  return {
    paper: colour('paper'),
    shade: colour('shade'),
    quiet: colour('quiet'),
    ink: colour('ink'),
    accent: colour('accent'),
  };
}

/** Mermaid's configuration for a palette. @see https://mermaid.js.org/config/theming.html */
export function mermaidConfig(palette: DiagramPalette): Record<string, unknown> {
  // A picture in <img> can load no font: Arial's widths are had on every system (Helvetica, Liberation Sans, Arimo).
  const fontFamily = 'Arial, Helvetica, "Liberation Sans", Arimo, sans-serif';
  return {
    startOnLoad: false,
    securityLevel: 'strict',
    deterministicIds: true,
    deterministicIDSeed: 'lectern',
    // HTML labels are foreignObject, which pictures in <img> don't show everywhere.
    htmlLabels: false,
    look: 'classic',
    layout: 'dagre',
    handDrawnSeed: 1,
    flowchart: {
      htmlLabels: false,
      useMaxWidth: false,
      curve: 'basis',
      nodeSpacing: 28,
      rankSpacing: 44,
      wrappingWidth: 240,
      padding: 10,
    },
    sequence: { useMaxWidth: false, mirrorActors: false },
    state: { useMaxWidth: false },
    theme: 'base',
    // Labels on lines hide the line behind them; the background follows the scheme.
    themeCSS: `.edgeLabel rect, .edgeLabel .background { fill: ${palette.paper}; opacity: 1; stroke: none; }`,
    fontFamily,
    themeVariables: {
      fontFamily,
      fontSize: '15px',
      background: palette.paper,
      primaryColor: palette.shade,
      primaryTextColor: palette.ink,
      primaryBorderColor: palette.accent,
      secondaryColor: palette.paper,
      secondaryTextColor: palette.ink,
      secondaryBorderColor: palette.quiet,
      tertiaryColor: palette.paper,
      tertiaryTextColor: palette.ink,
      tertiaryBorderColor: palette.quiet,
      lineColor: palette.quiet,
      textColor: palette.ink,
      mainBkg: palette.shade,
      nodeBorder: palette.accent,
      nodeTextColor: palette.ink,
      clusterBkg: palette.paper,
      clusterBorder: palette.quiet,
      titleColor: palette.ink,
      edgeLabelBackground: palette.paper,
      actorBkg: palette.shade,
      actorBorder: palette.accent,
      actorTextColor: palette.ink,
      actorLineColor: palette.quiet,
      signalColor: palette.ink,
      signalTextColor: palette.ink,
      labelBoxBkgColor: palette.shade,
      labelBoxBorderColor: palette.quiet,
      labelTextColor: palette.ink,
      loopTextColor: palette.ink,
      noteBkgColor: palette.paper,
      noteTextColor: palette.ink,
      noteBorderColor: palette.quiet,
      activationBkgColor: palette.shade,
      activationBorderColor: palette.accent,
      transitionColor: palette.quiet,
      stateLabelColor: palette.ink,
      stateBkg: palette.shade,
    },
  };
}
