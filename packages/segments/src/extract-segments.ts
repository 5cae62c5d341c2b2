/** A file's segments. */
import type { Placeholder, SegmentKind } from '@lectern/contracts';
import type { Root } from 'mdast';
import type { PluggableList } from 'unified';
import type { JsxRules } from './jsx-rules.ts';
import type { MappedText } from './mapped-text.ts';
import { parseDocument } from './parse-document.ts';
import { ADMONITION_KEYWORDS, preprocessMarkdown } from './preprocess-markdown.ts';
import { walkDocument } from './walk-document.ts';
import type { TextRange, WalkedSegment, WalkItem } from './walk-items.ts';

/** How a file is read; the defaults are those of a Docusaurus 3 site. */
export interface ExtractOptions {
  /** Path of the file: named in errors. */
  path: string;
  /** Docusaurus reads `.md` as `mdx` too, unless the site's `markdown.format` or the front matter says otherwise. */
  format: 'md' | 'mdx';
  /** The site's `markdown.mdx1Compat`; all on by default, all off with `future.v4`. */
  mdx1Compat?: { comments?: boolean; admonitions?: boolean; headingIds?: boolean };
  /** The docs plugin's admonition keywords; `[]` when it has `admonitions: false`. */
  admonitionKeywords?: readonly string[];
  /** The site's `markdown.anchors.maintainCase`. */
  maintainAnchorCase?: boolean;
  /** `$…$` is math; by default true. */
  math?: boolean;
  /** The site's own remark plugins, for the syntax they add (their transforms are not run). */
  syntaxPlugins?: PluggableList;
  jsxRules?: JsxRules;
  /** Set for a partial: its path relative to the site; prefixes the ids. */
  partialPath?: string;
  /** Also compiles the file: an error that the parser lets pass is thrown too. */
  compile?: boolean;
}

/** A segment with its place in the source. */
export interface ExtractedSegment {
  id: string;
  kind: SegmentKind;
  text: string;
  plain: string;
  hash: string;
  placeholders: Placeholder[];
  /** Place in the source, UTF-16 offsets; absent for attributes and titles whose place the parser doesn't give. */
  range?: TextRange;
  /** Places of the placeholders in the source, in their order; `undefined` for one that the parser doesn't place. */
  slotRanges: (TextRange | undefined)[];
  /** Place of a table cell, `t1.2.3`: table, row, column. */
  cell?: string;
  /** `title`, `objectives.0` … for front matter. */
  frontMatterKey?: string;
}

/** What {@link extractSegments} finds. */
export interface Extraction {
  path: string;
  format: 'md' | 'mdx';
  segments: ExtractedSegment[];
  /** What {@link applyTranslations} splices into; only for the very source. */
  document: { parsed: ParsedSource; options: ExtractOptions };
}

/** A parsed file: what extraction and the page builder walk over. */
export interface ParsedSource {
  tree: Root;
  items: WalkItem[];
  mapped: MappedText;
}

/**
 * Parses a file as Docusaurus does and walks over it.
 * @throws SegmentParseError when the file is not valid
 */
export function parseSource(source: string, options: ExtractOptions): ParsedSource {
  const compat = options.mdx1Compat ?? {};
  const mapped = preprocessMarkdown(source, {
    headingIds: compat.headingIds ?? true,
    admonitionKeywords: (compat.admonitions ?? true) ? (options.admonitionKeywords ?? ADMONITION_KEYWORDS) : [],
  });
  const tree = parseDocument(mapped, source, {
    path: options.path,
    format: options.format,
    comments: compat.comments ?? true,
    math: options.math ?? true,
    syntaxPlugins: options.syntaxPlugins ?? [],
    compile: options.compile ?? false,
  });
  const items = walkDocument(tree, {
    text: mapped.text,
    ...(options.partialPath === undefined ? {} : { partialPath: options.partialPath }),
    ...(options.maintainAnchorCase === undefined ? {} : { maintainAnchorCase: options.maintainAnchorCase }),
    ...(options.jsxRules === undefined ? {} : { jsxRules: options.jsxRules }),
  });
  return { tree, items, mapped };
}

/** A walked segment with its places mapped to the source. */
export function toExtractedSegment(segment: WalkedSegment, mapped: MappedText): ExtractedSegment {
  const toSource = (range: TextRange): TextRange => ({
    start: mapped.sourceOffset(range.start),
    end: mapped.sourceOffset(range.end),
  });
  const { id, kind, text, plain, hash, placeholders, slots, range, cell, frontMatterKey } = segment;
  return {
    id,
    kind,
    text,
    plain,
    hash,
    placeholders,
    ...(range === undefined ? {} : { range: toSource(range) }),
    slotRanges: slots.map(({ node }) => {
      const start = node.position?.start.offset;
      const end = node.position?.end.offset;
      return start === undefined || end === undefined ? undefined : toSource({ start, end });
    }),
    ...(cell === undefined ? {} : { cell }),
    ...(frontMatterKey === undefined ? {} : { frontMatterKey }),
  };
}

/**
 * Extracts the segments of a Markdown or MDX file, in reading order. Partials are files of their own.
 * @throws SegmentParseError with line and column when the file is not valid
 */
export function extractSegments(source: string, options: ExtractOptions): Extraction {
  const parsed = parseSource(source, options);
  const { items, mapped } = parsed;
  const segments = items.flatMap((item) => (item.type === 'segment' ? [toExtractedSegment(item.segment, mapped)] : []));
  return { path: options.path, format: options.format, segments, document: { parsed, options } };
}
