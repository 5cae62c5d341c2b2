/** The words around explained terms. */
import type { Message } from '../../client/messages.ts';

/** Words of the list of terms, by what they are for. */
export const GLOSSARY_MESSAGES = {
  terms: { id: 'lectern.glossary.terms', message: 'Terms explained on this page' },
  keyTerm: { id: 'lectern.glossary.keyTerm', message: 'Next explained term' },
} as const satisfies Record<string, Message>;
