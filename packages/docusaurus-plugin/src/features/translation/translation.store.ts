/** In which language the reader reads, and how far the page has come with it. */
import type { LanguagesResponse, SegmentLeftReason, SegmentStatus, SegmentStreamNotice } from '@lectern/contracts';
import { createExternalStore } from '../../client/external-store.ts';

/** The chapter that the page shows, in the version that it shows. */
export interface TranslatedChapter {
  readonly key: string;
  readonly sourceHash: string;
}

/**
 * How the translation of the page stands. stale: the book has changed since the page was loaded, what is shown stays;
 * failed: it could not be had, or not to its end.
 */
export type TranslationPhase = 'off' | 'waiting' | 'coming' | 'done' | 'stale' | 'failed';

/** Why a translation ended badly. */
export type TranslationFailure = 'network' | 'busy' | 'unavailable' | 'unexpected';

/** The state of translation on the page. */
export interface TranslationState {
  /** null: the page is no chapter, or is not in the language that the book is written in. */
  readonly chapter: TranslatedChapter | null;
  /** Language of the author's text. */
  readonly source: string;
  /** Language that the page is in or is coming to be in; null: the author's own. */
  readonly language: string | null;
  readonly phase: TranslationPhase;
  readonly failure: TranslationFailure | null;
  /** Segments with words. */
  readonly total: number;
  /** Of these, how many are in the language by now, by how far they can be trusted. */
  readonly statuses: Readonly<Record<SegmentStatus, number>>;
  /** How many stay in the source language, by reason. */
  readonly left: Readonly<Record<SegmentLeftReason, number>>;
  readonly notice: SegmentStreamNotice | null;
  /** The originals stand beside the translation where there is room. */
  readonly beside: boolean;
  /** null: not asked yet. */
  readonly languages: LanguagesResponse | null;
}

const NO_STATUSES = { machine: 0, reviewed: 0, locked: 0, outdated: 0 } as const;
const NONE_LEFT = { untranslated: 0, changed: 0, failed: 0 } as const;

/** A page in the author's language. */
export const ORIGINAL_STATE = {
  language: null,
  phase: 'off',
  failure: null,
  total: 0,
  statuses: NO_STATUSES,
  left: NONE_LEFT,
  notice: null,
} as const satisfies Partial<TranslationState>;

/** The state of translation on the page. */
export const translationStore = createExternalStore<TranslationState>({
  ...ORIGINAL_STATE,
  chapter: null,
  source: 'en',
  beside: false,
  languages: null,
});

/** How many segments are in the language. */
export const countShown = ({ statuses }: Pick<TranslationState, 'statuses'>): number =>
  Object.values(statuses).reduce((sum, count) => sum + count, 0);

/** Share of the chapter that is in the language, 0…1; 0 while nothing is known. */
export function coverageOf(state: Pick<TranslationState, 'statuses' | 'total'>): number {
  return state.total === 0 ? 0 : countShown(state) / state.total;
}
