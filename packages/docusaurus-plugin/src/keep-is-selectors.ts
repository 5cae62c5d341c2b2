/**
 * Leaves `:is()` in styles as it is. Docusaurus takes it apart for browsers from before 2021, and the copies of a rule
 * no longer lie between `rtl:begin:ignore` and `rtl:end:ignore`: in right-to-left editions the theme would mirror them.
 */

/** What Docusaurus hands over, and takes back. */
export interface PostCssOptions {
  plugins: unknown[];
  [key: string]: unknown;
}

const PRESET = /[\\/]postcss-preset-env[\\/]/;

const isOptions = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same with postcss-preset-env told so; other plugins, and what a site has told that one, stay. */
export function keepIsSelectors(options: PostCssOptions): PostCssOptions {
  return { ...options, plugins: options.plugins.map(withoutPseudoClass) };
}

function withoutPseudoClass(plugin: unknown): unknown {
  if (!Array.isArray(plugin) || typeof plugin[0] !== 'string' || !PRESET.test(plugin[0])) return plugin;
  const given = isOptions(plugin[1]) ? plugin[1] : {};
  const features = isOptions(given['features']) ? given['features'] : {};
  return [plugin[0], { ...given, features: { 'is-pseudo-class': false, ...features } }];
}
