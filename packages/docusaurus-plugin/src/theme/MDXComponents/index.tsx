/** Adds the carriers of segments and the plugin's own components to MDX pages. */

import { segmentComponents } from '@lectern/docusaurus-plugin/client/lectern-segment';
import { mdxComponents } from '@lectern/docusaurus-plugin/client/mdx-components';
import type { MDXComponentsObject } from '@theme/MDXComponents';
import MDXComponents from '@theme-init/MDXComponents';

const components: MDXComponentsObject = {
  ...MDXComponents,
  ...mdxComponents,
  ...segmentComponents(MDXComponents),
};

export default components;
