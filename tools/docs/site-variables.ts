/** Variables that building and developing the site reads; the server's own are in backend/src/config. */

/** One variable of the site. */
export interface SiteVariable {
  readonly name: string;
  readonly description: string;
  /** Value when it is unset, in words or as text. */
  readonly default: string;
  readonly example: string;
}

/** All of them, in the order of the documentation. None is secret: what the site's build reads may end up in its pages. */
export const SITE_VARIABLES: readonly SiteVariable[] = [
  {
    name: 'PUBLIC_URL',
    description: 'Origin at which readers find the site; goes into canonical links and the sitemap.',
    default: 'http://localhost:8000',
    example: 'https://book.example',
  },
  {
    name: 'BASE_URL',
    description: 'Path below which the site lies, with a slash at both ends.',
    default: '/',
    example: '/physical-ai/',
  },
  {
    name: 'LECTERN_API_URL',
    description:
      'Origin of the server when it is not the one that serves the site; that server’s CORS_ORIGINS must name the site.',
    default: 'the site’s own origin',
    example: 'https://api.book.example',
  },
  {
    name: 'LECTERN_API_PROXY',
    description: 'Server to which the development site passes requests under /api on; npm run dev sets it.',
    default: 'http://127.0.0.1:8000',
    example: 'http://127.0.0.1:8000',
  },
  {
    name: 'SITE_PORT',
    description: 'Port of the development site in npm run dev.',
    default: '3000',
    example: '3000',
  },
];
