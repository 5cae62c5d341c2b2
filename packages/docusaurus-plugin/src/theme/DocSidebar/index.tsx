/** The sidebar with its titles in the reader's language. */
import { useFrameTranslator } from '@lectern/docusaurus-plugin/client/doc-frame';
import { useInterfaceLanguage } from '@lectern/docusaurus-plugin/client/messages';
import DocSidebar from '@theme-init/DocSidebar';
import { type ComponentProps, type ReactNode, useMemo } from 'react';

/** The theme's sidebar; what is folded stays folded when its titles change. */
export default function DocSidebarInLanguage(props: ComponentProps<typeof DocSidebar>): ReactNode {
  const { sidebar } = props;
  const translator = useFrameTranslator();
  const language = useInterfaceLanguage();
  // biome-ignore lint/correctness/useExhaustiveDependencies: labels of categories are words of the interface.
  const shown = useMemo(() => translator?.sidebar(sidebar) ?? sidebar, [translator, sidebar, language]);
  return <DocSidebar {...props} sidebar={shown} />;
}
