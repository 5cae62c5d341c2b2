import Translate from '@docusaurus/Translate';
import { useInterfaceLanguage } from '@lectern/docusaurus-plugin/client/messages';
import type { ReactNode } from 'react';

/** What `<Figure>` takes; `darkSrc`, `width` and `height` are filled in by `plugins/remark-book-components.ts`. */
export interface FigureProps {
  src: string;
  darkSrc: string;
  alt: string;
  width?: string;
  height?: string;
  /** The caption. */
  children?: ReactNode;
}

/** A picture in both colour schemes with its caption. Only the one that is shown is read out. */
export function Figure({ children, ...picture }: FigureProps): ReactNode {
  return (
    <figure className="book-figure">
      <PicturePair {...picture} />
      {children && <figcaption>{children}</figcaption>}
    </figure>
  );
}

/** What `<Diagram>` takes beside a figure's properties. */
export interface DiagramProps extends FigureProps {
  /** The diagram in words, for those who cannot see it. */
  description?: ReactNode;
}

/** A diagram drawn ahead from its Mermaid source, with the same in words below it. */
export function Diagram({ children, description, ...picture }: DiagramProps): ReactNode {
  useInterfaceLanguage();
  return (
    <figure className="book-figure">
      <PicturePair {...picture} />
      {children && <figcaption>{children}</figcaption>}
      {description && (
        <details className="fold">
          <summary>
            <Translate id="book.diagram.text">The diagram in words</Translate>
          </summary>
          <p>{description}</p>
        </details>
      )}
    </figure>
  );
}

// A picture wider than this would be unreadable on a phone: it scrolls inside its figure instead of shrinking.
const SCROLLS_FROM_PX = 560;

function PicturePair({ src, darkSrc, alt, width, height }: Omit<FigureProps, 'children'>): ReactNode {
  // Both stand in the page, the stylesheet hides one: the right one is there before any script runs, and
  // `loading="lazy"` keeps the hidden one from being fetched.
  const pictures = (
    <>
      <img className="figure-light" src={src} alt={alt} width={width} height={height} loading="lazy" />
      <img className="figure-dark" src={darkSrc} alt={alt} width={width} height={height} loading="lazy" />
    </>
  );
  if (Number(width) < SCROLLS_FROM_PX) return pictures;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it may scroll; src/client/scroll-regions.ts takes out what fits.
    <div className="figure-scroll" tabIndex={0}>
      {pictures}
    </div>
  );
}
