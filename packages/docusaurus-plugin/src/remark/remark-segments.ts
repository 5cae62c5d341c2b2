/**
 * The remark plugin that marks each block of a page with its segment's id. It stands first, before Docusaurus' own plugins,
 * so that it sees the tree that the manifest's parser sees.
 */
import type { Root } from 'mdast';
import { importNative } from '../native-module.ts';

/** What a site adds for its own components; the manifest must be made with the same. */
export interface RemarkSegmentsOptions {
  /** Components whose content is no text: they are left alone. */
  opaqueComponents?: readonly string[];
  /** Attributes shown as content, `Component.attribute`. */
  elementAttributes?: readonly string[];
}

/** The remark plugin for `beforeDefaultRemarkPlugins`. */
export function remarkSegments(
  options: RemarkSegmentsOptions = {},
): (tree: Root, file: { path?: string }) => Promise<void> {
  return async (tree, file) => {
    const { markSegments } = await importNative<typeof import('./mark-segments.ts')>('remark/mark-segments');
    markSegments(tree, file.path ?? '', options);
  };
}

/** Tells ours from another plugin where the module is loaded twice (jiti) and identity fails. */
remarkSegments.lectern = true;

export default remarkSegments;
