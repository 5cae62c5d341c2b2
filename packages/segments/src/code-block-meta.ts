/** What a code block's info string says: `title="src/node.py" badge="ci"`. */

/** How a code block is checked; the contracts' badges. */
export const CODE_BADGES = ['ci', 'ros-ci', 'docker-ci', 'static', 'gpu'] as const;
/** One of {@link CODE_BADGES}. */
export type CodeBadge = (typeof CODE_BADGES)[number];

function metaValue(meta: string, name: string): string | undefined {
  const pattern = new RegExp(`(?:^|\\s)${name}=(?:"([^"]*)"|'([^']*)'|([^\\s"']+))`);
  const match = pattern.exec(meta);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

/** Reads `title` and `badge`; an unknown badge is none. */
export function parseCodeMeta(meta: string): { file?: string; badge?: CodeBadge } {
  const file = metaValue(meta, 'title');
  const named = metaValue(meta, 'badge');
  const badge = CODE_BADGES.find((known) => known === named);
  return { ...(file ? { file } : {}), ...(badge === undefined ? {} : { badge }) };
}
