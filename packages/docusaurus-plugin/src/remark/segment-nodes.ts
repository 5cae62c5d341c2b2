/** Nodes that carry a segment's mark into the page. */
import type { Data, Parent, PhrasingContent, RootContent } from 'mdast';
import type { MdxJsxAttribute } from 'mdast-util-mdx';
import { RUN_START } from '../client/segments/left-to-right-runs.ts';

/** A wrapper around text; becomes the component `seg` of MDXComponents. */
export interface LecternSegmentNode extends Parent {
  type: 'lecternSegment';
  data: Data & { hName: 'seg'; hProperties: { sid: string; key?: string } };
  children: PhrasingContent[];
}

/** A wrapper around what cannot hold a placeholder's key itself, or takes texts as properties; becomes the component `ph`. */
export interface LecternSlotNode extends Parent {
  type: 'lecternSlot';
  data: Data & { hName: 'ph'; hProperties: { key?: string; inner?: string; texts?: string } };
  children: PhrasingContent[];
}

/** The same around an element that stands as a block. */
export interface LecternTextsNode extends Parent {
  type: 'lecternTexts';
  data: Data & { hName: 'ph'; hProperties: { texts: string } };
  children: RootContent[];
}

/** A run that is read from left to right whatever stands around it. */
export interface LecternRunNode extends Parent {
  type: 'lecternRun';
  data: Data &
    ({ hName: 'bdi'; hProperties: { dir: 'ltr' } } | { hName: 'span'; hProperties: { className: [string] } });
  children: PhrasingContent[];
}

/** A wrapper around a block. */
export interface LecternBlockNode extends Parent {
  type: 'lecternBlock';
  data: Data & { hName: 'div'; hProperties: { 'data-seg': string } };
  children: RootContent[];
}

declare module 'mdast' {
  interface PhrasingContentMap {
    lecternRun: LecternRunNode;
    lecternSegment: LecternSegmentNode;
    lecternSlot: LecternSlotNode;
  }
  interface RootContentMap {
    lecternRun: LecternRunNode;
    lecternBlock: LecternBlockNode;
    lecternTexts: LecternTextsNode;
    lecternSegment: LecternSegmentNode;
    lecternSlot: LecternSlotNode;
  }
}

/** Makes a wrapper around text. @param key of the placeholder that the whole wrapper stands for */
export function segmentNode(id: string, children: PhrasingContent[], key?: string): LecternSegmentNode {
  const hProperties = key === undefined ? { sid: id } : { sid: id, key };
  return { type: 'lecternSegment', data: { hName: 'seg', hProperties }, children };
}

/** Puts a run into an element of its own. */
export function runNode(text: string): LecternRunNode {
  const data = { hName: 'bdi', hProperties: { dir: 'ltr' } } as const;
  return { type: 'lecternRun', data, children: [{ type: 'text', value: text }] };
}

/** Begins a run that goes on with a formula. */
export function runStartNode(): LecternRunNode {
  return { type: 'lecternRun', data: { hName: 'span', hProperties: { className: [RUN_START] } }, children: [] };
}

/** Segment ids of the texts that an element takes as properties, by the properties' names. */
export type PropertyTexts = ReadonlyMap<string, string>;

const writeTexts = (texts: PropertyTexts): string => Array.from(texts, (pair) => pair.join(':')).join(' ');

/** What a wrapper does for the element inside it. */
export interface SlotUse {
  /** Of the placeholder that it stands for. */
  readonly key?: string | undefined;
  /** A translation goes into the wrapped element, not into its place. */
  readonly inner?: boolean;
  readonly texts?: PropertyTexts | undefined;
}

/** Makes a wrapper that draws nothing. */
export function slotNode({ key, inner = false, texts }: SlotUse, children: PhrasingContent[]): LecternSlotNode {
  const hProperties = {
    ...(key !== undefined && { key }),
    ...(inner && { inner: '' }),
    ...(texts !== undefined && { texts: writeTexts(texts) }),
  };
  return { type: 'lecternSlot', data: { hName: 'ph', hProperties }, children };
}

/** Makes a wrapper around a block that takes texts as properties. */
export function textsNode(texts: PropertyTexts, block: RootContent): LecternTextsNode {
  return { type: 'lecternTexts', data: { hName: 'ph', hProperties: { texts: writeTexts(texts) } }, children: [block] };
}

/** Makes a wrapper around a block, which loses its own properties when it is drawn. */
export function blockNode(id: string, block: RootContent): LecternBlockNode {
  return { type: 'lecternBlock', data: { hName: 'div', hProperties: { 'data-seg': id } }, children: [block] };
}

/** An identifier, a literal, a call … as MDX keeps expressions: ESTree without places. */
type Expression = NonNullable<NonNullable<MdxJsxAttributeExpression['data']>['estree']>['body'][number];
type MdxJsxAttributeExpression = Exclude<MdxJsxAttribute['value'], string | null | undefined>;

function expressionValue(
  value: string,
  expression: Extract<Expression, { type: 'ExpressionStatement' }>['expression'],
) {
  return {
    type: 'mdxJsxAttributeValueExpression' as const,
    value,
    data: {
      estree: {
        type: 'Program' as const,
        sourceType: 'module' as const,
        comments: [],
        body: [{ type: 'ExpressionStatement' as const, expression }],
      },
    },
  };
}

/**
 * `<LecternSegment sid="id">text</LecternSegment>` as an attribute's value, for components that show the attribute as
 * content. With a capital, because MDX looks up no other names in expressions.
 */
export function markedAttributeValue(id: string, text: string): MdxJsxAttributeExpression {
  const name = { type: 'JSXIdentifier' as const, name: 'LecternSegment' };
  return expressionValue(`<LecternSegment sid=${JSON.stringify(id)}>…</LecternSegment>`, {
    type: 'JSXElement',
    openingElement: {
      type: 'JSXOpeningElement',
      name,
      selfClosing: false,
      attributes: [
        {
          type: 'JSXAttribute',
          name: { type: 'JSXIdentifier', name: 'sid' },
          value: { type: 'Literal', value: id },
        },
      ],
    },
    closingElement: { type: 'JSXClosingElement', name },
    children: [{ type: 'JSXExpressionContainer', expression: { type: 'Literal', value: text } }],
  });
}

/** `require("specifier")` as an attribute's value: the bundler puts the file's content there. */
export function requireValue(specifier: string): MdxJsxAttributeExpression {
  return expressionValue(`require(${JSON.stringify(specifier)})`, {
    type: 'CallExpression',
    callee: { type: 'Identifier', name: 'require' },
    arguments: [{ type: 'Literal', value: specifier, raw: JSON.stringify(specifier) }],
    optional: false,
  });
}
