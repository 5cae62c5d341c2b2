/** The card with the original of one paragraph, how far its translation can be trusted, and a way to report it. Loaded on use. */
import { autoUpdate, computePosition, flip, offset, shift } from '@floating-ui/dom';
import {
  type FormEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { createPortal } from 'react-dom';
import { outletStore } from '../../client/doc-frame.ts';
import { createExternalStore } from '../../client/external-store.ts';
import { t } from '../../client/messages.ts';
import { originalOf, sourceLanguage, viewOf } from '../../client/segments/segment-store.ts';
import { readingLanguage } from './languages.ts';
import { followOriginals, type OriginalCause } from './original-target.ts';
import { TRANSLATION_MESSAGES as WORDS } from './translation.messages.ts';
import { translationStore } from './translation.store.ts';
import { textLook } from './translation-choice.ts';
import { sendReport } from './translation-client.ts';
import { standingOf } from './translation-words.ts';

interface ShownCard {
  readonly block: HTMLElement;
  readonly id: string;
  readonly cause: OriginalCause;
}

const cardStore = createExternalStore<{ readonly card: ShownCard | null }>({ card: null });
const TEXT_ID = 'lectern-original-text';
const GAP_PX = 8;

function hideCard(): void {
  const { card } = cardStore.getSnapshot();
  if (card === null) return;
  // What is being written is not thrown away by a pointer that slips.
  if (document.querySelector('.lectern-original textarea')?.matches(':focus, :not(:placeholder-shown)')) return;
  closeCard();
}

function closeCard(): void {
  cardStore.getSnapshot().card?.block.removeAttribute('aria-describedby');
  cardStore.set({ card: null });
}

function showCard(block: HTMLElement, cause: OriginalCause): void {
  const id = block.getAttribute('data-seg');
  const { card } = cardStore.getSnapshot();
  // A page that scrolls under a resting pointer doesn't take away what the keyboard asked for.
  if (!id || (cause === 'pointer' && card?.cause === 'keyboard')) return;
  if (card?.block === block) {
    if (cause === 'touch') closeCard();
    return;
  }
  closeCard();
  block.setAttribute('aria-describedby', TEXT_ID);
  cardStore.set({ card: { block, id, cause } });
}

/** Keeps the card at its paragraph. */
function usePlace(ref: RefObject<HTMLElement | null>, block: HTMLElement): void {
  useEffect(() => {
    const card = ref.current;
    if (card === null) return undefined;
    const place = () =>
      void computePosition(block, card, {
        strategy: 'fixed',
        placement: 'bottom-start',
        middleware: [offset(GAP_PX), flip({ padding: { top: 72 } }), shift({ padding: 12, crossAxis: true })],
      }).then(({ x, y }) => {
        card.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
        card.style.visibility = 'visible';
      });
    return autoUpdate(block, card, place);
  }, [ref, block]);
}

type ReportState = 'closed' | 'open' | 'sending' | 'sent' | 'failed';

/** The form in which a reader says what is wrong. */
function ReportForm({ segmentId, onClose }: { segmentId: string; onClose: () => void }): ReactNode {
  const [state, setState] = useState<ReportState>('closed');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (state === 'open') field.current?.focus();
  }, [state]);
  const { chapter, language } = translationStore.getSnapshot();
  const code = readingLanguage(language ?? '')?.code;
  if (chapter === null || code === undefined) return null;
  const send = (event: FormEvent) => {
    event.preventDefault();
    const reason = field.current?.value.trim() ?? '';
    if (reason === '' || state === 'sending') {
      field.current?.focus();
      return;
    }
    setState('sending');
    sendReport({ chapterId: chapter.key, sourceHash: chapter.sourceHash, segmentId, language: code, reason }).then(
      () => setState('sent'),
      () => setState('failed'),
    );
  };
  if (state === 'sent') return <p role="status">{t(WORDS.reported)}</p>;
  if (state === 'closed') {
    return (
      <button type="button" className="lectern-link-button" onClick={() => setState('open')}>
        {t(WORDS.report)}
      </button>
    );
  }
  return (
    <form onSubmit={send}>
      <label>
        {t(WORDS.reportLabel)}
        {/* The blank placeholder tells an empty field from one with words in CSS. */}
        <textarea ref={field} maxLength={1000} required placeholder=" " dir="auto" />
      </label>
      {state === 'failed' && <p role="alert">{t(WORDS.notReported)}</p>}
      <div>
        <button type="submit" className="lectern-tool" aria-busy={state === 'sending'}>
          {t(WORDS.send)}
        </button>
        <button type="button" className="lectern-tool" onClick={onClose}>
          {t(WORDS.cancel)}
        </button>
      </div>
    </form>
  );
}

function Card({ card }: { card: ShownCard }): ReactNode {
  const ref = useRef<HTMLDivElement>(null);
  usePlace(ref, card.block);
  const view = viewOf(card.id) ?? {};
  const close = () => {
    const { activeElement } = document;
    const hasFocus = ref.current?.contains(activeElement) ?? false;
    closeCard();
    if (hasFocus) card.block.focus({ preventScroll: true });
  };
  return (
    <div
      ref={ref}
      className="lectern-original"
      role="dialog"
      aria-label={t(WORDS.originalOf)}
      style={{ visibility: 'hidden' }}
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
      {view.text !== undefined && (
        <div className="lectern-original-text" id={TEXT_ID} {...sourceLanguage()}>
          {originalOf(card.id)}
        </div>
      )}
      <div className="lectern-original-foot">
        <span id={view.text === undefined ? TEXT_ID : undefined}>{standingOf(view)}</span>
        {view.text !== undefined && <ReportForm segmentId={card.id} onClose={close} />}
      </div>
    </div>
  );
}

function OriginalCards(): ReactNode {
  const { card } = useSyncExternalStore(cardStore.subscribe, cardStore.getSnapshot);
  return card && <Card key={card.id} card={card} />;
}

/** Offers the originals of a text's paragraphs until the signal ends it. */
export function offerOriginals(text: HTMLElement, signal: AbortSignal): void {
  // The original's own links and components need the page's React tree; a site with another layout has none to offer.
  if (!outletStore.getSnapshot().isThere) return;
  outletStore.patch({ content: createPortal(<OriginalCards />, document.body) });
  const handlers = {
    show: showCard,
    hide: hideCard,
    leave: () => {
      if (cardStore.getSnapshot().card?.cause === 'pointer') hideCard();
    },
    enter: () => document.querySelector<HTMLElement>('.lectern-original-foot :is(button, textarea)')?.focus(),
    isOnCard: (target: EventTarget | null) => target instanceof Element && target.closest('.lectern-original') !== null,
    // Where the originals stand beside the text there is nothing to show.
    onHover: () => textLook().hover && !translationStore.getSnapshot().beside,
  };
  followOriginals(text, handlers, signal);
  // Outside of card and paragraph: a tap closes it.
  document.addEventListener(
    'pointerdown',
    ({ target }) => {
      const { card } = cardStore.getSnapshot();
      if (card && target instanceof Node && !handlers.isOnCard(target) && !card.block.contains(target)) closeCard();
    },
    { signal },
  );
  signal.addEventListener('abort', () => {
    closeCard();
    outletStore.patch({ content: null });
  });
}
