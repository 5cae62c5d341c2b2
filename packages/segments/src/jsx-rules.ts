/** Which components and attributes hold text that a reader reads. */

/** What of JSX is text; a site may extend the defaults for its own components. */
export interface JsxRules {
  /** Elements whose content is never text to translate: code, drawings, media, components that need a string child. */
  opaque: ReadonlySet<string>;
  /** String attributes that hold text, on any element. */
  attributes: ReadonlySet<string>;
  /** Attributes whose component shows the value as content, so that an element may stand for it: `Component.attribute`. */
  elementAttributes: ReadonlySet<string>;
}

/** The defaults. */
export const DEFAULT_JSX_RULES: JsxRules = {
  opaque: new Set(
    (
      'pre code kbd samp var math svg script style title option select textarea iframe video audio canvas object ' +
      'template noscript head Head CodeBlock Mermaid Translate BrowserOnly TeX BlockMath InlineMath Equation ' +
      'LiveCode Playground TOCInline Redirect'
    ).split(' '),
  ),
  attributes: new Set(['title', 'label', 'alt', 'caption', 'description', 'summary', 'placeholder', 'aria-label']),
  elementAttributes: new Set(['TabItem.label', 'Figure.caption']),
};

/** Adds a site's own components to the defaults. */
export function extendJsxRules(own: {
  opaqueComponents?: readonly string[];
  elementAttributes?: readonly string[];
}): JsxRules {
  const { opaqueComponents = [], elementAttributes = [] } = own;
  if (opaqueComponents.length === 0 && elementAttributes.length === 0) return DEFAULT_JSX_RULES;
  return {
    ...DEFAULT_JSX_RULES,
    opaque: new Set([...DEFAULT_JSX_RULES.opaque, ...opaqueComponents]),
    elementAttributes: new Set([...DEFAULT_JSX_RULES.elementAttributes, ...elementAttributes]),
  };
}

/** Whether an element's content is carried over as a whole. A fragment is transparent. */
export function isOpaqueElement(name: string | null, rules: JsxRules): boolean {
  return name !== null && rules.opaque.has(name);
}
