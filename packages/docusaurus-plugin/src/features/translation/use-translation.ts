/** In which language the page is, for components of your own, and what can be done about it. */
import { useSyncExternalStore } from 'react';
import { coverageOf, type TranslationState, translationStore } from './translation.store.ts';
import { chooseLanguage, retryTranslation, setBeside, toggleOriginal } from './translation-actions.ts';

/** The state of translation, and what can be done about it. */
export interface Translation extends TranslationState {
  /** Share of the chapter that is in the language, 0…1. */
  readonly coverage: number;
  /** Shows the page in a language and keeps it for this reader. @param code BCP 47; the book's own language is the original */
  readonly choose: (code: string) => void;
  /** The original, and from there back. */
  readonly toggleOriginal: () => void;
  /** Asks again for what is missing. */
  readonly retry: () => void;
  /** Shows the originals beside the translation where there is room. */
  readonly setBeside: (beside: boolean) => void;
}

/** Follows the translation of the page. */
export function useTranslation(): Translation {
  const state = useSyncExternalStore(
    translationStore.subscribe,
    translationStore.getSnapshot,
    translationStore.getSnapshot,
  );
  return {
    ...state,
    coverage: coverageOf(state),
    choose: chooseLanguage,
    toggleOriginal,
    retry: retryTranslation,
    setBeside: (beside) => void setBeside(beside),
  };
}
