/** From the reader's choice to the scope that is sent. Pure. */
import type { ScopeInput } from '@lectern/contracts';
import type { PageData } from '../../client/page-data.ts';
import type { ScopeChoice } from './chat-panel.store.ts';

/** The page that a choice is read on. */
export interface ScopeContext {
  /** Path of the page. */
  readonly path: string;
  /** undefined where the page is no chapter. */
  readonly page: Pick<PageData, 'key' | 'module'> | undefined;
}

/**
 * The choice as it stands on this page: what the page cannot give (a module on a page without one, a section of another
 * page) widens to the next larger scope, never to nothing.
 */
export function effectiveChoice(choice: ScopeChoice, { path, page }: ScopeContext): ScopeChoice {
  switch (choice.type) {
    case 'book':
    case 'selection':
      return choice;
    case 'module':
      return page?.module === undefined ? { type: 'book' } : choice;
    case 'chapter':
      return page === undefined ? { type: 'book' } : choice;
    case 'section':
      if (page !== undefined && choice.path === path) return choice;
      return { type: page === undefined ? 'book' : 'chapter' };
  }
}

/** The scope to send for a choice. */
export function resolveScope(choice: ScopeChoice, context: ScopeContext): ScopeInput {
  const { page } = context;
  const effective = effectiveChoice(choice, context);
  if (effective.type === 'selection') {
    const { chapterId, sourceHash, segmentIds, text, language, only } = effective;
    return {
      type: 'selection',
      chapterId,
      sourceHash,
      segmentIds: [...segmentIds],
      text,
      only,
      ...(language === undefined ? {} : { language }),
    };
  }
  if (effective.type === 'module' && page?.module !== undefined) return { type: 'module', id: page.module };
  if (effective.type === 'chapter' && page) return { type: 'chapter', id: page.key };
  if (effective.type === 'section' && page) return { type: 'section', id: `${page.key}#${effective.sectionId}` };
  return { type: 'book' };
}
