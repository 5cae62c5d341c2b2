/** The content security policy as an element of a page: static hosts such as GitHub Pages send no headers of ours. */

/** A page that already has its policy, or one that is no whole page. */
const POLICY_ELEMENT = /<meta[^>]+http-equiv="?Content-Security-Policy/i;
/** The policy rules what comes after it, so that it stands as far up as may be; the character set must come first. */
const CHARACTER_SET = /<meta charset="?utf-8"?\s*\/?>/i;
/** Directives that browsers take from a header only. @see https://www.w3.org/TR/CSP3/#meta-element */
const HEADER_ONLY = /^(frame-ancestors|report-uri|sandbox)\b/;

/**
 * Takes the policy out of the build's `lectern/csp.nginx.conf`, without what only a header can say.
 * @throws when there is none
 */
export function policyForPages(nginxInclude: string): string {
  const [, policy] = /^add_header Content-Security-Policy "([^"]+)" always;$/m.exec(nginxInclude) ?? [];
  if (policy === undefined)
    throw new Error('lectern/csp.nginx.conf holds no policy: was the site built with the plugin?');
  return policy
    .split(';')
    .map((directive) => directive.trim())
    .filter((directive) => directive !== '' && !HEADER_ONLY.test(directive))
    .join('; ');
}

/**
 * Puts the policy into a page. A page that has one is left as it is.
 * @throws when the page has no place for it
 */
export function addPolicy(html: string, policy: string): string {
  if (POLICY_ELEMENT.test(html)) return html;
  const place = CHARACTER_SET.exec(html);
  if (place === null) throw new Error('the page names no character set, where the policy would stand');
  const end = place.index + place[0].length;
  const content = policy.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `${html.slice(0, end)}<meta http-equiv="Content-Security-Policy" content="${content}">${html.slice(end)}`;
}
