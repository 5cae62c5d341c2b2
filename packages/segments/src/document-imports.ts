/** What a page imports: Markdown files shown in place of an element. */
import type { Root } from 'mdast';
import type {} from 'mdast-util-mdx';

/** Finds the default imports of Markdown files: local name → module specifier. */
export function findMarkdownImports(tree: Root): Map<string, string> {
  const imports = new Map<string, string>();
  for (const node of tree.children) {
    if (node.type !== 'mdxjsEsm') continue;
    for (const statement of node.data?.estree?.body ?? []) {
      if (statement.type !== 'ImportDeclaration' || typeof statement.source.value !== 'string') continue;
      if (!/\.mdx?$/i.test(statement.source.value)) continue;
      for (const specifier of statement.specifiers) {
        if (specifier.type === 'ImportDefaultSpecifier') imports.set(specifier.local.name, statement.source.value);
      }
    }
  }
  return imports;
}
