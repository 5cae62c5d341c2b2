/** Who writes answers, what is left of them, and whether the reader wants quotes only. */
import type { AllowanceResponse } from '@lectern/contracts';
import type { LecternClient } from '../../client/api-client.ts';
import { createExternalStore } from '../../client/external-store.ts';

/** What is known about written answers. */
export interface AllowanceState {
  /** null while unknown, and where the server doesn't tell. */
  readonly allowance: AllowanceResponse | null;
  /** The reader wants no model to be asked. Kept in this browser. */
  readonly quotesOnly: boolean;
  /** The providers that the reader was told of before they asked; '' for none. Kept in this browser. */
  readonly acknowledged: string;
}

const QUOTES_ONLY_KEY = 'lectern.quotesOnly';
const ACKNOWLEDGED_KEY = 'lectern.provider';
/** Longest wait before a first question, milliseconds: a server that is slow here is told by the question itself. */
const LONGEST_WAIT_MS = 3000;

function readStored(key: string): string {
  try {
    return window.localStorage.getItem(key) ?? '';
  } catch {
    return ''; // storage may be forbidden
  }
}

function store(key: string, value: string): void {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    // without storage the choice lasts as long as the page: nothing to do
  }
}

/** What is known about written answers. */
export const allowanceStore = createExternalStore<AllowanceState>({
  allowance: null,
  quotesOnly: typeof window !== 'undefined' && readStored(QUOTES_ONLY_KEY) === 'on',
  acknowledged: typeof window === 'undefined' ? '' : readStored(ACKNOWLEDGED_KEY),
});

let loading: Promise<void> | undefined;

/** Asks the server who writes answers, and what is left; once, unless `again`. Never rejects. */
export function loadAllowance(
  client: Pick<LecternClient, 'allowance'>,
  options: { again?: boolean } = {},
): Promise<void> {
  if (options.again) loading = undefined;
  loading ??= client.allowance().then(
    (allowance) => allowanceStore.patch({ allowance }),
    () => {
      // Asked again with the next opening; until then the panel says nothing about it.
      loading = undefined;
    },
  );
  return loading;
}

/** Waits until it is known who writes answers, but not for long. */
export async function allowanceKnown(client: Pick<LecternClient, 'allowance'>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LONGEST_WAIT_MS);
  });
  await Promise.race([loadAllowance(client), limit]);
  clearTimeout(timer);
}

/** Providers that questions go to, told by their names; '' while none does. */
export function recipientsOf(allowance: AllowanceResponse | null): string {
  const writer = allowance?.writer?.provider;
  const embedder = allowance?.embedder?.provider;
  return [writer, embedder === writer ? undefined : embedder].filter((provider) => provider !== undefined).join(' ');
}

/** true when the reader has to be told where questions go before the next one does. */
export function needsProviderNotice({ allowance, quotesOnly, acknowledged }: AllowanceState): boolean {
  const recipients = recipientsOf(allowance);
  return !quotesOnly && recipients !== '' && recipients !== acknowledged;
}

/** The reader has asked with the notice before their eyes. */
export function acknowledgeProvider(): void {
  const recipients = recipientsOf(allowanceStore.getSnapshot().allowance);
  if (recipients === '') return;
  store(ACKNOWLEDGED_KEY, recipients);
  allowanceStore.patch({ acknowledged: recipients });
}

/** Keeps the reader's choice between written answers and quotes. */
export function setQuotesOnly(quotesOnly: boolean): void {
  store(QUOTES_ONLY_KEY, quotesOnly ? 'on' : 'off');
  allowanceStore.patch({ quotesOnly });
}

/** Takes over what an answer said about how many are left. */
export function noteAnswersLeft(answersLeft: number): void {
  const { allowance } = allowanceStore.getSnapshot();
  if (allowance && allowance.answersLeft !== answersLeft)
    allowanceStore.patch({ allowance: { ...allowance, answersLeft } });
}
