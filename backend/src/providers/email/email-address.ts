/** Addresses and names that strangers gave: checked before they come near a header. */

/** Longest address, characters (RFC 5321 §4.5.3.1.3, without the angle brackets). */
const MAX_ADDRESS_CHARS = 254;
/** Longest local part, characters (RFC 5321 §4.5.3.1.1). */
const MAX_LOCAL_CHARS = 64;
/** Longest name in a mail, characters. */
const MAX_NAME_CHARS = 60;

/** One addr-spec without quotes and comments. Nothing in it can end a header, a command or an angle bracket. */
const ADDRESS = /^[^\s\p{C}<>()[\],;:\\"@]+@[^\s\p{C}<>()[\],;:\\"@]+\.[^\s\p{C}<>()[\],;:\\"@.]+$/u;

/** Blanks, line ends, controls, turners of direction. The joiners stay: Urdu and Persian names are written with them. */
const STRANGE = /(?:\s|(?![\u200c\u200d])\p{C})+/gu;

/** What mail programs turn into a link: a greeting must not be able to advertise. */
const LINK_LIKE = /:\/\/|@|\bwww\.|[\p{L}\p{N}]\.\p{L}{2,}/iu;

/**
 * Gives an address in the form in which it is kept: in lower case.
 * @throws TypeError when it is not exactly one address; its text is not in the message
 */
export function normalizeAddress(given: string): string {
  const local = given.slice(0, given.lastIndexOf('@'));
  if (given.length > MAX_ADDRESS_CHARS || local.length > MAX_LOCAL_CHARS || !ADDRESS.test(given)) {
    throw new TypeError('a mail is to be sent to what is not an address');
  }
  return given.toLowerCase();
}

/**
 * A name as a mail may greet with it, on one line; null when there is none, or it looks like a link: whoever signs up
 * with somebody else's address writes to them by it.
 */
export function greetingName(given: string | null | undefined): string | null {
  const name = (given ?? '').toWellFormed().replace(STRANGE, ' ').trim();
  if (name === '' || LINK_LIKE.test(name)) return null;
  const characters = Array.from(name);
  return characters.length <= MAX_NAME_CHARS ? name : `${characters.slice(0, MAX_NAME_CHARS - 1).join('')}…`;
}
