/** Who may use a conversation: its owner alone. To others it does not exist. */

/**
 * Whether a reader may read, continue or delete a conversation.
 * @param ownerId Owner of the conversation; undefined when there is none such.
 * @param readerId Identity of the request; null for a reader without one.
 */
export const mayUseSession = (ownerId: string | undefined, readerId: string | null): boolean =>
  ownerId !== undefined && ownerId === readerId;
