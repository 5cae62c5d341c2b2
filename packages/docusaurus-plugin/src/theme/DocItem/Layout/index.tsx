/** A chapter's page, with its title, contents, breadcrumbs and neighbours in the reader's language. */

import { DocProvider, DocsSidebarProvider, useDoc, useDocsSidebar } from '@docusaurus/plugin-content-docs/client';
import { PageMetadata } from '@docusaurus/theme-common';
import { asContent, DocOutlet, useFrameTranslator } from '@lectern/docusaurus-plugin/client/doc-frame';
import { useInterfaceLanguage } from '@lectern/docusaurus-plugin/client/messages';
import DocItemLayout from '@theme-init/DocItem/Layout';
import { type ComponentProps, type ReactNode, useMemo } from 'react';

/** The theme's layout below providers that say the same in the reader's language; the text itself is not rendered anew. */
export default function DocItemLayoutInLanguage(props: ComponentProps<typeof DocItemLayout>): ReactNode {
  const doc = useDoc();
  const sidebar = useDocsSidebar();
  const translator = useFrameTranslator();
  useInterfaceLanguage();
  const content = useMemo(() => asContent(translator?.doc(doc) ?? doc), [translator, doc]);
  const items = sidebar?.items;
  return (
    <DocProvider content={content}>
      <DocsSidebarProvider name={sidebar?.name} items={items && (translator?.sidebar(items) ?? items)}>
        {translator && <PageMetadata title={content.metadata.title} />}
        <DocItemLayout {...props} />
        <DocOutlet />
      </DocsSidebarProvider>
    </DocProvider>
  );
}
