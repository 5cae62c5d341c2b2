/** A backup, a restore or a move that can't be done; the message is one line for people and names the mend. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}
