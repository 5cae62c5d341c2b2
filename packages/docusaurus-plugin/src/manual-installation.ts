/** What to do where the configuration wrapper finds nothing to wrap. */

/** Text of the error; also in the documentation. */
export const MANUAL_INSTALLATION = `Lectern found no Markdown instance (docs, blog or pages) to mark in this configuration.
Name the remark plugin yourself wherever your site sets the options of a content plugin:

  import { remarkSegments } from '@lectern/docusaurus-plugin/remark';

  docs: { beforeDefaultRemarkPlugins: [remarkSegments] }

which must be the first of \`beforeDefaultRemarkPlugins\`, and add '@lectern/docusaurus-plugin' as the last of \`themes\`.
A site that wants no marks sets the plugin's option \`marks: 'ignore'\`: citations then open the section, not the passage.`;
