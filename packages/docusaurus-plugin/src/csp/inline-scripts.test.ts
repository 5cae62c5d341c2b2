import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nginxInclude, pagePolicy } from './content-security-policy.ts';
import { findInlineScripts, hashScript } from './inline-scripts.ts';

describe('findInlineScripts', () => {
  it.each([
    ['<script>a()</script>', ['a()']],
    ['<SCRIPT type=module>a()</SCRIPT >', ['a()']],
    ['<script type="text/javascript" data-x="src">a()</script>', ['a()']],
    ['<script src=/a.js defer></script><script src="b.js">not run</script>', []],
    ['<script type="application/ld+json">{"a":1}</script>', []],
    ['<script type=speculationrules>{}</script>', ['{}']],
    ['<script>\n</script>', []],
    ['<script>a("<b>")</script><script>b()</script>', ['a("<b>")', 'b()']],
  ])('%s', (html, expected) => {
    expect(findInlineScripts(html)).toEqual(expected);
  });
});

describe('hashScript', () => {
  it('is over the text with the line ends that a browser makes of it', () => {
    const expected = `sha256-${createHash('sha256').update('a\nb').digest('base64')}`;
    expect([hashScript('a\nb'), hashScript('a\r\nb'), hashScript('a\rb')]).toEqual([expected, expected, expected]);
  });
});

describe('pagePolicy', () => {
  it('names the hashes and the server’s origin, and nothing unsafe for scripts', () => {
    const policy = pagePolicy(['sha256-abc='], 'https://api.example');
    expect(policy).toContain("script-src 'self' 'sha256-abc=';");
    expect(policy).toContain("connect-src 'self' https://api.example wss://api.example");
    expect(policy).not.toContain('unsafe-eval');
    expect(nginxInclude(policy)).toContain(`add_header Content-Security-Policy "${policy}" always;`);
  });
});
