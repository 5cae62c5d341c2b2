/** Reads what Docusaurus' docs plugins have loaded: every instance, every version, in reading order. */
import type { DocMetadata, LoadedContent, LoadedVersion } from '@docusaurus/plugin-content-docs';

const DOCS_PLUGIN = 'docusaurus-plugin-content-docs';

type Sidebar = LoadedVersion['sidebars'][string];
type SidebarItem = Sidebar[number];

/** A doc with where it stands in the book. */
export interface LoadedDoc {
  /** Id of the docs plugin's instance. */
  instance: string;
  version: LoadedVersion;
  metadata: DocMetadata;
  /** Label of the sidebar's first-level category that holds it; absent outside categories. */
  category?: string;
}

function isLoadedContent(value: unknown): value is LoadedContent {
  return (
    typeof value === 'object' && value !== null && 'loadedVersions' in value && Array.isArray(value.loadedVersions)
  );
}

/** Doc ids of a sidebar in reading order with their first-level category. A category's own page comes before its items. */
function readSidebar(items: Sidebar, category?: string): { id: string; category?: string }[] {
  return items.flatMap((item: SidebarItem) => {
    const inside = category === undefined ? {} : { category };
    if (item.type === 'doc' || item.type === 'ref') return item.type === 'doc' ? [{ id: item.id, ...inside }] : [];
    if (item.type !== 'category') return [];
    const label = category ?? item.label;
    const own = item.link?.type === 'doc' ? [{ id: item.link.id, category: label }] : [];
    return [...own, ...readSidebar(item.items, label)];
  });
}

/** A version's docs in reading order: as the sidebars have them, then what is in none. Drafts and unlisted docs are left out. */
function orderDocs(instance: string, version: LoadedVersion): LoadedDoc[] {
  const open = new Map(version.docs.filter((doc) => !doc.draft && !doc.unlisted).map((doc) => [doc.id, doc]));
  const ordered: LoadedDoc[] = [];
  const take = (id: string, category?: string): void => {
    const metadata = open.get(id);
    if (metadata === undefined) return;
    open.delete(id);
    ordered.push({ instance, version, metadata, ...(category === undefined ? {} : { category }) });
  };
  for (const sidebar of Object.values(version.sidebars)) {
    for (const { id, category } of readSidebar(sidebar)) take(id, category);
  }
  for (const id of open.keys()) take(id);
  return ordered;
}

/** Lists all docs: the instances in the site's order, in each the latest version first. */
export function listLoadedDocs(allContent: Record<string, Record<string, unknown> | undefined>): LoadedDoc[] {
  return Object.entries(allContent[DOCS_PLUGIN] ?? {}).flatMap(([instance, content]) => {
    if (!isLoadedContent(content)) return [];
    const versions = [...content.loadedVersions].sort((a, b) => Number(b.isLast) - Number(a.isLast));
    return versions.flatMap((version) => orderDocs(instance, version));
  });
}

/** Key of a doc in the manifest: `<instance>/<version>/<docId>`. */
export function chapterKey({ instance, version, metadata }: LoadedDoc): string {
  return `${instance}/${version.versionName}/${metadata.id}`;
}
