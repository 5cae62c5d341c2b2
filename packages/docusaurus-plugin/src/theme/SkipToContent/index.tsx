/** The link over the navigation; its words follow the language of the interface. */
import { inInterfaceLanguage } from '@lectern/docusaurus-plugin/client/in-interface-language';
import SkipToContent from '@theme-init/SkipToContent';

export default inInterfaceLanguage(SkipToContent);
