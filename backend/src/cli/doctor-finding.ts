/** What one check of `lectern doctor` found. */
export interface Finding {
  readonly name: string;
  /** A warning doesn't hinder a start. */
  readonly state: 'ok' | 'warning' | 'broken';
  readonly text: string;
  /** How to mend it. */
  readonly mend?: string;
}

/** A finding that all is well. */
export const ok = (name: string, text: string): Finding => ({ name, state: 'ok', text });

/** A finding that doesn't hinder a start. */
export const warning = (name: string, text: string, mend?: string): Finding => ({
  name,
  state: 'warning',
  text,
  ...(mend !== undefined && { mend }),
});

/** A finding that hinders a start. */
export const broken = (name: string, text: string, mend?: string): Finding => ({
  name,
  state: 'broken',
  text,
  ...(mend !== undefined && { mend }),
});
