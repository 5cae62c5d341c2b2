/** Where an answer comes from: cards of its sources, or the nearest sections of a refusal. */
import type { Citation, Passage } from '@lectern/contracts';
import type { ReactNode } from 'react';
import { t } from '../../client/messages.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { citedAddress } from '../citations/citation-target.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import { CitationLink, followPlace } from './chat-answer.tsx';
import { FormulaText } from './chat-formula.tsx';
import { distinctPlaces, placeLabel } from './chat-places.ts';

const MAX_NEAREST = 3;

/** Cards of the citations: number, place, quoted line. */
export function ChatSources(props: { citations: readonly Citation[]; onFollow: () => void }): ReactNode {
  const { citations, onFollow } = props;
  if (citations.length === 0) return null;
  return (
    <section className="lectern-sources">
      <h3>{t(CHAT_MESSAGES.sources)}</h3>
      <ol>
        {citations.map((citation) => (
          <li key={citation.marker}>
            <CitationLink citation={citation} className="lectern-source" onFollow={onFollow}>
              <span className="lectern-source-number">{citation.marker}</span>
              <span className="lectern-source-place">{placeLabel(citation)}</span>
              <q dir="auto">
                <FormulaText text={citation.quote} />
              </q>
            </CitationLink>
            <OriginalLink citation={citation} onFollow={onFollow} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The passage in the language that the cited edition was translated from. */
function OriginalLink({ citation, onFollow }: { citation: Citation; onFollow: () => void }): ReactNode {
  const { original } = citation;
  if (!original) return null;
  const language = languageName(original.locale);
  return (
    <a
      className="lectern-source-original"
      href={citedAddress(original)}
      hrefLang={original.locale}
      aria-label={`${t(CHAT_MESSAGES.originalPassage, { language })}: ${citation.marker}`}
      onClick={(event) => followPlace(event, original, onFollow)}
    >
      {t(CHAT_MESSAGES.originalPassage, { language })}
    </a>
  );
}

/** Ways from quotes, which name their places themselves, to what these say in the language that they were translated from. */
export function ChatOriginals(props: { citations: readonly Citation[]; onFollow: () => void }): ReactNode {
  const translated = props.citations.filter(({ original }) => original);
  if (translated.length === 0) return null;
  return (
    <ul className="lectern-originals">
      {translated.map((citation) => (
        <li key={citation.marker}>
          <OriginalLink citation={citation} onFollow={props.onFollow} />{' '}
          {translated.length > 1 && <span aria-hidden="true">{citation.marker}</span>}
        </li>
      ))}
    </ul>
  );
}

/** What a language is called in the language of the page. */
function languageName(locale: string): string {
  return new Intl.DisplayNames([siteSettings().locale], { type: 'language' }).of(locale) ?? locale;
}

/** Links to the sections that come nearest to a question the book doesn't cover. */
export function ChatNearest(props: { context: readonly Passage[]; onFollow: () => void }): ReactNode {
  const places = distinctPlaces(props.context, MAX_NEAREST);
  if (places.length === 0) return null;
  return (
    <section className="lectern-sources">
      <h3>{t(CHAT_MESSAGES.nearest)}</h3>
      <ul>
        {places.map((passage) => (
          <li key={passage.id}>
            <a
              className="lectern-source"
              dir="auto"
              href={passage.url}
              onClick={(event) => followPlace(event, { url: passage.url }, props.onFollow)}
            >
              <span className="lectern-source-place">{placeLabel(passage)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
