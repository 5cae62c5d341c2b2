/** Puts a block's own elements where the placeholders of a text stand. Nothing is compiled, no HTML is injected. */
import { cloneElement, Fragment, isValidElement, type ReactElement, type ReactNode } from 'react';

type Slots = Map<string, ReactElement<SlotProps>>;

interface SlotProps {
  readonly children?: ReactNode;
  /** Of a wrapper: the translation goes into the element inside it. */
  readonly inner?: string;
}

const isElement = (node: ReactNode): node is ReactElement<SlotProps> => isValidElement<SlotProps>(node);

/** The element that a pair's text goes into. */
const innerOf = (slot: ReactElement<SlotProps>): ReactNode => {
  const { inner, children } = slot.props;
  return inner !== undefined && isElement(children) ? children.props.children : children;
};

/** Finds the elements that placeholders stand for. @returns false when there is another element, which would be lost */
function collectSlots(node: ReactNode, slots: Slots): boolean {
  if (Array.isArray(node)) return node.every((child: ReactNode) => collectSlots(child, slots));
  if (node === null || typeof node !== 'object') return true;
  if (!isElement(node)) return false;
  const [, id] = /^ph([xg]\d+)$/.exec(node.key ?? '') ?? [];
  if (id === undefined) return node.type === Fragment && collectSlots(node.props.children, slots);
  slots.set(id, node);
  return id.startsWith('x') || collectSlots(innerOf(node), slots);
}

function fill(slot: ReactElement<SlotProps>, nodes: readonly ReactNode[]): ReactElement {
  const { inner, children } = slot.props;
  if (inner === undefined || !isElement(children)) return cloneElement(slot, undefined, ...nodes);
  return cloneElement(slot, undefined, cloneElement(children, undefined, ...nodes));
}

const TOKENS = /<(\/?)([xg]\d+)(\/?)>|&(amp|lt|gt);|[^<&]+|[<&]/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };

/**
 * The children of a block with a translated text.
 *
 * @param text engine-neutral: XML-escaped, `<x1/>`, `<g2>…</g2>`
 * @param children the block's own, with keys `phx1`, `phg2`
 * @returns `null` unless each placeholder of the block stands in the text exactly once and pairs nest: the block then stays
 *   as it is
 */
export function renderSegment(text: string, children: ReactNode): ReactNode[] | null {
  const slots: Slots = new Map();
  if (!collectSlots(children, slots)) return null;
  const root: ReactNode[] = [];
  const open: { id: string; nodes: ReactNode[] }[] = [];
  let nodes = root;
  let words = '';
  const flush = () => {
    if (words !== '') nodes.push(words);
    words = '';
  };
  for (const [token, closing, id = '', atom, entity = ''] of text.matchAll(TOKENS)) {
    if (id === '') {
      if (token === '<') return null;
      words += ENTITIES[entity] ?? token;
      continue;
    }
    flush();
    const kind = `${closing}${id.charAt(0)}${atom}`;
    const slot = slots.get(id);
    if (slot === undefined) return null;
    if (kind === 'g') {
      nodes = [];
      open.push({ id, nodes });
      continue;
    }
    slots.delete(id);
    if (kind === 'x/') nodes.push(slot);
    else {
      const pair = open.pop();
      if (kind !== '/g' || pair?.id !== id || pair.nodes.length === 0) return null;
      nodes = open.at(-1)?.nodes ?? root;
      nodes.push(fill(slot, pair.nodes));
    }
  }
  flush();
  return slots.size === 0 && open.length === 0 ? root : null;
}

/** A text without placeholders as it reads; `null` when it has some. */
export function plainSegment(text: string): string | null {
  const nodes = renderSegment(text, null);
  return nodes === null ? null : nodes.join('');
}
