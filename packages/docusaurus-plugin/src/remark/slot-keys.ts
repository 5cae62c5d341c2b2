/**
 * Names the inline nodes of a page by React keys, `ph` and the placeholder's id (`phx1`, `phg2`), so that a translation
 * puts the page's own elements where its placeholders stand. A key never reaches the page. What loses properties on its
 * way to the page gets a wrapper that draws nothing: PAGE.md, "What keeps / loses hProperties". So does what takes texts as
 * properties: alternative texts, titles.
 */
import type { Slot } from '@lectern/segments';
import type { Link, LinkReference, Nodes, Parents, PhrasingContent, Root } from 'mdast';
import type { MdxJsxTextElement } from 'mdast-util-mdx';
import { visit } from 'unist-util-visit';
import { type PropertyTexts, segmentNode, slotNode, textsNode } from './segment-nodes.ts';

/** Segment ids of alternative texts. */
export type ImageIds = Map<Nodes, string>;

/** Elements that take texts as properties. */
export type ElementTexts = Map<Nodes, PropertyTexts>;

/** Components that draw their children as they are; others may read their children's properties, as `Tabs` does. */
const DRAWS_CHILDREN = new Set(['TabItem', 'Details', 'Admonition']);

/** Docusaurus makes a new node of a link to a file of the site: the properties are gone then. */
function mayBeAsset(node: Link | LinkReference): boolean {
  if (node.type === 'linkReference' || /^(?:[a-z][a-z+.-]*:|#|\/\/)/i.test(node.url)) return false;
  const path = node.url.replace(/[?#].*$/s, '');
  return /\.\w+$/.test(path) && !/\.mdx?$/i.test(path);
}

function setKey(node: Nodes, key: string): void {
  const data = node.data ?? {};
  node.data = data;
  data.hProperties = { ...data.hProperties, key };
}

function setAttribute(node: MdxJsxTextElement, key: string): void {
  const isTaken = node.attributes.some((attribute) => attribute.type === 'mdxJsxAttribute' && attribute.name === 'key');
  if (!isTaken) node.attributes.push({ type: 'mdxJsxAttribute', name: 'key', value: key });
}

/**
 * Gives each node its key, where it can hold one.
 * @param texts elements that are wrapped for their texts anyway
 * @returns the others, with the keys of the wrappers that they need
 */
export function keySlots(slots: readonly Slot[], texts: ElementTexts): Map<Nodes, string> {
  const wrapped = new Map<Nodes, string>();
  for (const { placeholder, node } of slots) {
    const key = `ph${placeholder.id}`;
    if (texts.has(node)) {
      wrapped.set(node, key);
      continue;
    }
    switch (node.type) {
      case 'emphasis':
      case 'strong':
      case 'delete':
      case 'inlineCode':
      case 'break':
      case 'footnoteReference':
        setKey(node, key);
        break;
      case 'link':
      case 'linkReference':
        if (mayBeAsset(node)) wrapped.set(node, key);
        else setKey(node, key);
        break;
      case 'mdxJsxTextElement':
        if (node.name === null) wrapped.set(node, key);
        else setAttribute(node, key);
        break;
      case 'html':
      case 'math':
        // Raw HTML is half an element: a wrapper would close it. A display formula is carried over with its block.
        break;
      default:
        wrapped.set(node, key);
        break;
    }
  }
  return wrapped;
}

/** What is wrapped, and why. */
export interface Wrapped {
  readonly images: ImageIds;
  readonly texts: ElementTexts;
  readonly keys: ReadonlyMap<Nodes, string>;
}

/** Whether a parent may want to read its children's properties. */
function readsChildren(parent: Parents): boolean {
  if (parent.type !== 'mdxJsxFlowElement' && parent.type !== 'mdxJsxTextElement') return false;
  return /^\p{Lu}|\./u.test(parent.name ?? '') && !DRAWS_CHILDREN.has(parent.name ?? '');
}

function wrapperOf(node: PhrasingContent, { images, texts, keys }: Wrapped) {
  const key = keys.get(node);
  if (node.type === 'image' || node.type === 'imageReference') {
    const id = images.get(node);
    if (id !== undefined) return segmentNode(id, [node], key);
  }
  // A fragment can hold no key; its children stand in the wrapper as they stood in it.
  if (node.type === 'mdxJsxTextElement' && node.name === null) return slotNode({ key }, node.children);
  return slotNode({ key, texts: texts.get(node), inner: key?.startsWith('phg') ?? false }, [node]);
}

/** Puts the wrappers around images, around what cannot hold a key, and around what takes texts as properties. */
export function wrapElements(tree: Root, wrapped: Wrapped): void {
  const { images, texts, keys } = wrapped;
  if (images.size + texts.size + keys.size === 0) return;
  // What stands for a placeholder is inline, and so is an image.
  const isInline = (node: Nodes): node is PhrasingContent =>
    keys.has(node) || images.has(node) || (texts.has(node) && node.type !== 'mdxJsxFlowElement');
  visit(tree, (node, index, parent) => {
    if (parent === undefined || index === undefined) return;
    const siblings: Nodes[] = parent.children;
    const own = texts.get(node);
    if (own !== undefined && !keys.has(node) && readsChildren(parent)) return;
    if (isInline(node)) siblings[index] = wrapperOf(node, wrapped);
    else if (own !== undefined && node.type === 'mdxJsxFlowElement') siblings[index] = textsNode(own, node);
  });
}
