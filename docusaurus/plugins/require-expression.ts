import type { MdxJsxAttributeValueExpression } from 'mdast-util-mdx-jsx';

type EstreeProgram = NonNullable<NonNullable<MdxJsxAttributeValueExpression['data']>['estree']>;
type EstreeExpression = Extract<EstreeProgram['body'][number], { type: 'ExpressionStatement' }>['expression'];

/**
 * The JSX attribute value `{require("request").property}` as a syntax tree, which the bundler resolves.
 *
 * @param property name to read off the module, such as `default`; none for the module itself
 */
export function requireExpression(request: string, property?: string): MdxJsxAttributeValueExpression {
  const call: EstreeExpression = {
    type: 'CallExpression',
    optional: false,
    callee: { type: 'Identifier', name: 'require' },
    arguments: [{ type: 'Literal', value: request, raw: JSON.stringify(request) }],
  };
  const expression: EstreeExpression = property
    ? {
        type: 'MemberExpression',
        object: call,
        property: { type: 'Identifier', name: property },
        computed: false,
        optional: false,
      }
    : call;
  return {
    type: 'mdxJsxAttributeValueExpression',
    value: `require(${JSON.stringify(request)})${property ? `.${property}` : ''}`,
    data: {
      estree: {
        type: 'Program',
        sourceType: 'module',
        comments: [],
        body: [{ type: 'ExpressionStatement', expression }],
      },
    },
  };
}
