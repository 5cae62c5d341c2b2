/** Which segments need a translator. */

/** Whether a segment's text has letters outside its placeholders; the others (a cell with only code or a number) are carried over. */
export function isTranslatable(text: string): boolean {
  return /\p{L}/u.test(text.replace(/<\/?[xg]\d+\/?>/g, '').replace(/&(?:amp|lt|gt);/g, ''));
}
