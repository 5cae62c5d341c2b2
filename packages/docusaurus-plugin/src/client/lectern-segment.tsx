/** The components that carry segments: each shows the author's text, or a translation around the author's own elements. */
import {
  Children,
  type ComponentType,
  cloneElement,
  createElement,
  isValidElement,
  type JSX,
  type ReactElement,
  type ReactNode,
} from 'react';
import { contentInInterfaceLanguage, inInterfaceLanguage } from './in-interface-language.tsx';
import { t, useInterfaceLanguage } from './messages.ts';
import { plainSegment, renderSegment } from './segments/segment-renderer.ts';
import { type SegmentView, sourceLanguage, useSegmentView } from './segments/segment-store.ts';

/** Props of {@link LecternSegment}, set by the remark plugin. */
export interface LecternSegmentProps {
  /** The segment's id. */
  sid: string;
  children?: ReactNode;
}

/** A lone image is its block's only child, without a placeholder's key: its alternative text is what is translated. */
function withAlt(text: string, children: ReactNode): ReactElement | null {
  if (!isValidElement<{ alt?: unknown }>(children) || typeof children.props.alt !== 'string') return null;
  const alt = plainSegment(text);
  return alt === null ? null : cloneElement(children, { alt });
}

/** The original, first in its block: it floats beside the beginning. */
function besideOf(original: ReactNode): ReactElement {
  return (
    <span key="beside" className="lectern-beside" {...sourceLanguage()}>
      {original}
    </span>
  );
}

/** The attributes and children that a view gives a block. */
function viewProps(view: SegmentView | undefined, children: ReactNode): [object, readonly ReactNode[]] | undefined {
  if (view === undefined) return undefined;
  if (view.text !== undefined) {
    const image = withAlt(view.text, children);
    const nodes = image ? [image] : renderSegment(view.text, children, view.rtl);
    // What doesn't fit its block stays as it is written.
    if (nodes !== null) {
      const attributes = { 'data-lectern-status': view.status };
      return [attributes, view.beside && !image ? [besideOf(children), ...nodes] : nodes];
    }
  }
  return [{ ...sourceLanguage(), 'data-lectern-left': view.left ?? 'failed' }, [children]];
}

/** Props of a marked block. */
interface BlockProps {
  readonly 'data-seg'?: string;
  readonly children?: ReactNode;
}

type BlockTag = ComponentType<BlockProps> | keyof JSX.IntrinsicElements;

/** Props of an admonition that are used. */
interface AdmonitionProps {
  readonly type: string;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
}

/** A component that stands for an element which carries its mark itself. */
function blockOf(tag: BlockTag): ComponentType<BlockProps> {
  return function LecternBlock(props: BlockProps): ReactElement {
    const { 'data-seg': id = '', children } = props;
    const shown = viewProps(useSegmentView(id, children), children);
    if (id === '' || shown === undefined) return createElement(tag, props);
    return createElement(tag, { ...props, ...shown[0] }, ...shown[1]);
  };
}

const LecternSpan = blockOf('span');

/**
 * Renders `<span data-seg>` around its children. Always the span, never a bare fragment: React would make the inner nodes
 * anew when a replacement comes (PAGE.md).
 */
export function LecternSegment({ sid, children }: LecternSegmentProps): ReactElement {
  return <LecternSpan data-seg={sid}>{children}</LecternSpan>;
}

/** Props of {@link LecternSlot}, set by the remark plugin. */
export interface LecternSlotProps {
  /** A translation goes into the element inside it, not into its place. */
  inner?: string;
  /** Texts that the element inside takes as properties: `alt:<segment id> title:<segment id>`. */
  texts?: string;
  children?: ReactNode;
}

/** Gives an element its texts in the reader's language, one property after the other. */
function WithTexts({ texts, children }: { texts: readonly string[]; children: ReactNode }): ReactNode {
  const [first = '', ...others] = texts;
  const [name = '', id = ''] = first.split(':');
  const element = isValidElement<Record<string, unknown>>(children) ? children : null;
  const written = element?.props[name];
  const view = useSegmentView(id, typeof written === 'string' ? written : null);
  const text = view?.text === undefined ? null : plainSegment(view.text);
  const shown = element === null || text === null ? children : cloneElement(element, { [name]: text });
  return others.length === 0 ? shown : <WithTexts texts={others}>{shown}</WithTexts>;
}

/** Holds the key of a placeholder, or the texts, of an element that cannot; draws nothing of its own. */
export function LecternSlot({ texts, children }: LecternSlotProps): ReactNode {
  return texts === undefined ? children : <WithTexts texts={texts.split(' ')}>{children}</WithTexts>;
}

const BLOCK_TAGS = ['p', 'td', 'th', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;

const isTitle = (child: ReactNode) => isValidElement(child) && child.type === 'mdxAdmonitionTitle';

/** An admonition's own name: the theme keeps it as an element that it never draws anew. */
function admonitionOf(Component: ComponentType<AdmonitionProps>): ComponentType<AdmonitionProps> {
  return function LecternAdmonition(props) {
    const { type, title, children } = props;
    const language = useInterfaceLanguage();
    const isNamed = language === undefined || title !== undefined || Children.toArray(children).some(isTitle);
    const name = isNamed ? title : t({ id: `theme.admonition.${type}`, message: type });
    return <Component {...props} {...(name !== undefined && { title: name })} />;
  };
}

/** The components of marked elements, and of what has words of the theme's own. @param theme the theme's, which they draw */
export function segmentComponents(theme: Readonly<Record<string, unknown>>): Record<string, ComponentType<never>> {
  const own = <Props,>(tag: string, wrap: (component: ComponentType<Props>) => ComponentType<Props>) => {
    const component = theme[tag];
    const isComponent = (value: unknown): value is ComponentType<Props> => typeof value === 'function';
    return isComponent(component) ? { [tag]: wrap(component) } : {};
  };
  const blocks = BLOCK_TAGS.map((tag) => [tag, blockOf(tag)] as const);
  return {
    ...Object.fromEntries(blocks),
    ...Object.assign(
      {},
      ...BLOCK_TAGS.map((tag) => own<BlockProps>(tag, (block) => blockOf(inInterfaceLanguage(block)))),
    ),
    ...own('pre', contentInInterfaceLanguage<BlockProps>),
    ...own('admonition', admonitionOf),
    seg: LecternSegment,
    LecternSegment,
    ph: LecternSlot,
  };
}
