/** Adds the marks' wrapper and the plugin's own components to MDX pages. */

import { LecternSegment } from '@lectern/docusaurus-plugin/client/lectern-segment';
import { mdxComponents } from '@lectern/docusaurus-plugin/client/mdx-components';
import type { MDXComponentsObject } from '@theme/MDXComponents';
import MDXComponents from '@theme-init/MDXComponents';

const components: MDXComponentsObject = { ...MDXComponents, ...mdxComponents, seg: LecternSegment };

export default components;
