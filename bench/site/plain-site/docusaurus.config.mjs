// A site of one page, with the plugin or without it: what a site pays for Lectern.
import { withLectern } from '@lectern/docusaurus-plugin';

/** @type {import('@docusaurus/types').Config} */
const config = {
  title: 'A site',
  url: 'http://localhost',
  baseUrl: '/',
  future: { v4: true, faster: true },
  plugins: [
    ['@docusaurus/theme-classic', {}],
    ['@docusaurus/plugin-content-docs', { routeBasePath: '/', sidebarPath: false }],
  ],
};

export default process.env.LECTERN === 'off' ? config : withLectern(config, {});
