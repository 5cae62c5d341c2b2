/** When a section counts as read: all of it was in the window, for as long as skimming it takes. Pure. */

/**
 * Words a second of somebody who reads twice as fast as most: 238 words a minute is the mean of silent reading.
 * @see https://doi.org/10.1016/j.jml.2019.104047
 */
const SKIM_WORDS_PER_SECOND = 8;
/** A heading with one line needs a look, too. */
const SHORTEST_SECONDS = 2;
/** A section of tables and long code is not read word by word. */
const LONGEST_SECONDS = 45;

/** Seconds that a section of so many words has to be in the window. */
export function secondsToRead(words: number): number {
  return Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, words / SKIM_WORDS_PER_SECOND));
}

/** What is known of a section while its page is open. */
interface SectionDwell<Block> {
  readonly needed: number;
  readonly unseen: Set<Block>;
  seconds: number;
}

/** What a second in the window has changed. */
export interface DwellOutcome {
  /** Sections that have come into the window for the first time. */
  readonly seen: readonly string[];
  /** Sections that are read as of now. */
  readonly read: readonly string[];
}

/** Adds up the time of a page's sections. */
export class ReadingDwell<Block> {
  readonly #sections = new Map<string, SectionDwell<Block>>();
  readonly #seen = new Set<string>();
  readonly #read = new Set<string>();

  constructor(sections: readonly { id: string; blocks: readonly Block[]; words: number }[]) {
    for (const { id, blocks, words } of sections) {
      this.#sections.set(id, { needed: secondsToRead(words), unseen: new Set(blocks), seconds: 0 });
    }
  }

  /** Notes that a block's end has been in the window. */
  passed(block: Block): void {
    for (const { unseen } of this.#sections.values()) unseen.delete(block);
  }

  /**
   * Adds time to the sections in the window, shared among them.
   * @param isShown false for a block that the page hides (a closed tab): nobody has to see it
   */
  tick(inWindow: ReadonlySet<string>, seconds: number, isShown: (block: Block) => boolean): DwellOutcome {
    const seen = Array.from(inWindow).filter((id) => this.#sections.has(id) && !this.#seen.has(id));
    const read: string[] = [];
    for (const id of seen) this.#seen.add(id);
    for (const id of inWindow) {
      const section = this.#sections.get(id);
      if (!section || this.#read.has(id)) continue;
      section.seconds += seconds / inWindow.size;
      if (section.seconds < section.needed || Array.from(section.unseen).some(isShown)) continue;
      this.#read.add(id);
      read.push(id);
    }
    return { seen, read };
  }
}
