/**
 * The value of `name="…"` in what follows a fence's language.
 *
 * @param metastring such as `title="examples/python/ch03/camera.py" badge="ci"`
 */
export function fenceAttribute(metastring: string | undefined, name: string): string | undefined {
  if (!metastring) return undefined;
  const found = new RegExp(`(?:^|\\s)${name}=(["'])(.*?)\\1`).exec(metastring);
  return found?.[2];
}
