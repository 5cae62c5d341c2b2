import { describe, expect, it } from 'vitest';
import { addPolicy, policyForPages } from './content-policy-meta.ts';

const INCLUDE = `# Made by the build
add_header Content-Security-Policy "default-src 'self'; script-src 'self' 'sha256-a='; frame-ancestors 'self'" always;
`;

describe('the policy of a page on a static host', () => {
  it('is that of the build, without what only a header can say', () => {
    expect(policyForPages(INCLUDE)).toBe("default-src 'self'; script-src 'self' 'sha256-a='");
  });

  it('is missing where the plugin did not build the site', () => {
    expect(() => policyForPages('# nothing')).toThrow('built with the plugin');
  });

  it.each(['<meta charset="UTF-8">', '<meta charset=utf-8>', '<meta charset="utf-8"/>'])(
    'stands right after %s, before any script',
    (charset) => {
      const page = addPolicy(
        `<!doctype html><html><head>${charset}<script>1</script></head></html>`,
        "script-src 'self'",
      );
      expect(page).toBe(
        `<!doctype html><html><head>${charset}<meta http-equiv="Content-Security-Policy" content="script-src 'self'"><script>1</script></head></html>`,
      );
    },
  );

  it('is put in once', () => {
    const once = addPolicy('<head><meta charset="utf-8"></head>', 'a');
    expect(addPolicy(once, 'b')).toBe(once);
  });

  it('cannot leave its attribute', () => {
    expect(addPolicy('<meta charset="utf-8">', 'a">&<b')).toContain('content="a&quot;>&amp;<b"');
  });

  it('is not left out silently', () => {
    expect(() => addPolicy('<html><head></head></html>', 'a')).toThrow('character set');
  });
});
