/** The search dialog: a combobox over the book's sections. Loaded when it is first opened. */
import './search.css';
import {
  Combobox,
  ComboboxItem,
  ComboboxList,
  ComboboxProvider,
  Dialog,
  DialogDismiss,
  DialogHeading,
} from '@ariakit/react';
import type { SearchHit } from '@lectern/contracts';
import { type ReactNode, useState } from 'react';
import { pageLanguage, plural, t } from '../../client/messages.ts';
import { siteClient, siteSettings } from '../../client/site.ts';
import { openPanel } from '../chat/chat-panel.store.ts';
import { openCitedPlace } from '../citations/citation-target.ts';
import { SEARCH_MESSAGES } from './search.messages.ts';
import { SearchSnippet } from './search-snippet.tsx';
import { type SearchState, useSearch } from './use-search.ts';

/** Properties of {@link SearchDialog}. */
export interface SearchDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

function statusLine(state: SearchState): string {
  switch (state.status) {
    case 'idle':
      return t(SEARCH_MESSAGES.hint);
    case 'searching':
      return t(SEARCH_MESSAGES.searching);
    case 'failed':
      return t(SEARCH_MESSAGES.failed);
    case 'found':
      return state.hits.length === 0 ? t(SEARCH_MESSAGES.nothing) : plural(SEARCH_MESSAGES.results, state.hits.length);
  }
}

function HitItem({ hit, onOpen }: { hit: SearchHit; onOpen: (hit: SearchHit) => void }): ReactNode {
  const section = hit.headingPath.at(-1) ?? hit.chapterTitle;
  const path = hit.headingPath.slice(0, -1).join(' › ');
  return (
    <ComboboxItem
      className="lectern-search-hit"
      value={`${hit.chapterTitle} ${section}`}
      setValueOnClick={false}
      onClick={() => onOpen(hit)}
    >
      <span className="lectern-search-section" dir="auto">
        {section}
      </span>
      {path !== '' && (
        <span className="lectern-search-path" dir="auto">
          {path}
        </span>
      )}
      <SearchSnippet hit={hit} />
    </ComboboxItem>
  );
}

function SearchResults({ text, onClose }: { text: string; onClose: () => void }): ReactNode {
  const search = useSearch(text, { client: siteClient(), locale: pageLanguage() });
  const hits = 'hits' in search ? search.hits : [];
  const query = text.trim();
  const openHit = (hit: SearchHit) => {
    onClose();
    openCitedPlace({ url: hit.url });
  };
  const ask = () => {
    onClose();
    openPanel({ ask: query });
  };
  return (
    <>
      <p className="lectern-search-status" role="status">
        {statusLine(search)}
        {search.status === 'failed' && (
          <button type="button" className="lectern-search-retry" onClick={search.retry}>
            {t(SEARCH_MESSAGES.retry)}
          </button>
        )}
      </p>
      <ComboboxList className="lectern-search-list" alwaysVisible aria-busy={search.status === 'searching'}>
        {hits.map((hit) => (
          <HitItem key={`${hit.url} ${hit.snippet}`} hit={hit} onOpen={openHit} />
        ))}
        {query !== '' && siteSettings().features.chat && (
          <ComboboxItem className="lectern-search-ask" value={query} setValueOnClick={false} onClick={ask}>
            {t(SEARCH_MESSAGES.ask, { query })}
          </ComboboxItem>
        )}
      </ComboboxList>
    </>
  );
}

/** Search as one types; Enter opens the chosen section, the last entry asks the book. The words stay until they are changed. */
export function SearchDialog({ open, onClose }: SearchDialogProps): ReactNode {
  const [text, setText] = useState('');
  return (
    <Dialog
      open={open}
      onClose={onClose}
      className="lectern-search"
      backdrop={<div className="lectern-search-backdrop" />}
      unmountOnHide
    >
      <ComboboxProvider value={text} setValue={setText} includesBaseElement={false} focusLoop>
        <div className="lectern-search-head">
          <DialogHeading className="lectern-visually-hidden">{t(SEARCH_MESSAGES.title)}</DialogHeading>
          <Combobox
            className="lectern-search-input"
            autoFocus
            autoSelect="always"
            dir="auto"
            type="search"
            enterKeyHint="go"
            maxLength={300}
            aria-label={t(SEARCH_MESSAGES.title)}
            placeholder={t(SEARCH_MESSAGES.placeholder)}
          />
          <DialogDismiss className="lectern-search-close" aria-label={t(SEARCH_MESSAGES.close)}>
            ✕
          </DialogDismiss>
        </div>
        <SearchResults text={text} onClose={onClose} />
        <p className="lectern-search-keys" aria-hidden="true">
          {t(SEARCH_MESSAGES.keys)}
        </p>
      </ComboboxProvider>
    </Dialog>
  );
}
