/** What of JSX elements a reader reads. */
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx';

type JsxElement = MdxJsxFlowElement | MdxJsxTextElement;

/** Elements that hold no text. */
export const DROPPED_ELEMENTS: ReadonlySet<string> = new Set(
  'script style svg iframe video audio canvas object template head Head noscript TOCInline Redirect'.split(' '),
);

/** Attributes that name what is in an element, and those that describe it. */
const NAMES = ['title', 'label', 'summary'];
const DESCRIPTIONS = ['alt', 'caption', 'description'];

/** The value of an attribute that is a plain string. */
export function stringAttribute({ attributes }: JsxElement, name: string): string | undefined {
  const found = attributes.find((attribute) => attribute.type === 'mdxJsxAttribute' && attribute.name === name);
  return typeof found?.value === 'string' ? found.value : undefined;
}

/** Texts in an element's attributes. */
export function readTexts(node: JsxElement): { names: string[]; descriptions: string[] } {
  const texts = (names: readonly string[]) =>
    names.flatMap((name) => {
      const text = stringAttribute(node, name)?.replace(/\s+/g, ' ').trim();
      return text ? [text] : [];
    });
  return { names: texts(NAMES), descriptions: texts(DESCRIPTIONS) };
}
