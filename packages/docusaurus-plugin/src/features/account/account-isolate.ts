/** Names and addresses inside sentences of another direction. */

/**
 * Keeps the direction of a name or an address to itself, so that the sentence around it stays in order.
 * @see https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates
 */
export const isolate = (text: string): string => `\u2068${text}\u2069`;
