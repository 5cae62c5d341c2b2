/** The provider's own book: every request, and what it bills for it. */
import type { IncomingHttpHeaders } from 'node:http';
import { createArrivals } from '../local-server/local-server.ts';

/** Tokens that the provider bills, whether it reports them or not. */
export interface ProviderBill {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
}

/** How an exchange ended; `open` while it goes on. */
export type ExchangeEnd = 'open' | 'complete' | 'failed' | 'cut' | 'client_closed';

/** One request. */
export interface RequestRecord {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as JSON; undefined when there was none. */
  readonly body: unknown;
  /** Model that was asked for, when a body named one. */
  model: string;
  /** HTTP status; 0 while none was sent. */
  status: number;
  billed: ProviderBill;
  /** The usage object that was sent, whatever it holds; undefined when none was. */
  reported: unknown;
  end: ExchangeEnd;
  /** Settles when the exchange has ended in any way. */
  readonly ended: Promise<void>;
}

/** A bill of nothing. */
export const NO_BILL: ProviderBill = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };

/** Adds two bills. */
export const addBills = (first: ProviderBill, second: ProviderBill): ProviderBill => ({
  inputTokens: first.inputTokens + second.inputTokens,
  cachedInputTokens: first.cachedInputTokens + second.cachedInputTokens,
  outputTokens: first.outputTokens + second.outputTokens,
});

/** A record that is being written. */
export interface OpenRecord {
  readonly record: RequestRecord;
  /** Closes the record; a second call does nothing. */
  finish(end: Exclude<ExchangeEnd, 'open'>): void;
}

/** The book. */
export interface RequestLog {
  /** The last requests, oldest first. */
  readonly records: readonly RequestRecord[];
  readonly open: (request: Pick<RequestRecord, 'method' | 'path' | 'headers' | 'body'>) => OpenRecord;
  /** All that was ever billed, by model. */
  readonly bill: () => ReadonlyMap<string, ProviderBill>;
  /** Resolves when that many requests have come since the start. */
  readonly arrived: (count: number) => Promise<void>;
}

/** Opens the book. @param keep Most records that are kept; bills are kept of all */
export function createRequestLog(keep: number): RequestLog {
  const records: RequestRecord[] = [];
  const closed = new Map<string, ProviderBill>();
  const arrivals = createArrivals();
  const bill = (): ReadonlyMap<string, ProviderBill> => {
    const sum = new Map(closed);
    for (const { model, billed, end } of records) {
      if (end === 'open') sum.set(model, addBills(sum.get(model) ?? NO_BILL, billed));
    }
    return sum;
  };
  return {
    records,
    bill,
    open(request) {
      const ended = Promise.withResolvers<void>();
      const record: RequestRecord = {
        ...request,
        model: '',
        status: 0,
        billed: NO_BILL,
        reported: undefined,
        end: 'open',
        ended: ended.promise,
      };
      records.push(record);
      arrivals.add();
      if (records.length > keep) records.splice(0, records.length - keep);
      return {
        record,
        finish(end) {
          if (record.end !== 'open') return;
          record.end = end;
          closed.set(record.model, addBills(closed.get(record.model) ?? NO_BILL, record.billed));
          ended.resolve();
        },
      };
    },
    arrived: arrivals.arrived,
  };
}
