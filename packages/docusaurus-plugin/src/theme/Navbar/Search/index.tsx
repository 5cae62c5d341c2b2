/** The navigation bar's last place: the search, whichever the site has, and after it the reader's account. */
import { translate } from '@docusaurus/Translate';
import useDocusaurusContext from '@docusaurus/useDocusaurusContext';
import { usePluginData } from '@docusaurus/useGlobalData';
import { useInterfaceLanguage } from '@lectern/docusaurus-plugin/client/messages';
import { AccountEntry } from '@lectern/docusaurus-plugin/features/account/account-entry';
import NavbarSearch from '@theme-init/Navbar/Search';
import type { ComponentProps, ReactNode } from 'react';

function hasAccounts(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('features' in data)) return false;
  const { features } = data;
  return typeof features === 'object' && features !== null && 'accounts' in features && features.accounts === true;
}

const say = ({ id, message }: { readonly id: string; readonly message: string }) => translate({ id, message });

/** The theme's place for a search with the account at its end, where the site has accounts. */
export default function NavbarSearchAndAccount({ children, ...props }: ComponentProps<typeof NavbarSearch>): ReactNode {
  const { siteConfig } = useDocusaurusContext();
  useInterfaceLanguage();
  return (
    <NavbarSearch {...props}>
      {children}
      {hasAccounts(usePluginData('lectern')) && <AccountEntry baseUrl={siteConfig.baseUrl} say={say} />}
    </NavbarSearch>
  );
}
