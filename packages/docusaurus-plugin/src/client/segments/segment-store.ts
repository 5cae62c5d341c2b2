/**
 * What the blocks of the page show instead of the author's text: one entry a segment, outside React, so that each block
 * renders alone and no provider is needed that a site's own Root could remove (PAGE.md).
 */
import type { SegmentLeftReason, SegmentStatus } from '@lectern/contracts';
import { type ReactNode, useSyncExternalStore } from 'react';

/** What a block shows. */
export interface SegmentView {
  /** Engine-neutral text with the source's placeholders; absent: the block stays as it is written. */
  readonly text?: string;
  readonly status?: SegmentStatus;
  /** Why it stays in the source language while the page around it is in another. */
  readonly left?: SegmentLeftReason;
  /** It is read right to left: numbers with units are kept together. */
  readonly rtl?: boolean;
  /** The original stands beside it. */
  readonly beside?: boolean;
}

/** A language, and the way it is written. */
export interface TextLanguage {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
}

/** The version of a chapter that entries belong to: they are dropped when the page shows another. */
export type ChapterVersion = `${string}@${string}`;

class SegmentEntry {
  view: SegmentView | undefined;
  /** The children that the author wrote, as the block was last rendered with them. */
  original: ReactNode;
  readonly listeners = new Set<() => void>();
  readonly get = (): SegmentView | undefined => this.view;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

const entries = new Map<string, SegmentEntry>();
let shown: ChapterVersion | undefined;
let source: TextLanguage = { lang: 'en', dir: 'ltr' };

function entryOf(id: string): SegmentEntry {
  const known = entries.get(id);
  if (known !== undefined) return known;
  const entry = new SegmentEntry();
  entries.set(id, entry);
  return entry;
}

const onServer = (): undefined => undefined;

/** Follows a segment's view; undefined on the server and during hydration: the author's text. */
export function useSegmentView(id: string, original: ReactNode): SegmentView | undefined {
  const entry = entryOf(id);
  // Not React's to know of: nothing is rendered from it but copies, on demand.
  entry.original = original;
  return useSyncExternalStore(entry.subscribe, entry.get, onServer);
}

/** The language in which the chapter is written. */
export const sourceLanguage = (): TextLanguage => source;

/** What the author wrote in a block. */
export const originalOf = (id: string): ReactNode => entries.get(id)?.original;

/** What a block shows now. */
export const viewOf = (id: string): SegmentView | undefined => entries.get(id)?.view;

/** Begins to show another version of a chapter, or another chapter: all blocks go back to the author's text. */
export function beginChapter(version: ChapterVersion | undefined, language: TextLanguage): void {
  shown = version;
  source = language;
  const changed = Array.from(entries.values()).filter((entry) => entry.view !== undefined);
  for (const entry of changed) entry.view = undefined;
  for (const entry of changed) for (const listener of entry.listeners) listener();
}

/**
 * Shows segments, all in one rendering. @returns false when the page shows another version: nothing is changed then
 */
export function showSegments(version: ChapterVersion, views: ReadonlyMap<string, SegmentView>): boolean {
  if (version !== shown) return false;
  for (const [id, view] of views) entryOf(id).view = view;
  for (const id of views.keys()) for (const listener of entryOf(id).listeners) listener();
  return true;
}

/** Ids of the segments that have a place in the page now. */
export const mountedSegments = (): string[] =>
  [...entries].flatMap(([id, { listeners }]) => (listeners.size > 0 ? id : []));
