/** A small site as Docusaurus draws it: the classes, attributes and traps that the browser side relies on. */

/** Segment ids and texts are short on purpose; the marks are those of PAGE-DATA.md. */
const CHAPTER_A = `
<h1>Nodes, topics and QoS</h1>
<p data-seg="a1">A node is a <strong>process</strong> that talks over topics. Keep nodes small.</p>
<h2 id="durability" data-seg="a2">Durability<a class="hash-link" href="#durability" aria-label="Direct link"> </a></h2>
<p data-seg="a3">A late joiner misses the map when the publisher is <code>volatile</code>. The energy is
<span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>E</mi></mrow><annotation encoding="application/x-tex">E = mc^2</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">E=mc2</span></span> here.</p>
<ul><li><span data-seg="a4">Transient local keeps the last sample.</span></li><li><span data-seg="a5">Volatile keeps nothing.</span></li></ul>
<p data-seg="a6"><span data-seg="a7"><img alt="A graph of three nodes" width="160" height="60" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='160' height='60'%3E%3Crect width='160' height='60' fill='%23ccd'/%3E%3C/svg%3E"></span></p>
<div class="theme-code-block language-python" style="position:relative"><div class="codeBlockTitle_x">listener.py</div><div class="codeBlockContent_x"><pre><code>node = Node('listener')
node.create_subscription(Map, 'map', on_map, QoSProfile(depth=1))</code></pre><div class="buttonGroup_x" style="position:absolute;top:0;right:0"><button class="clean-btn" type="button">Copy</button></div></div></div>
<h2 id="reliability" data-seg="a8">Reliability</h2>
<div class="tabs-container"><ul role="tablist" class="tabs"><li role="tab" tabindex="0" aria-selected="true">Best effort</li><li role="tab" tabindex="-1" aria-selected="false">Reliable</li></ul><div class="margin-top--md"><div role="tabpanel"><p data-seg="a9">Best effort drops what is late.</p></div><div role="tabpanel" hidden><p data-seg="a10">Reliable sends again until it is told.</p></div></div></div>
<details><summary>More</summary><p data-seg="a11">Deadlines are a contract in time.</p></details>
<p data-seg="a12">The end of the chapter speaks of lifespan. A sample that is too old is dropped.</p>
${'<p data-seg="fill">A line to read that fills the page, with words of the usual length in it, so that there is something to scroll.</p>'.repeat(24)}
<p data-seg="a13">Far below stands liveliness.</p>`;

const CHAPTER_B = `
<h1>Sensors</h1>
<p data-seg="b1">An encoder counts ticks.</p>
${'<p data-seg="fill">Sensors are read at a rate, and what is read is late by the time it is used.</p>'.repeat(24)}
<h2 id="imu" data-seg="b2">Inertial units</h2>
<p data-seg="b3">A gyroscope drifts with time. The drift grows.</p>
<p data-seg="b4">An accelerometer feels gravity.</p>
<h2 id="ranges" data-seg="b5">Ranges</h2>
<table><thead><tr><th data-seg="b6">sensor</th><th data-seg="b7">range</th></tr></thead><tbody><tr><td data-seg="b8">LiDAR</td><td data-seg="b9">0.1 m to 100 m</td></tr></tbody></table>
<p data-seg="b10">It is used for five years <sup><a href="#ref">[1]</a></sup>. Then it is replaced by</p>
<div data-seg="b11"><span class="katex-display"><span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>E</mi></mrow><annotation encoding="application/x-tex">p(x | y) = 1</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">p(x∣y)=1</span></span></span></div>`;

const BLOG = '<h1>News</h1><p>Nothing of the book stands here.</p>';

/** Path → what stands in the article. */
export const PAGES: Readonly<Record<string, string>> = {
  '/docs/a': CHAPTER_A,
  '/docs/b': CHAPTER_B,
  '/blog': BLOG,
};

/** What `findPageData` finds. */
export const PAGE_DATA = {
  '/docs/a': {
    key: 'default/current/a',
    id: 'a',
    locale: 'en',
    title: 'Nodes, topics and QoS',
    sourceHash: 'h'.repeat(43),
    module: 'ros2',
    suggestedQuestions: [
      'Why does a late joiner miss the map?',
      'What does transient local keep?',
      'When is best effort enough?',
    ],
  },
  '/docs/b': {
    key: 'default/current/b',
    id: 'b',
    locale: 'en',
    title: 'Sensors',
    sourceHash: 'g'.repeat(43),
    suggestedQuestions: [],
  },
};

/** The plugin's global data. */
export const GLOBAL_DATA = {
  lectern: {
    default: {
      api: { origin: '', basePath: '/api/v1' },
      baseUrl: '/',
      locale: 'en',
      defaultLocale: 'en',
      book: { title: 'The book', name: '', tone: '', greeting: '', refusal: '', suggestedQuestions: [] },
      modules: [{ id: 'ros2', title: 'The nervous system', order: 1 }],
      features: { chat: true, search: true, selection: true, quiz: true, learning: true, accounts: true },
    },
  },
};

/** How a page is drawn. */
export interface PageOptions {
  readonly theme?: string;
  readonly dir?: string;
  readonly lang?: string;
}

/** The whole document of a page. */
export function renderPage(path: string, { theme = 'light', dir = 'ltr', lang = 'en' }: PageOptions): string {
  return `<!doctype html><html lang="${lang}" dir="${dir}" data-theme="${theme}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>The book</title>
<link rel="stylesheet" href="/infima.css"><link rel="stylesheet" href="/page.css"><link rel="stylesheet" href="/assets/fixture.css"></head><body>
<div id="__docusaurus"><nav class="navbar navbar--fixed-top"><div class="navbar__inner"><b class="navbar__brand">The book</b></div></nav>
<div id="__docusaurus_skipToContent_fallback" class="main-wrapper" style="display:flex"><aside class="theme-doc-sidebar-container" style="width:300px"><ul class="menu__list"><li><a class="menu__link" href="/docs/a">Nodes</a></li><li><a class="menu__link" href="/docs/b">Sensors</a></li></ul></aside>
<main style="flex:1;max-width:calc(100% - 300px)"><div class="container padding-top--md"><div class="row"><div class="col docItemCol_x" style="max-width:75%"><article><div class="theme-doc-markdown markdown">${PAGES[path] ?? ''}</div></article></div><div class="col col--3"><div class="theme-doc-toc-desktop">Contents</div></div></div></div></main></div>
<footer class="footer"><div class="container">Foot</div></footer></div>
<script type="module" src="/assets/fixture.js"></script></body></html>`;
}

/** What the classic theme's own styles do for the layout. */
export const PAGE_STYLES =
  '@media(max-width:996px){.theme-doc-sidebar-container,.col--3{display:none}main{max-width:100%!important}.docItemCol_x{max-width:100%!important}}';
