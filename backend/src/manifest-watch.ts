/** Notices that a manifest on disk has changed: for authors who preview with Ask. */
import { unwatchFile, watchFile } from 'node:fs';

/** Time between two looks. Polling, since the file may not be there yet, and editors replace files in many ways. */
const LOOK_INTERVAL_MS = 500;

/**
 * Calls back after each change of a file, until the signal; a URL is not watched.
 * @param intervalMs time between two looks, milliseconds
 */
export function watchManifest(
  path: string,
  signal: AbortSignal,
  onChange: () => void,
  intervalMs: number = LOOK_INTERVAL_MS,
): void {
  if (/^https?:/.test(path)) return;
  const listener = (current: { mtimeMs: number; size: number }, previous: { mtimeMs: number; size: number }) => {
    const same = current.mtimeMs === previous.mtimeMs && current.size === previous.size;
    if (!same && current.size > 0) onChange();
  };
  watchFile(path, { interval: intervalMs, persistent: false }, listener);
  signal.addEventListener('abort', () => unwatchFile(path, listener), { once: true });
}
