/** The way back to the top; its name follows the language of the interface. */
import { inInterfaceLanguage } from '@lectern/docusaurus-plugin/client/in-interface-language';
import BackToTopButton from '@theme-init/BackToTopButton';

export default inInterfaceLanguage(BackToTopButton);
