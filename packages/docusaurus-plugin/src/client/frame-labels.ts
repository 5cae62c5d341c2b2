/** Labels of navigation, footer and sidebars: in the site's language they stand in its configuration, by which they are found. */
import { t } from './messages.ts';

/** The message of a label in the dictionaries of the other languages. @param label as the site's configuration has it */
export const labelId = (label: string): string => `frame.${label}`;

/** The message of the line at the foot of every page. */
export const FOOTER_COPYRIGHT = 'lectern.footer.copyright';

/** A label in the language of the interface; as it is where the site has not translated it. */
export const frameLabel = (label: string): string => t({ id: labelId(label), message: label });
