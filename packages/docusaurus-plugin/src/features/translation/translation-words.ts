/** What the control says of the state of a translation. */
import type { SegmentLeftReason, SegmentStatus, SegmentStreamNotice } from '@lectern/contracts';
import { type Message, pageLanguage, plural, t } from '../../client/messages.ts';
import { readingLanguage } from './languages.ts';
import { TRANSLATION_MESSAGES as WORDS } from './translation.messages.ts';
import { countShown, coverageOf, type TranslationState } from './translation.store.ts';

/** A share as a percentage. Never 100 % while something is missing, never 0 % while something is there. */
export function percentOf(share: number, language = pageLanguage()): string {
  const rounded = share >= 1 || share <= 0 ? share : Math.min(0.99, Math.max(0.01, share));
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(rounded);
}

const NOTICES: Readonly<Record<SegmentStreamNotice, Message>> = {
  keyless: WORDS.keyless,
  budget_spent: WORDS.budgetSpent,
  provider_failed: WORDS.providerFailed,
};

const FAILURES = {
  network: WORDS.network,
  busy: WORDS.busy,
  unavailable: WORDS.unavailable,
  unexpected: WORDS.unexpected,
} as const;

/** How far the translation can be trusted, in words. */
function trustOf({ statuses }: TranslationState): string {
  const byPeople = statuses.reviewed + statuses.locked;
  if (byPeople === 0) return t(WORDS.machine);
  return t(byPeople === countShown({ statuses }) ? WORDS.reviewed : WORDS.partlyReviewed);
}

/** The badge: share, what is newer in the original, who stands behind it. Empty while there is nothing to tell. */
export function badgeOf(state: TranslationState): string[] {
  if (state.language === null || countShown(state) === 0) return [];
  const { changed } = state.left;
  return [
    t(WORDS.coverage, { percent: percentOf(coverageOf(state)) }),
    ...(changed > 0 ? [plural(WORDS.changed, changed)] : []),
    trustOf(state),
  ];
}

/** What else is to be said: why something is missing, or what went wrong. Empty: nothing. */
export function noticeOf(state: TranslationState): string {
  if (state.phase === 'stale') return t(WORDS.stale);
  if (state.phase === 'failed') return t(FAILURES[state.failure ?? 'unexpected']);
  if (state.phase !== 'done') return '';
  if (countShown(state) === 0 && state.total > 0) return t(WORDS.nothing);
  return state.notice === null || countShown(state) === state.total ? '' : t(NOTICES[state.notice]);
}

/** What a screen reader says: once when the page has changed, never for each segment. */
export function announcementOf(state: TranslationState, wasTranslated: boolean): string {
  const notice = noticeOf(state);
  if (state.language === null) return wasTranslated ? t(WORDS.saidOriginal) : '';
  if (state.phase === 'stale' || state.phase === 'failed' || countShown(state) === 0) return notice;
  if (state.phase !== 'done') return '';
  const language = readingLanguage(state.language)?.label ?? state.language;
  const said = t(WORDS.saidTranslated, { language, percent: percentOf(coverageOf(state)) });
  return notice === '' ? said : `${said} ${notice}`;
}

const STATUSES: Readonly<Record<SegmentStatus, Message>> = {
  machine: WORDS.statusMachine,
  reviewed: WORDS.statusReviewed,
  locked: WORDS.statusReviewed,
  outdated: WORDS.statusOutdated,
};
const LEFT: Readonly<Record<SegmentLeftReason, Message>> = {
  untranslated: WORDS.leftUntranslated,
  changed: WORDS.leftChanged,
  failed: WORDS.leftFailed,
};

/** How far one paragraph can be trusted, or why it is in the original. */
export function standingOf(view: { status?: SegmentStatus; left?: SegmentLeftReason }): string {
  if (view.status !== undefined) return t(STATUSES[view.status]);
  return view.left === undefined ? '' : t(LEFT[view.left]);
}
