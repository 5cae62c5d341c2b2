/** What a language has to say in mails. */
import type { EmailKind } from './email.port.ts';

/** The words of one kind of mail. */
export interface EmailText {
  readonly subject: string;
  /** Paragraphs before the link. */
  readonly before: readonly string[];
  /** What the link says; left out: the kind has none. */
  readonly action?: string;
  /** Paragraphs after the link. */
  readonly after: readonly string[];
}

/** The words of one language. */
export interface EmailLanguage {
  readonly direction: 'ltr' | 'rtl';
  /** With a name. */
  readonly greeting: string;
  /** Without a name. */
  readonly greetingNobody: string;
  /** Above the address of the link, for those whose program shows none. */
  readonly copyLink: string;
  /** How long the link works; left out of mails whose link has no end. */
  readonly linkEnds: { readonly hour: string; readonly hours: string };
  /** Last line of every mail: who sent it, and why. */
  readonly footer: string;
  readonly kinds: Readonly<Record<EmailKind, EmailText>>;
}
