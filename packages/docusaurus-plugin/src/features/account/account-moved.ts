/**
 * What of an anonymous reader came along into the account that they signed in to: what they had is remembered before, and
 * looked for after. Kept for the tab, because signing in may lead over another site.
 */
import { fields, isString, listOf } from '../../client/guard-checks.ts';
import { plural } from '../../client/messages.ts';
import { ACCOUNT_ME_MESSAGES as WORDS } from './account-me.messages.ts';
import { ownRoutes } from './account-transport.ts';

const KEY = 'lectern.moving';
const LISTS = [
  { path: '/chat/sessions', message: WORDS.conversations },
  { path: '/learning/notes', message: WORDS.notes },
  { path: '/learning/bookmarks', message: WORDS.bookmarks },
] as const;

type Path = (typeof LISTS)[number]['path'];
interface Page {
  readonly items: readonly { readonly id: string }[];
}
const isPage = (value: unknown): value is Page => fields({ items: listOf(fields({ id: isString })) })(value);

/** Ids of a list's newest things; none where the list can't be had: it is only told about, nothing hangs on it. */
async function idsOf(path: Path): Promise<string[]> {
  const query = { limit: 100 };
  const page = await ownRoutes()
    .json(path, { method: 'GET', query }, isPage)
    .catch(() => ({ items: [] }));
  return page.items.map(({ id }) => id);
}

/** Remembers what an anonymous reader has, before they sign in. */
export async function rememberOwn(): Promise<void> {
  const ids = (await Promise.all(LISTS.map(({ path }) => idsOf(path)))).flat();
  try {
    window.sessionStorage.setItem(KEY, JSON.stringify(ids));
  } catch {
    // storage may be forbidden: then nothing is told
  }
}

function takeRemembered(): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(window.sessionStorage.getItem(KEY) ?? '[]');
    window.sessionStorage.removeItem(KEY);
    return new Set(Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : []);
  } catch {
    return new Set();
  }
}

/** What of it the account has now, in words, e.g. `3 conversations`; told once. */
export async function describeMoved(): Promise<string[]> {
  const remembered = takeRemembered();
  if (remembered.size === 0) return [];
  const counts = await Promise.all(
    LISTS.map(async ({ path, message }) => {
      const count = (await idsOf(path)).filter((id) => remembered.has(id)).length;
      return count === 0 ? [] : [plural(message, count)];
    }),
  );
  return counts.flat();
}
