/** Markdown and MDX to the syntax tree that Docusaurus' first remark plugin sees. */
import { createProcessor } from '@mdx-js/mdx';
import remarkComment from '@slorber/remark-comment';
import type { Root } from 'mdast';
import remarkDirective from 'remark-directive';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import type { Pluggable, PluggableList, Plugin, Processor } from 'unified';
import { VFile } from 'vfile';
import { linePosition, type MappedText } from './mapped-text.ts';
import { SegmentParseError } from './segment-parse-error.ts';

/** How a file is parsed. */
export interface ParseOptions {
  /** Named in errors. */
  path: string;
  /** Docusaurus reads `.md` as MDX too, unless `markdown.format` says otherwise. */
  format: 'md' | 'mdx';
  /** `<!-- … -->` is a comment in MDX (`mdx1Compat.comments`). */
  comments: boolean;
  /** `$…$` and `$$…$$` are math (remark-math without options). */
  math: boolean;
  /** Further remark plugins of the site; only the syntax they add is used, their transforms are not run. */
  syntaxPlugins: PluggableList;
  /** Also compiles the file, which finds what the parser lets pass. */
  compile: boolean;
}

declare module 'vfile' {
  interface DataMap {
    /** The tree as parsed, before any transform but MDX's own. */
    lecternTree: Root;
  }
}

/** Keeps the tree; unless the file is to be compiled, the rest of MDX's pipeline runs over an empty one. */
const captureTree: Plugin<[{ compile: boolean }], Root> =
  ({ compile }) =>
  (tree, file) => {
    file.data.lecternTree = tree;
    return compile ? undefined : { type: 'root', children: [] };
  };

/** Attaches a plugin for the syntax it registers and drops its transformer, which may be asynchronous or have effects. */
function syntaxOnly(pluggable: Pluggable): Pluggable {
  if (Array.isArray(pluggable)) {
    const [plugin, ...settings] = pluggable;
    return [withoutTransform(plugin), ...settings];
  }
  return typeof pluggable === 'function' ? withoutTransform(pluggable) : pluggable;
}

function withoutTransform(plugin: Plugin<unknown[]>): Plugin<unknown[]> {
  return function attach(this: Processor, ...settings: unknown[]) {
    plugin.apply(this, settings);
  };
}

type MdxProcessor = ReturnType<typeof createProcessor>;
const processors = new WeakMap<PluggableList, Map<string, MdxProcessor>>();
const NO_PLUGINS: PluggableList = [];

/** One processor per kind of file and list of plugins: making one costs more than parsing a page. */
function processorFor(options: ParseOptions): MdxProcessor {
  const list = options.syntaxPlugins.length > 0 ? options.syntaxPlugins : NO_PLUGINS;
  let known = processors.get(list);
  if (known === undefined) {
    known = new Map();
    processors.set(list, known);
  }
  const key = `${options.format} ${options.comments} ${options.math} ${options.compile}`;
  let processor = known.get(key);
  if (processor === undefined) {
    processor = createProcessor({
      format: options.format,
      remarkPlugins: [
        [captureTree, { compile: options.compile }],
        remarkFrontmatter,
        remarkDirective,
        remarkGfm,
        ...(options.comments ? [remarkComment] : []),
        ...(options.math ? [remarkMath] : []),
        ...list.map(syntaxOnly),
      ],
    });
    known.set(key, processor);
  }
  return processor;
}

/** What of a parser's message is used. */
interface ParserMessage {
  reason?: unknown;
  message?: unknown;
  line?: unknown;
  column?: unknown;
  place?: { offset?: unknown; start?: { offset?: unknown } } | null;
}

function toNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Turns what the parser threw into our error, with the place in the file as it stands on disk. */
function parseError(cause: unknown, mapped: MappedText, source: string, path: string): SegmentParseError {
  const message: ParserMessage = typeof cause === 'object' && cause !== null ? cause : {};
  const reason = String(message.reason ?? message.message ?? cause);
  const offset = toNumber(message.place?.offset) ?? toNumber(message.place?.start?.offset);
  const place =
    offset === undefined
      ? { line: toNumber(message.line) ?? 0, column: toNumber(message.column) ?? 0 }
      : linePosition(source, mapped.sourceOffset(offset));
  return new SegmentParseError(path, reason, place, cause);
}

/**
 * Parses a preprocessed file.
 * @param source the file as it stands, for places in errors
 * @throws SegmentParseError when the file is not valid
 */
export function parseDocument(mapped: MappedText, source: string, options: ParseOptions): Root {
  const processor = processorFor(options);
  const file = new VFile({ value: mapped.text, path: options.path });
  try {
    processor.processSync(file);
  } catch (cause) {
    throw parseError(cause, mapped, source, options.path);
  }
  const tree = file.data.lecternTree;
  if (tree === undefined)
    throw new SegmentParseError(options.path, 'The parser returned no tree', { line: 0, column: 0 });
  return tree;
}
