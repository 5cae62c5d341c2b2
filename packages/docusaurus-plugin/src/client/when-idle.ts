/** Longest wait for a quiet moment, ms. */
const IDLE_LIMIT_MS = 2000;

/** Calls back when the browser has nothing better to do. Safari has no such call. */
export function whenIdle(run: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(run, { timeout: IDLE_LIMIT_MS });
  else setTimeout(run, IDLE_LIMIT_MS / 4);
}
