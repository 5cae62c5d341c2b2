/** The items of the navigation bar in the language of the interface. */
import { frameLabel } from '@lectern/docusaurus-plugin/client/frame-labels';
import { useInterfaceLanguage } from '@lectern/docusaurus-plugin/client/messages';
import NavbarItem from '@theme-init/NavbarItem';
import type { ComponentProps, ReactNode } from 'react';

/** The theme's item; a label that the site has not translated stays as it is. */
export default function NavbarItemInLanguage(props: ComponentProps<typeof NavbarItem>): ReactNode {
  const language = useInterfaceLanguage();
  const { label } = props;
  if (language === undefined || typeof label !== 'string') return <NavbarItem {...props} />;
  const shown = frameLabel(label);
  return <NavbarItem {...props} {...(shown !== label && { label: shown, lang: language })} />;
}
