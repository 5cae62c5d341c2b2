import type { PrismTheme } from 'prism-react-renderer';

/**
 * Code colours as CSS variables: the values stand in `src/css/tokens.css`, once for each colour scheme,
 * so that server-rendered code needs no repaint when the reader prefers the dark one.
 */
export const prismTheme: PrismTheme = {
  plain: { color: 'var(--book-code-ink)', backgroundColor: 'var(--book-code-paper)' },
  styles: [
    {
      types: ['comment', 'prolog', 'doctype', 'cdata'],
      style: { color: 'var(--book-code-quiet)', fontStyle: 'italic' },
    },
    { types: ['punctuation', 'operator'], style: { color: 'var(--book-code-mark)' } },
    { types: ['keyword', 'atrule', 'selector', 'tag', 'important'], style: { color: 'var(--book-code-keyword)' } },
    { types: ['string', 'char', 'attr-value', 'regex', 'inserted'], style: { color: 'var(--book-code-string)' } },
    { types: ['number', 'boolean', 'constant', 'symbol', 'deleted'], style: { color: 'var(--book-code-number)' } },
    {
      types: ['function', 'class-name', 'builtin', 'decorator', 'annotation'],
      style: { color: 'var(--book-code-name)' },
    },
    { types: ['property', 'attr-name', 'variable', 'key'], style: { color: 'var(--book-code-property)' } },
  ],
};
