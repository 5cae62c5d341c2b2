/** A page as the manifest holds it: sections with segments and code, partials in place. */
import type { CodeBlock } from '@lectern/contracts';
import type { Code } from 'mdast';
import { parseCodeMeta } from './code-block-meta.ts';
import { type ExtractedSegment, type ExtractOptions, parseSource, toExtractedSegment } from './extract-segments.ts';
import { parseFrontMatter } from './front-matter.ts';
import { hashText, ID_LENGTH } from './segment-hash.ts';
import { SegmentParseError } from './segment-parse-error.ts';
import type { WalkItem } from './walk-items.ts';

/** A partial's file, as the caller found it. */
export interface PartialFile {
  source: string;
  path: string;
  format: 'md' | 'mdx';
  /** Path relative to the site for the ids' prefix; absent for a page that is shown inside another one. */
  partialPath?: string;
}

/** How a page is read. */
export interface ExtractPageOptions extends ExtractOptions {
  /**
   * Finds the file that an import of `specifier` in `importer` shows; `undefined`: not part of the book, left out.
   */
  loadPartial?: (specifier: string, importer: string) => PartialFile | undefined;
}

/** What stands under one heading; `id` is its anchor, `''` before the first heading. */
export interface PageSection {
  id: string;
  /** 2…6; 1 for what stands before the first heading. */
  depth: number;
  title: string;
  segments: ExtractedSegment[];
  code: CodeBlock[];
}

/** A quiz that a page shows. */
export interface QuizSource {
  /** As written in `src`. */
  src: string;
  /** File in which it is written. */
  importer: string;
}

/** What {@link extractPage} finds. */
export interface ExtractedPage {
  frontMatter: Record<string, unknown>;
  /** Front matter title, or the first `# heading`; `''` when there is neither. */
  title: string;
  /** All segments in reading order, those of partials included. */
  segments: ExtractedSegment[];
  sections: PageSection[];
  quizSources: QuizSource[];
  /** Files shown inside the page, in order, each once. */
  partials: PartialFile[];
}

/** Partials inside partials deeper than this are a circle. */
const MAX_DEPTH = 16;
/** Longer code is data; the manifest's limit. */
const MAX_CODE = 50_000;

class PageBuilder {
  readonly sections: PageSection[] = [{ id: '', depth: 1, title: '', segments: [], code: [] }];
  readonly segments: ExtractedSegment[] = [];
  readonly quizSources: QuizSource[] = [];
  readonly partials = new Map<string, PartialFile>();
  readonly #codeIds = new Map<string, number>();
  readonly #segmentIds = new Set<string>();
  frontMatter: Record<string, unknown> = {};
  heading = '';

  addSource(source: string, options: ExtractPageOptions, depth = 0): void {
    if (depth > MAX_DEPTH)
      throw new SegmentParseError(options.path, 'Partials include each other', { line: 0, column: 0 });
    const { items, mapped } = parseSource(source, options);
    for (const item of items) {
      if (item.type === 'segment') this.#addSegment(toExtractedSegment(item.segment, mapped));
      else if (item.type === 'partial') this.#addPartial(item.specifier, options, depth);
      else if (item.type === 'frontMatter') {
        if (depth === 0) this.frontMatter = parseFrontMatter(item.yaml);
      } else this.#add(item, options.path);
    }
  }

  #add(item: Exclude<WalkItem, { type: 'segment' | 'partial' | 'frontMatter' }>, path: string): void {
    if (item.type === 'heading') this.#addHeading(item.id, item.depth, item.title);
    else if (item.type === 'quiz') this.quizSources.push({ src: item.source, importer: path });
    else this.#addCode(item.node);
  }

  get #section(): PageSection {
    const last = this.sections.at(-1);
    if (last === undefined) throw new Error('A page has at least one section');
    return last;
  }

  /** A partial shown twice shows its segments twice, with the same ids: the manifest holds them once. */
  #addSegment(segment: ExtractedSegment): void {
    if (this.#segmentIds.has(segment.id)) return;
    this.#segmentIds.add(segment.id);
    this.segments.push(segment);
    this.#section.segments.push(segment);
  }

  /** An anchor that is there already (a partial's, in another file) leads to the first: no new section. */
  #addHeading(id: string, depth: number, title: string): void {
    if (depth === 1) {
      this.heading ||= title;
      return;
    }
    if (id === '' || this.sections.some((section) => section.id === id)) return;
    this.sections.push({ id, depth, title, segments: [], code: [] });
  }

  #addCode(node: Code): void {
    const lang = node.lang ?? '';
    const text = node.value.replace(/\r\n?/g, '\n').slice(0, MAX_CODE);
    const base = `c${hashText(JSON.stringify([lang, text])).slice(0, ID_LENGTH)}`;
    const count = (this.#codeIds.get(base) ?? 0) + 1;
    this.#codeIds.set(base, count);
    this.#section.code.push({
      id: count === 1 ? base : `${base}-${count}`,
      lang,
      ...parseCodeMeta(node.meta ?? ''),
      text,
      afterSegmentId: this.#section.segments.at(-1)?.id ?? '',
    });
  }

  #addPartial(specifier: string, options: ExtractPageOptions, depth: number): void {
    const partial = options.loadPartial?.(specifier, options.path);
    if (partial === undefined) return;
    this.partials.set(partial.path, partial);
    const { partialPath: _host, ...shared } = options;
    const own = partial.partialPath === undefined ? {} : { partialPath: partial.partialPath };
    this.addSource(partial.source, { ...shared, ...own, path: partial.path, format: partial.format }, depth + 1);
  }
}

/**
 * Reads a page with its partials.
 * @throws SegmentParseError when the page or a partial is not valid, or partials include each other
 */
export function extractPage(source: string, options: ExtractPageOptions): ExtractedPage {
  const builder = new PageBuilder();
  builder.addSource(source, options);
  const { frontMatter, heading, sections, segments, quizSources, partials } = builder;
  const named = frontMatter['title'];
  const title = typeof named === 'string' && named !== '' ? named : heading;
  return { frontMatter, title, segments, sections, quizSources, partials: [...partials.values()] };
}
