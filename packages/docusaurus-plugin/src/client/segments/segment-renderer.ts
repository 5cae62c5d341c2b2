/** Puts a block's own elements where the placeholders of a text stand. Nothing is compiled, no HTML is injected. */
import { cloneElement, createElement, Fragment, isValidElement, type ReactElement, type ReactNode } from 'react';
import { beginsWithUnit, isRightToLeft, RUN_START, splitRuns } from './left-to-right-runs.ts';

type Slots = Map<string, ReactElement<SlotProps>>;

interface SlotProps {
  readonly children?: ReactNode;
  readonly className?: string;
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
  // Our own, in a source that is read right to left: words.
  const isWords = node.type === Fragment || node.type === 'bdi' || node.props.className === RUN_START;
  if (id === undefined) return isWords && collectSlots(node.props.children, slots);
  slots.set(id, node);
  return id.startsWith('x') || collectSlots(innerOf(node), slots);
}

function fill(slot: ReactElement<SlotProps>, nodes: readonly ReactNode[]): ReactElement {
  const { inner, children } = slot.props;
  if (inner === undefined || !isElement(children)) return cloneElement(slot, undefined, ...nodes);
  return cloneElement(slot, undefined, cloneElement(children, undefined, ...nodes));
}

const TOKENS = /<(\/?)([xg]\d+)(\/?)>|&(amp|lt|gt);|[^<&]+|[<&]/g;
type Tokens = Iterator<RegExpExecArray>;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };

function addWords(nodes: ReactNode[], words: string): void {
  const last = nodes.at(-1);
  if (typeof last === 'string') nodes[nodes.length - 1] = last + words;
  else nodes.push(words);
}

/** KaTeX's element in the wrapper that holds its key. */
function isFormula(node: ReactNode): boolean {
  const inside = isElement(node) ? node.props.children : null;
  return isElement(inside) && /\bkatex\b/.test(inside.props.className ?? '');
}

/** Keeps quantities and the like together in text that is read right to left. */
function isolateRuns(nodes: readonly ReactNode[]): ReactNode[] {
  let runs = 0;
  // Counted over all of them: of two with one key React would leave one behind.
  const nextKey = () => {
    runs += 1;
    return `run${runs}`;
  };
  return nodes.flatMap((node, index) => {
    const next = nodes[index + 1];
    if (isFormula(node) && typeof next === 'string' && beginsWithUnit(next)) {
      // Beside the formula and not around it: React could not move it.
      return [createElement('span', { key: nextKey(), className: RUN_START }), node];
    }
    if (typeof node !== 'string') return [node];
    return splitRuns(node).map(({ text, isRun }) =>
      isRun ? createElement('bdi', { key: nextKey(), dir: 'ltr' }, text) : text,
    );
  });
}

type Finish = (nodes: ReactNode[]) => ReactNode[];
const asTheyAre: Finish = (nodes) => nodes;

/** The element that a placeholder stands for, around what the text has inside it. Each is there once. */
function fillSlot(tokens: Tokens, slots: Slots, id: string, isAtom: boolean, finish: Finish): ReactElement | null {
  const slot = slots.get(id);
  if (slot === undefined || id.startsWith('x') !== isAtom) return null;
  slots.delete(id);
  if (isAtom) return slot;
  const inside = readNodes(tokens, slots, id, finish);
  return inside && fill(slot, inside);
}

/** Reads tokens up to the end of a pair. @param pair its id; '' for the whole text @returns null when the text is not whole */
function readNodes(tokens: Tokens, slots: Slots, pair: string, finish: Finish): ReactNode[] | null {
  const nodes: ReactNode[] = [];
  for (let next = tokens.next(); !next.done; next = tokens.next()) {
    const [token, closing, id, atom, entity = ''] = next.value;
    if (id === undefined) {
      if (token === '<') return null;
      addWords(nodes, ENTITIES[entity] ?? token);
      continue;
    }
    if (closing) return id === pair && !atom && nodes.length > 0 ? finish(nodes) : null;
    const filled = fillSlot(tokens, slots, id, atom === '/', finish);
    if (filled === null) return null;
    nodes.push(filled);
  }
  return pair === '' ? finish(nodes) : null;
}

/**
 * The children of a block with a translated text.
 *
 * @param text engine-neutral: XML-escaped, `<x1/>`, `<g2>…</g2>`
 * @param children the block's own, with keys `phx1`, `phg2`
 * @param rtl whether the text is read right to left
 * @returns `null` unless each placeholder of the block stands in the text exactly once and pairs nest: the block then stays
 *   as it is
 */
export function renderSegment(text: string, children: ReactNode, rtl = false): ReactNode[] | null {
  const slots: Slots = new Map();
  if (!collectSlots(children, slots)) return null;
  const nodes = readNodes(text.matchAll(TOKENS), slots, '', rtl ? isolateRuns : asTheyAre);
  return slots.size === 0 ? nodes : null;
}

/** A text without placeholders as it reads; `null` when it has some. */
export function plainSegment(text: string): string | null {
  const nodes = renderSegment(text, null);
  return nodes === null ? null : nodes.map(String).join('');
}

/**
 * A text without markup as it is shown: quantities are kept together where it is read right to left.
 * @param rtl whether it is; without it the text's own script says so
 */
export function shownText(text: string | undefined, rtl = isRightToLeft(text ?? '')): ReactNode {
  return rtl && text !== undefined ? createElement(Fragment, null, ...isolateRuns([text])) : text;
}
