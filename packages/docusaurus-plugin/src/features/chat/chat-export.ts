/** Saves a conversation as a file. */
import type { LecternClient } from '../../client/api-client.ts';

/** A file name from a title: letters and digits of any script, at most 60 characters. */
export function exportFileName(title: string): string {
  const words = title.normalize('NFC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const name = words.join('-').slice(0, 60).replace(/-+$/, '');
  return `${name || 'conversation'}.md`;
}

/**
 * Fetches a conversation as Markdown and hands it to the browser as a download: a plain link would go without the
 * client's headers to a server on another origin.
 */
export async function downloadSession(
  client: Pick<LecternClient, 'exportSession'>,
  session: { readonly id: string; readonly title: string; readonly leaf?: string | undefined },
): Promise<void> {
  const text = await client.exportSession(session.id, { leaf: session.leaf });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/markdown;charset=utf-8' }));
  link.download = exportFileName(session.title);
  link.click();
  // The download has its own hold on the data from here on.
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
