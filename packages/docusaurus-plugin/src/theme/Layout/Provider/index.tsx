/** Hands the router's history to what stands outside Docusaurus' React tree; draws nothing. */
import { useHistory } from '@docusaurus/router';
import { publishHistory } from '@lectern/docusaurus-plugin/client/page-store';
import LayoutProvider from '@theme-init/Layout/Provider';
import { type ComponentProps, type ReactNode, useEffect } from 'react';

/** The theme's provider, with a bridge beside its children. */
export default function LayoutProviderWithBridge(props: ComponentProps<typeof LayoutProvider>): ReactNode {
  const history = useHistory();
  useEffect(() => publishHistory(history), [history]);
  return <LayoutProvider {...props} />;
}
