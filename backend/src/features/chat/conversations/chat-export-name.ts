/** Names of exported files, safe on every system and in the header that carries them. Pure. */
import { cleanText } from '../question/chat-question.ts';

const MAX_NAME_CHARS = 80;
const FALLBACK = 'conversation';

/** A conversation's title and date as a file's name; the date also keeps reserved names such as CON from being one. */
export const exportFileName = (title: string, createdAt: string): string => {
  const name = cleanText(title)
    .replace(/[\\/:*?"<>|]/g, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, MAX_NAME_CHARS)
    .toWellFormed()
    .replace(/^[. ]+|[. ]+$/g, '');
  return `${name === '' ? FALLBACK : name} ${createdAt.slice(0, 10)}.md`;
};

/**
 * Value of Content-Disposition: a name in ASCII for old clients, the real one for all others.
 * @see RFC 6266 §4.3, RFC 8187 §3.2
 */
export const exportDisposition = (fileName: string): string => {
  const ascii = fileName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^ \w.,()+-]/g, '_');
  const plain = /[A-Za-z]{2}/.test(ascii.slice(0, -'.md'.length)) ? ascii : `${FALLBACK}${fileName.slice(-14)}`;
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
};
