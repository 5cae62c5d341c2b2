/** Installs Lectern in a Docusaurus configuration, by the documented configuration alone. */
import { fileURLToPath } from 'node:url';
import {
  type ContentKind,
  contentKindOf,
  isClassicPreset,
  isRecord,
  listOf,
  type PluginLists,
  type PluginOptionsRecord,
  presetPart,
  readItem,
} from './content-plugins.ts';
import { MANUAL_INSTALLATION } from './manual-installation.ts';
import type { LecternOptions } from './options.ts';
import { type RemarkSegmentsOptions, remarkSegments } from './remark/remark-segments.ts';

const KINDS: readonly ContentKind[] = ['docs', 'blog', 'pages'];

/** The plugin's own entry, as an absolute path: found whatever package manager laid out node_modules. */
const pluginPath = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './index.ts' : './index.js', import.meta.url),
);

type RemarkEntry = typeof remarkSegments | [typeof remarkSegments, RemarkSegmentsOptions];

/** Whether an entry of `beforeDefaultRemarkPlugins` is ours. By a property: the module may be loaded twice. */
export function isLecternRemark(entry: unknown): boolean {
  const plugin: unknown = Array.isArray(entry) ? entry[0] : entry;
  return typeof plugin === 'function' && 'lectern' in plugin && plugin.lectern === true;
}

/** Puts ours first: it must see the tree before any other plugin changes it. */
function withRemark(options: PluginOptionsRecord, entry: RemarkEntry): PluginOptionsRecord {
  const before = listOf(options['beforeDefaultRemarkPlugins']);
  if (before.some(isLecternRemark)) return options;
  return { ...options, beforeDefaultRemarkPlugins: [entry, ...before] };
}

/** Wires one configuration; counts what it found. */
class ConfigWiring {
  matched = 0;
  readonly #entry: RemarkEntry;

  constructor(entry: RemarkEntry) {
    this.#entry = entry;
  }

  preset(item: unknown): unknown {
    const preset = readItem(item);
    if (preset === undefined || !isClassicPreset(preset.module)) return item;
    const options = { ...preset.options };
    for (const kind of KINDS) {
      const part = presetPart(options, kind);
      if (part === undefined) continue;
      options[kind] = withRemark(part, this.#entry);
      this.matched += 1;
    }
    return [preset.module, options];
  }

  plugin(item: unknown): unknown {
    const plugin = readItem(item);
    if (plugin === undefined || contentKindOf(plugin.module) === undefined) return item;
    this.matched += 1;
    return [plugin.module, withRemark(plugin.options, this.#entry)];
  }
}

/** Whether a list of plugins has Lectern already, by whichever name. */
function hasLectern(plugins: readonly unknown[]): boolean {
  return plugins.some((item) => {
    const module = readItem(item)?.module;
    return module === '@lectern/docusaurus-plugin' || module === pluginPath;
  });
}

function wire<Config extends object>(config: Config, options: LecternOptions): Config {
  const lists: PluginLists = config;
  const remarkOptions: RemarkSegmentsOptions = {
    ...(options.opaqueComponents === undefined ? {} : { opaqueComponents: options.opaqueComponents }),
    ...(options.elementAttributes === undefined ? {} : { elementAttributes: options.elementAttributes }),
  };
  const wiring = new ConfigWiring(
    Object.keys(remarkOptions).length === 0 ? remarkSegments : [remarkSegments, remarkOptions],
  );
  const presets = listOf(lists.presets).map((item) => wiring.preset(item));
  const plugins = listOf(lists.plugins).map((item) => wiring.plugin(item));
  const themes = [...listOf(lists.themes)];
  if (wiring.matched === 0) throw new Error(MANUAL_INSTALLATION);
  // Among the themes, and the last: a site's own list of themes is loaded after its plugins, and the last one wins.
  if (!hasLectern([...plugins, ...themes])) themes.push([pluginPath, options]);
  const wired = {
    ...(lists.presets === undefined ? {} : { presets }),
    ...(lists.plugins === undefined ? {} : { plugins }),
  };
  return { ...config, ...wired, themes };
}

function assertConfig(config: unknown): asserts config is object {
  if (!isRecord(config)) throw new TypeError('withLectern: the configuration must be an object');
}

type ConfigFunction = (...parameters: never[]) => object | Promise<object>;

/**
 * Adds Lectern to a Docusaurus configuration: the plugin, and the marks in every docs, blog and pages instance.
 * An object gives an object, a promise a promise, a function an asynchronous function; applied twice it does nothing more.
 * @throws Error with the manual way when no docs, blog or pages instance is found
 */
export function withLectern<Config extends object>(
  config: Config,
  options?: LecternOptions,
): Config extends ConfigFunction ? (...parameters: Parameters<Config>) => Promise<object> : Config;
export function withLectern(config: object, options: LecternOptions = {}): unknown {
  if (typeof config === 'function') {
    return async (...parameters: unknown[]) => {
      const made: unknown = await config(...parameters);
      assertConfig(made);
      return wire(made, options);
    };
  }
  if (config instanceof Promise) {
    return config.then((made: unknown) => {
      assertConfig(made);
      return wire(made, options);
    });
  }
  return wire(config, options);
}
