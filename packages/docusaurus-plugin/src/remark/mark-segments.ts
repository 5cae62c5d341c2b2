/** Puts a page's segment ids into its tree. What keeps and what loses properties on the way to the page: PAGE.md. */
import { extendJsxRules, type SegmentMark, type WalkedSegment, type WalkItem, walkDocument } from '@lectern/segments';
import type { Nodes, Root } from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import type {} from 'mdast-util-to-hast';
import { isolateRuns } from './isolate-runs.ts';
import { findPartialPath } from './partial-path.ts';
import type { RemarkSegmentsOptions } from './remark-segments.ts';
import { blockNode, markedAttributeValue, requireValue, segmentNode } from './segment-nodes.ts';
import { type ElementTexts, type ImageIds, keySlots, wrapElements } from './slot-keys.ts';

function setProperty(node: Nodes, id: string): void {
  const data = node.data ?? {};
  node.data = data;
  data.hProperties = { ...data.hProperties, 'data-seg': id };
}

/** `:::note{title="…"}` as a label: an attribute cannot hold an element. */
function labelDirective(node: ContainerDirective, id: string): void {
  const value = node.attributes?.['title'] ?? '';
  const { title: _title, ...attributes } = node.attributes ?? {};
  node.attributes = attributes;
  const [first, ...rest] = node.children;
  const isLabel = first?.type === 'paragraph' && first.data?.directiveLabel === true;
  const content = isLabel || first === undefined ? rest : [first, ...rest];
  const children = [segmentNode(id, [{ type: 'text', value }])];
  node.children = [{ type: 'paragraph', data: { directiveLabel: true }, children }, ...content];
}

function wrap(mark: Extract<SegmentMark, { how: 'wrap' }>, id: string): void {
  const [first] = mark.children;
  const siblings: Nodes[] = mark.parent.children;
  const index = first === undefined ? -1 : siblings.indexOf(first);
  if (index >= 0) siblings.splice(index, mark.children.length, segmentNode(id, [...mark.children]));
}

/** KaTeX puts its own elements in a formula's place. */
function wrapBlock({ parent, node }: Extract<SegmentMark, { how: 'block' }>, id: string): void {
  const siblings: Nodes[] = parent.children;
  const index = siblings.indexOf(node);
  if (index >= 0) siblings[index] = blockNode(id, node);
}

function applyMark(segment: WalkedSegment, mark: SegmentMark, images: ImageIds, texts: ElementTexts): void {
  switch (mark.how) {
    case 'property':
      setProperty(mark.node, segment.id);
      break;
    case 'wrap':
      wrap(mark, segment.id);
      break;
    case 'block':
      wrapBlock(mark, segment.id);
      break;
    case 'directiveTitle':
      labelDirective(mark.node, segment.id);
      break;
    case 'attribute':
      mark.attribute.value = markedAttributeValue(segment.id, segment.plain);
      break;
    case 'image':
      images.set(mark.node, segment.id);
      break;
    case 'string':
      texts.set(mark.node, new Map(texts.get(mark.node)).set(mark.name, segment.id));
      break;
    case 'none':
      break;
  }
}

/** `<Quiz src="./x.quiz.json">` gets the file's content as `data`. */
function attachQuiz(item: Extract<WalkItem, { type: 'quiz' }>): void {
  const { node, source } = item;
  if (node.attributes.some((attribute) => attribute.type === 'mdxJsxAttribute' && attribute.name === 'data')) return;
  const specifier = /^(?:\.{1,2}\/|@site\/|\/)/.test(source) ? source : `./${source}`;
  node.attributes.push({ type: 'mdxJsxAttribute', name: 'data', value: requireValue(specifier) });
}

/** Marks the blocks of a page; changes of what it shows only that quantities stay whole in text from right to left. */
export function markSegments(tree: Root, path: string, options: RemarkSegmentsOptions): void {
  const partialPath = path ? findPartialPath(path) : undefined;
  const jsxRules = extendJsxRules(options);
  const items = walkDocument(tree, { jsxRules, ...(partialPath === undefined ? {} : { partialPath }) });
  const images: ImageIds = new Map();
  const texts: ElementTexts = new Map();
  for (const item of items) {
    if (item.type === 'segment') applyMark(item.segment, item.mark, images, texts);
    else if (item.type === 'quiz') attachQuiz(item);
  }
  // Last: the wrappers of their blocks have moved the inline nodes by then.
  const slots = items.flatMap((item) => (item.type === 'segment' ? item.segment.slots : []));
  wrapElements(tree, { images, texts, keys: keySlots(slots, texts) });
  isolateRuns(tree, items, (node) => 'name' in node && jsxRules.opaque.has(node.name ?? ''));
}
