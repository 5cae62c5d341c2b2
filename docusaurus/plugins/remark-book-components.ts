/**
 * Turns the file names that authors write in `<Figure>` and `<Diagram>` into bundled assets,
 * and gives each `<Term>` and `<TermFacts>` what the glossary says, so that no page carries the whole of it.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { getFileLoaderUtils } from '@docusaurus/utils';
import type { Root } from 'mdast';
import type { MdxJsxAttribute, MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx-jsx';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import type { GlossaryEntry, GlossaryIndex } from './glossary-index.ts';
import { requireExpression } from './require-expression.ts';
import { svgSize } from './svg-size.ts';

type JsxElement = MdxJsxFlowElement | MdxJsxTextElement;

/** What the plugin needs to know about the site. */
export interface BookComponentsOptions {
  glossary: GlossaryIndex;
}

function stringAttribute(node: JsxElement, name: string): string | undefined {
  const found = node.attributes.find((entry) => entry.type === 'mdxJsxAttribute' && entry.name === name);
  return found && typeof found.value === 'string' ? found.value : undefined;
}

function setAttribute(node: JsxElement, name: string, value: MdxJsxAttribute['value']): void {
  node.attributes = node.attributes.filter((entry) => !(entry.type === 'mdxJsxAttribute' && entry.name === name));
  node.attributes.push({ type: 'mdxJsxAttribute', name, value: value ?? null });
}

function existingFile(node: JsxElement, file: VFile, relative: string): string {
  const absolute = path.resolve(path.dirname(file.path), relative);
  if (!existsSync(absolute)) file.fail(`${relative} is not there; <${node.name}> needs it.`, node.position);
  return absolute;
}

function requireSource(node: JsxElement, file: VFile): string {
  const source = stringAttribute(node, 'src');
  if (source?.startsWith('.')) return source;
  return file.fail(`<${node.name}> needs a src that starts with "./" and names a file.`, node.position);
}

/** `x.mmd` is drawn ahead into `x.svg` and `x.dark.svg`; see tools/diagrams. */
function bundlePicture(node: JsxElement, file: VFile): void {
  const light = requireSource(node, file).replace(/\.mmd$/, '.svg');
  const dark = light.replace(/\.svg$/, '.dark.svg');
  const loader = getFileLoaderUtils(false).loaders.inlineMarkdownAssetImageFileLoader;
  const size = svgSize(readFileSync(existingFile(node, file, light), 'utf8'));
  existingFile(node, file, dark);
  setAttribute(node, 'src', requireExpression(`${loader}${light}`, 'default'));
  setAttribute(node, 'darkSrc', requireExpression(`${loader}${dark}`, 'default'));
  if (!size) return;
  setAttribute(node, 'width', String(size.width));
  setAttribute(node, 'height', String(size.height));
}

function findTerm(node: JsxElement, file: VFile, glossary: GlossaryIndex): GlossaryEntry | undefined {
  const name = stringAttribute(node, 'name') ?? '';
  const entry = glossary.find(name);
  // The lint refuses it (`term/unknown`); a page under work still has to build.
  if (!entry) file.message(`The glossary has no term “${name}”.`, node.position);
  return entry;
}

function defineTerm(node: JsxElement, entry: GlossaryEntry): void {
  setAttribute(node, 'definition', entry.definition);
  setAttribute(node, 'anchor', entry.anchor);
}

function stateTermFacts(node: JsxElement, entry: GlossaryEntry): void {
  if (entry.aliases.length > 0) setAttribute(node, 'also', entry.aliases.join(', '));
  if (entry.urdu) setAttribute(node, 'urdu', entry.urdu);
  if (entry.chapter) setAttribute(node, 'chapter', entry.chapter);
}

/** The remark plugin; belongs among `remarkPlugins`, after those that mark segments. */
export function remarkBookComponents(options: BookComponentsOptions): (tree: Root, file: VFile) => void {
  return (tree, file) => {
    visit(tree, (node) => {
      if (node.type !== 'mdxJsxFlowElement' && node.type !== 'mdxJsxTextElement') return;
      if (node.name === 'Figure' || node.name === 'Diagram') bundlePicture(node, file);
      if (node.name !== 'Term' && node.name !== 'TermFacts') return;
      const entry = findTerm(node, file, options.glossary);
      if (entry) (node.name === 'Term' ? defineTerm : stateTermFacts)(node, entry);
    });
  };
}
