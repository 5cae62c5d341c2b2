/**
 * Names the inline nodes of a page by React keys, `ph` and the placeholder's id (`phx1`, `phg2`), so that a translation
 * puts the page's own elements where its placeholders stand. A key never reaches the page. What loses properties on its
 * way to the page gets a wrapper that draws nothing: PAGE.md, "What keeps / loses hProperties".
 */
import type { Slot } from '@lectern/segments';
import type { Image, ImageReference, Link, LinkReference, Nodes, PhrasingContent, Root } from 'mdast';
import type { MdxJsxTextElement } from 'mdast-util-mdx';
import { visit } from 'unist-util-visit';
import { segmentNode, slotNode } from './segment-nodes.ts';

/** Segment ids of alternative texts. */
export type ImageIds = Map<Image | ImageReference, string>;

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
 * @returns the others, with the keys of the wrappers that they need
 */
export function keySlots(slots: readonly Slot[]): Map<Nodes, string> {
  const wrapped = new Map<Nodes, string>();
  for (const { placeholder, node } of slots) {
    const key = `ph${placeholder.id}`;
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

function wrapperOf(node: PhrasingContent, key: string | undefined, images: ImageIds) {
  if (node.type === 'image' || node.type === 'imageReference') {
    const id = images.get(node);
    if (id !== undefined) return segmentNode(id, [node], key);
  }
  if (key === undefined) return undefined;
  // A fragment can hold no key; its children stand in the wrapper as they stood in it.
  if (node.type === 'mdxJsxTextElement') return slotNode(key, node.children, false);
  const isPair = node.type === 'link' || node.type === 'linkReference' || node.type === 'textDirective';
  return slotNode(key, [node], isPair);
}

/** Puts the wrappers around images and around what cannot hold a key. */
export function wrapInline(tree: Root, images: ImageIds, wrapped: ReadonlyMap<Nodes, string>): void {
  if (images.size + wrapped.size === 0) return;
  // What stands for a placeholder is inline, and so is an image.
  const isInline = (node: Nodes): node is PhrasingContent =>
    wrapped.has(node) || node.type === 'image' || node.type === 'imageReference';
  visit(tree, (node, index, parent) => {
    if (parent === undefined || index === undefined || !isInline(node)) return;
    const wrapper = wrapperOf(node, wrapped.get(node), images);
    const siblings: Nodes[] = parent.children;
    if (wrapper !== undefined) siblings[index] = wrapper;
  });
}
