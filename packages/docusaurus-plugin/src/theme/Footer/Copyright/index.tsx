/** The line at the foot of the page in the language of the interface. */
import { FOOTER_COPYRIGHT } from '@lectern/docusaurus-plugin/client/frame-labels';
import { t, useInterfaceLanguage } from '@lectern/docusaurus-plugin/client/messages';
import FooterCopyright from '@theme-init/Footer/Copyright';
import type { ComponentProps, ReactNode } from 'react';

/** The theme's line; where the site has not translated it, as it is. */
export default function FooterCopyrightInLanguage(props: ComponentProps<typeof FooterCopyright>): ReactNode {
  const language = useInterfaceLanguage();
  if (language === undefined) return <FooterCopyright {...props} />;
  return <FooterCopyright {...props} copyright={t({ id: FOOTER_COPYRIGHT, message: props.copyright })} />;
}
