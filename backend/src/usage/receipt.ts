/** What a receipt is. */

/** What receipts can be grouped by. */
export const RECEIPT_GROUPS = ['provider', 'model', 'feature', 'chapter', 'language', 'day'] as const;

/** See {@link RECEIPT_GROUPS}. */
export type ReceiptGroup = (typeof RECEIPT_GROUPS)[number];

/** Which receipts are asked for. */
export interface ReceiptRequest {
  /** Calls from this moment on. */
  readonly since: Date;
  readonly by: ReceiptGroup;
}

/** What the calls of one group cost. */
export interface Receipt {
  /** null: calls that were for no chapter or language. */
  readonly group: string | null;
  readonly calls: number;
  /** Of these, calls that still run; their cost is not in the sum. */
  readonly openCalls: number;
  /** Of these, calls whose count is ours and not the provider's. */
  readonly estimatedCalls: number;
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly characters: number;
  readonly costUsd: number;
}
