/** A list that the server keeps, for a page: loaded when the page opens, and again after each change. */
import { useCallback, useEffect, useState } from 'react';
import { failuresOf } from './account-failure.ts';

/** The list and what can be done about it. */
export interface List<T> {
  /** null while it loads. */
  readonly items: readonly T[] | null;
  /** What went wrong last, in words; ''. */
  readonly problem: string;
  /** Does something, then loads the list anew. Resolves to whether it worked. */
  readonly change: (work: () => Promise<void>) => Promise<boolean>;
}

/** Follows a list. @param load stays the same function for the page's whole life */
export function useList<T>(load: () => Promise<readonly T[]>): List<T> {
  const [items, setItems] = useState<readonly T[] | null>(null);
  const [problem, setProblem] = useState('');
  const change = useCallback(
    async (work: () => Promise<void>) => {
      setProblem('');
      try {
        await work();
        setItems(await load());
        return true;
      } catch (error) {
        setProblem(failuresOf(error, new Set())[0]?.text ?? '');
        return false;
      }
    },
    [load],
  );
  useEffect(() => void change(() => Promise.resolve()), [change]);
  return { items, problem, change };
}
