/** The switch of the colour scheme; its name follows the language of the interface. */
import { inInterfaceLanguage } from '@lectern/docusaurus-plugin/client/in-interface-language';
import ColorModeToggle from '@theme-init/ColorModeToggle';

export default inInterfaceLanguage(ColorModeToggle, true);
