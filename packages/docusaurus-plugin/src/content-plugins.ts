/** Finds the content plugins (docs, blog, pages) in a Docusaurus configuration, however they are named. */

/** The plugins that turn Markdown into pages. */
export type ContentKind = 'docs' | 'blog' | 'pages';
/** Options of such a plugin as the site wrote them. */
export type PluginOptionsRecord = Record<string, unknown>;

/** A content plugin that a configuration switches on. */
export interface ContentPlugin {
  kind: ContentKind;
  options: PluginOptionsRecord;
}

/** The parts of a configuration that name plugins. */
export interface PluginLists {
  presets?: unknown;
  plugins?: unknown;
  themes?: unknown;
}

/** Whether a value is a plain object. */
export function isRecord(value: unknown): value is PluginOptionsRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const KINDS: readonly ContentKind[] = ['docs', 'blog', 'pages'];
/** `content-docs`, `@docusaurus/plugin-content-docs`, or a path into that package. */
const PLUGIN_NAME = /(?:^|[\\/])(?:docusaurus-)?(?:plugin-)?content-(docs|blog|pages)(?:[\\/]|$)/;
/** `classic`, `@docusaurus/preset-classic`, or a path into that package. */
const PRESET_NAME = /^classic$|(?:^|[\\/])(?:docusaurus-)?preset-classic(?:[\\/]|$)/;
/** Docusaurus' own names of the plugin functions, for sites that import them. */
const FUNCTION_NAMES: Record<string, ContentKind> = {
  pluginContentDocs: 'docs',
  pluginContentBlog: 'blog',
  pluginContentPages: 'pages',
};

function kindNamed(name: string | undefined): ContentKind | undefined {
  return KINDS.find((kind) => kind === name);
}

/** Name or function of an item, and its options; `undefined` for `false`, `null` and foreign shapes. */
export function readItem(item: unknown): { module: unknown; options: PluginOptionsRecord } | undefined {
  const [module, options] = Array.isArray(item) ? item : [item];
  if (typeof module !== 'string' && typeof module !== 'function') return undefined;
  return { module, options: isRecord(options) ? options : {} };
}

/** Which content plugin an item of `plugins` is. */
export function contentKindOf(module: unknown): ContentKind | undefined {
  if (typeof module === 'function') return FUNCTION_NAMES[module.name];
  return typeof module === 'string' ? kindNamed(PLUGIN_NAME.exec(module)?.[1]) : undefined;
}

/** Whether an item of `presets` is the classic preset, which brings all three. */
export function isClassicPreset(module: unknown): boolean {
  return typeof module === 'string' && PRESET_NAME.test(module);
}

/** The options of a preset's part: absent means on with defaults, `false` off. */
export function presetPart(options: PluginOptionsRecord, kind: ContentKind): PluginOptionsRecord | undefined {
  const part = options[kind];
  if (part === false) return undefined;
  return isRecord(part) ? part : {};
}

/** The list under a key; `[]` for everything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Lists the content plugins of a configuration. Other presets are not looked into. */
export function findContentPlugins(config: PluginLists): ContentPlugin[] {
  const fromPresets = listOf(config.presets).flatMap((item) => {
    const preset = readItem(item);
    if (preset === undefined || !isClassicPreset(preset.module)) return [];
    return KINDS.flatMap((kind) => {
      const options = presetPart(preset.options, kind);
      return options === undefined ? [] : [{ kind, options }];
    });
  });
  const fromPlugins = listOf(config.plugins).flatMap((item) => {
    const plugin = readItem(item);
    const kind = contentKindOf(plugin?.module);
    return plugin === undefined || kind === undefined ? [] : [{ kind, options: plugin.options }];
  });
  return [...fromPresets, ...fromPlugins];
}
