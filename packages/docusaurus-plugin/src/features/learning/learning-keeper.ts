/**
 * Keeps a reader's progress: in this browser at once, on the server in batches. Reading alone is kept in this browser;
 * the server hears of it when the reader has done something that it stores (a tick, a bookmark, a note, a quiz, an account).
 */
import { createExternalStore, type ExternalStore } from '../../client/external-store.ts';
import type { LearningClient } from './learning-client.ts';
import {
  type ChapterRecord,
  fromServer,
  mergeProgress,
  type ProgressRecord,
  toUpdate,
  UNREAD_CHAPTER,
} from './learning-progress.ts';
import { clearKept, loadKept, type ProgressStorage, saveKept } from './learning-storage.ts';

/** The reader's progress now. */
export interface ProgressState {
  readonly progress: ProgressRecord;
  /** true: the server keeps this reader's progress too. */
  readonly shared: boolean;
}

/** When a change is sent: `soon` after a pause; `later` with the next that is, or when the page is left. */
export type Urgency = 'soon' | 'later';

/** What progress is kept with. */
export interface KeeperOptions {
  readonly storage: ProgressStorage | null;
  readonly client: () => Pick<LearningClient, 'progress' | 'saveProgress'>;
}

/** Pause after which a change is written and sent, ms. */
const PAUSE_MS = 3000;
/** Largest body of a request that outlives its page, with room for its headers. @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
const MAX_KEEPALIVE_CHARS = 60_000;

/** Keeps a reader's progress. */
export class ProgressKeeper {
  readonly store: ExternalStore<ProgressState>;
  readonly #options: KeeperOptions;
  /** Chapters with something that the server has not heard of. */
  readonly #unsent: Set<string>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> = Promise.resolve();
  #ofAccount: boolean;

  constructor(options: KeeperOptions) {
    const { progress, unsent, shared, ofAccount } = loadKept(options.storage);
    this.#options = options;
    this.#unsent = new Set(unsent);
    this.#ofAccount = ofAccount === true;
    this.store = createExternalStore<ProgressState>({ progress, shared });
  }

  /** Changes a chapter's record. */
  change(chapterKey: string, update: (chapter: ChapterRecord) => ChapterRecord, urgency: Urgency): void {
    const { progress } = this.store.getSnapshot();
    const before = progress[chapterKey] ?? UNREAD_CHAPTER;
    const after = update(before);
    if (after === before) return;
    this.#unsent.add(chapterKey);
    this.store.patch({ progress: { ...progress, [chapterKey]: after } });
    if (urgency === 'soon') this.#schedule();
  }

  /** The reader has done something that the server stores: from now on it hears of the reading too. */
  share(): void {
    if (this.store.getSnapshot().shared) return;
    this.store.patch({ shared: true });
    for (const key of Object.keys(this.store.getSnapshot().progress)) this.#unsent.add(key);
    // At once: a page that is lost before the next pause would forget that there is anything to ask for.
    this.persist();
    this.#schedule();
  }

  /**
   * Says whether the reader has signed in. What was read before comes along; what an account has read is forgotten when
   * it is gone, also when it was left on a page without this.
   */
  belongsTo(reader: 'account' | 'anonymous'): void {
    if (reader === 'anonymous') {
      if (this.#ofAccount) this.forget();
      return;
    }
    this.#ofAccount = true;
    this.share();
  }

  /** Takes over what the server knows, and tells it what it doesn't. Never rejects: without a server nothing is lost. */
  async refresh(): Promise<void> {
    if (!this.store.getSnapshot().shared) return;
    try {
      const { chapters } = await this.#options.client().progress();
      this.#adopt(fromServer(chapters));
      await this.flush();
    } catch {
      // kept here, sent another time
    }
  }

  /**
   * Asks the server what it keeps of this reader, also where nothing here says that it does: a browser that was emptied
   * may still have its cookie.
   * @throws what the client throws
   */
  async recall(): Promise<void> {
    const { chapters } = await this.#options.client().progress();
    if (chapters.length === 0) return;
    this.#adopt(fromServer(chapters));
    this.share();
  }

  /** Writes what is new and sends it. Never rejects. @param options `leaving`: the page is about to go */
  flush({ leaving = false } = {}): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.persist();
    const send = () => this.#send(leaving);
    // A page that is left cannot wait for what is under way; sent twice does no harm.
    this.#sending = leaving ? send() : this.#sending.then(send);
    return this.#sending;
  }

  /** Writes what is new into this browser, together with what other tabs have written. */
  persist(): void {
    const kept = loadKept(this.#options.storage);
    this.#adopt(kept.progress);
    const { progress, shared } = this.store.getSnapshot();
    saveKept(this.#options.storage, { progress, shared, unsent: Array.from(this.#unsent), ofAccount: this.#ofAccount });
  }

  /** Forgets everything in this browser: the next reader's place is not this one's. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#unsent.clear();
    this.#ofAccount = false;
    clearKept(this.#options.storage);
    this.store.set({ progress: {}, shared: false });
  }

  #adopt(other: ProgressRecord): void {
    const { progress } = this.store.getSnapshot();
    const merged = mergeProgress(progress, other);
    if (JSON.stringify(merged) !== JSON.stringify(progress)) this.store.patch({ progress: merged });
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), PAUSE_MS);
  }

  async #send(leaving: boolean): Promise<void> {
    const { progress, shared } = this.store.getSnapshot();
    const keys = Array.from(this.#unsent);
    const update = shared ? toUpdate(progress, keys) : null;
    if (update === null) return;
    if (leaving && JSON.stringify(update).length > MAX_KEEPALIVE_CHARS) return;
    for (const key of keys) this.#unsent.delete(key);
    try {
      const { chapters } = await this.#options.client().saveProgress(update, { keepalive: leaving });
      this.#adopt(fromServer(chapters));
    } catch {
      for (const key of keys) this.#unsent.add(key);
    }
    this.persist();
  }
}
