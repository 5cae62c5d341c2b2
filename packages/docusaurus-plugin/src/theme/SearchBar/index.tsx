/** The place that the navigation bar keeps for a search: Docusaurus' own theme leaves it empty. */
import { translate } from '@docusaurus/Translate';
import { usePluginData } from '@docusaurus/useGlobalData';
import { useInterfaceLanguage } from '@lectern/docusaurus-plugin/client/messages';
import { SearchButton } from '@lectern/docusaurus-plugin/features/search/search-button';
import type { ReactNode } from 'react';

function isSwitchedOn(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('features' in data)) return false;
  const { features } = data;
  return typeof features === 'object' && features !== null && 'search' in features && features.search === true;
}

/** The search button, where the site has not switched it off. */
export default function SearchBar(): ReactNode {
  useInterfaceLanguage();
  if (!isSwitchedOn(usePluginData('lectern'))) return null;
  return <SearchButton label={translate({ id: 'lectern.search.button', message: 'Search' })} />;
}
