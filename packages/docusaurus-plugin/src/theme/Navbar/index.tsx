/** The navigation bar; its names follow the language of the interface. */
import { inInterfaceLanguage } from '@lectern/docusaurus-plugin/client/in-interface-language';
import Navbar from '@theme-init/Navbar';

export default inInterfaceLanguage(Navbar);
