/** The grammar in which a site's Markdown is written, from its configuration. */
import { extname } from 'node:path';
import type { LoadContext } from '@docusaurus/types';
import { ADMONITION_KEYWORDS, type ExtractOptions, extendJsxRules } from '@lectern/segments';
import { findContentPlugins, isRecord, listOf, type PluginOptionsRecord } from '../content-plugins.ts';
import type { ResolvedLecternOptions } from '../options.ts';
import { isLecternRemark } from '../with-lectern.ts';

type Pluggables = NonNullable<ExtractOptions['syntaxPlugins']>;
/** Everything of {@link ExtractOptions} that depends on the site and the docs instance, not on the file. */
export type SiteGrammar = Omit<ExtractOptions, 'path' | 'format' | 'partialPath'>;

const DEFAULT_INSTANCE = 'default';

/** Options of a docs instance as the site wrote them; `{}` where a foreign preset brings it. */
function docsOptions(context: LoadContext, instance: string): PluginOptionsRecord {
  const plugins = findContentPlugins(context.siteConfig);
  const found = plugins.find(
    ({ kind, options }) => kind === 'docs' && (options['id'] ?? DEFAULT_INSTANCE) === instance,
  );
  return found?.options ?? {};
}

/** Keywords of the legacy titles `:::note Title`; as Docusaurus: own ones come after the defaults unless these are dropped. */
function admonitionKeywords(option: unknown): readonly string[] {
  if (option === false) return [];
  if (!isRecord(option)) return ADMONITION_KEYWORDS;
  const own = listOf(option['keywords']).filter((keyword) => typeof keyword === 'string');
  if (own.length === 0) return ADMONITION_KEYWORDS;
  return option['extendDefaults'] === false ? own : [...ADMONITION_KEYWORDS, ...own];
}

function isPluggable(value: unknown): value is Pluggables[number] {
  return typeof value === 'function' || (Array.isArray(value) && typeof value[0] === 'function');
}

const grammars = new WeakMap<LoadContext, Map<string, SiteGrammar>>();

/** Returns how the files of a docs instance are read; the same object each time, so that parsers are made once. */
export function siteGrammar(context: LoadContext, instance: string, options: ResolvedLecternOptions): SiteGrammar {
  const known = grammars.get(context) ?? new Map<string, SiteGrammar>();
  grammars.set(context, known);
  const ready = known.get(instance);
  if (ready !== undefined) return ready;
  const { markdown } = context.siteConfig;
  const docs = docsOptions(context, instance);
  const before = listOf(docs['beforeDefaultRemarkPlugins']).filter((plugin) => !isLecternRemark(plugin));
  const grammar: SiteGrammar = {
    mdx1Compat: markdown.mdx1Compat,
    admonitionKeywords: admonitionKeywords(docs['admonitions']),
    maintainAnchorCase: markdown.anchors.maintainCase,
    math: false,
    syntaxPlugins: [...before, ...listOf(docs['remarkPlugins'])].filter(isPluggable),
    jsxRules: extendJsxRules(options),
  };
  known.set(instance, grammar);
  return grammar;
}

/** Format of a file: front matter `mdx.format`, then the site's `markdown.format`; `detect` goes by the extension. */
export function fileFormat(context: LoadContext, path: string, frontMatter: Record<string, unknown>): 'md' | 'mdx' {
  const mdx = frontMatter['mdx'];
  const named = isRecord(mdx) ? mdx['format'] : undefined;
  const format = named === 'md' || named === 'mdx' || named === 'detect' ? named : context.siteConfig.markdown.format;
  if (format !== 'detect') return format;
  return /^\.(?:md|markdown|mdown|mkdn|mkd|mdwn|mkdown|ron)$/.test(extname(path)) ? 'md' : 'mdx';
}
