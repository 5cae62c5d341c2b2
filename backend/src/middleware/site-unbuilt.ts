/** The page that stands in for a book that has not been built. */

const font = 'font: 1.05rem/1.6 system-ui, sans-serif; max-width: 38rem; margin: 12vh auto; padding: 0 1.25rem';
const code = 'background: rgb(128 128 128 / 18%); border-radius: 4px; padding: 0.1em 0.4em';

/** HTML, self-contained, in both colour schemes. */
export const UNBUILT_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The book has not been built yet</title>
</head>
<body style="${font}">
<h1 style="line-height: 1.25">The book has not been built yet</h1>
<p>The server is running, but there is no site to show.</p>
<p>Stop it, then run <code style="${code}">npm start</code> in the project folder: it builds the book and starts the
server again. If the site is built elsewhere, set <code style="${code}">SITE_DIR</code> to its folder.</p>
<p><a href="/docs">API reference</a> · <a href="/health">Health</a></p>
</body>
</html>
`;
