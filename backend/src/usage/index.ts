export { meterFor, type PaidCall } from './call-meter.ts';
export { meterEmbeddings } from './embedding-meter.ts';
export {
  type Allowance,
  BudgetSpentError,
  type Ledger,
  type PaidFeature,
  type Payer,
  PriceUnknownError,
  SERVER_PAYER,
} from './ledger.port.ts';
export { loadPriceList, type PriceList } from './price-list.ts';
export type { ProofGate } from './proof-gate.ts';
export { RECEIPT_GROUPS, type Receipt, type ReceiptRequest } from './receipt.ts';
export { createReceipts, type Receipts } from './receipts.ts';
export { createSpending, type Spending, type SpendingOptions } from './spending.ts';
export { meterTranslations, type PaidTranslation } from './translation-meter.ts';
export { createUsageOwnedData } from './usage-owned.repository.ts';
