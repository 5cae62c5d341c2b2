/** Nodes that carry a segment's mark into the page. */
import type { Data, Parent, PhrasingContent, RootContent } from 'mdast';
import type { MdxJsxAttribute } from 'mdast-util-mdx';

/** A wrapper around text; becomes the component `seg` of MDXComponents. */
export interface LecternSegmentNode extends Parent {
  type: 'lecternSegment';
  data: Data & { hName: 'seg'; hProperties: { sid: string } };
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
    lecternSegment: LecternSegmentNode;
  }
  interface RootContentMap {
    lecternBlock: LecternBlockNode;
    lecternSegment: LecternSegmentNode;
  }
}

/** Makes a wrapper around text. */
export function segmentNode(id: string, children: PhrasingContent[]): LecternSegmentNode {
  return { type: 'lecternSegment', data: { hName: 'seg', hProperties: { sid: id } }, children };
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

/** `<span data-seg="id">text</span>` as an attribute's value, for components that show the attribute as content. */
export function markedAttributeValue(id: string, text: string): MdxJsxAttributeExpression {
  const name = { type: 'JSXIdentifier' as const, name: 'span' };
  return expressionValue(`<span data-seg=${JSON.stringify(id)}>…</span>`, {
    type: 'JSXElement',
    openingElement: {
      type: 'JSXOpeningElement',
      name,
      selfClosing: false,
      attributes: [
        {
          type: 'JSXAttribute',
          name: { type: 'JSXIdentifier', name: 'data-seg' },
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
