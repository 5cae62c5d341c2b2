/** How `lectern usage` shows what calls of providers cost. */
import type { Receipt, ReceiptRequest } from '../usage/index.ts';
import { alignedRows } from './aligned-rows.ts';

const COUNTS = ['calls', 'input', 'cached', 'output'] as const;
/** What calls were for that were for nothing that has a name in this group. */
const NO_GROUP = '(none)';

/** Receipts as a table with a sum; counts that are ours and calls that still run are marked. */
export function describeReceipts(receipts: readonly Receipt[], { since, by }: ReceiptRequest): string {
  const day = since.toISOString().slice(0, 10);
  if (receipts.length === 0) return `No provider was called since ${day}.`;
  const characters = receipts.some((receipt) => receipt.characters > 0);
  const header = [by, ...COUNTS, ...(characters ? ['characters'] : []), 'USD  '];
  const rowOf = (name: string, { calls, inputTokens, cachedInputTokens, outputTokens, ...rest }: Receipt) => [
    name,
    ...[calls, inputTokens, cachedInputTokens, outputTokens].map(String),
    ...(characters ? [String(rest.characters)] : []),
    `${rest.costUsd.toFixed(4)}${rest.estimatedCalls > 0 ? ' *' : '  '}`,
  ];
  const total = totalOf(receipts);
  const rows = receipts.map((receipt) => rowOf(receipt.group ?? NO_GROUP, receipt));
  return [...alignedRows([header, ...rows, rowOf(`since ${day}`, total)]), ...notesOn(total)].join('\n');
}

/** The receipts added up. */
export function totalOf(receipts: readonly Receipt[]): Receipt {
  const sum = (read: (receipt: Receipt) => number) => receipts.reduce((total, receipt) => total + read(receipt), 0);
  return {
    group: null,
    calls: sum(({ calls }) => calls),
    openCalls: sum(({ openCalls }) => openCalls),
    estimatedCalls: sum(({ estimatedCalls }) => estimatedCalls),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    cachedInputTokens: sum(({ cachedInputTokens }) => cachedInputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    characters: sum(({ characters }) => characters),
    costUsd: sum(({ costUsd }) => costUsd),
  };
}

function notesOn({ openCalls, estimatedCalls }: Receipt): string[] {
  return [
    ...(estimatedCalls > 0
      ? [`* ${counted(estimatedCalls)} in our own count: the provider gave none, or was cut off.`]
      : []),
    ...(openCalls > 0 ? [`${counted(openCalls)} still running: not in the sums yet.`] : []),
  ];
}

const counted = (calls: number): string => (calls === 1 ? '1 call' : `${calls} calls`);
