/** What went wrong with Neon, in one line that names the mend; never with a key, a password or an address in it. */
export class NeonError extends Error {
  override readonly name = 'NeonError';
}
