/** Makes `.env.example`, `docusaurus/.env.local.example` and `docs/configuration.md` from the tables of settings. */
import type { SettingEntry, SettingFeature } from '../../backend/src/config/setting-entry.ts';
import { SETTING_ENTRIES } from '../../backend/src/config/settings-table.ts';
import { SITE_VARIABLES } from './site-variables.ts';

/** Headings of the groups, in their order. */
const GROUPS: Readonly<Record<SettingFeature, string>> = {
  server: 'Server',
  content: 'Book and site',
  database: 'Database',
  scaling: 'Scaling',
  llm: 'Language model',
  embeddings: 'Embeddings',
  translation: 'Translation',
  email: 'E-mail',
  auth: 'Sign-in with other services',
  security: 'Security',
  logging: 'Logging',
  limits: 'Rate limits',
  budget: 'Budget',
  features: 'Features',
  retention: 'Retention',
};

/** Longest comment line of the example files, characters. */
const COMMENT_WIDTH = 110;

type NamedEntry = readonly [name: string, entry: SettingEntry];

/** The text of `.env.example`: every variable, commented out at its default. */
export function envExample(): string {
  const blocks = groups().map(([title, entries]) => [`# --- ${title} ---`, '', ...entries.map(envEntry)].join('\n'));
  return `${[
    '# Settings of the server. Copy to .env and take away the # of what you change; nothing here is required.',
    '# Made from backend/src/config by `npm run docs`; docs/configuration.md says the same at length.',
    '',
    ...blocks,
  ].join('\n')}`;
}

/** The text of `docusaurus/.env.local.example`. */
export function siteEnvExample(): string {
  const entries = SITE_VARIABLES.map((variable) =>
    [
      ...comment(`${variable.description} Default: ${variable.default}.`),
      `# ${variable.name}=${variable.example}`,
      '',
    ].join('\n'),
  );
  return [
    '# Settings of the site, read while it is built. Copy to .env.local and take away the # of what you change.',
    '# Nothing secret belongs here: it may end up in the pages. Made by `npm run docs`.',
    '',
    ...entries,
  ].join('\n');
}

/** The text of `docs/configuration.md`. */
export function configurationPage(): string {
  const sections = groups().map(([title, entries]) => `## ${title}\n\n${entries.map(pageEntry).join('\n\n')}`);
  const site = SITE_VARIABLES.map(
    (variable) =>
      `### \`${variable.name}\`\n\n${variable.description}\n\n- Default: ${quoted(variable.default)}\n- Example: \`${variable.example}\``,
  );
  return `${[
    '# Configuration',
    'Made from `backend/src/config` by `npm run docs`; change the descriptions there.',
    'The server reads its settings from the environment, `.env.local` and `.env` in the working directory, in this order. Nothing is required: without any, it runs on this machine, keyless, with its data in `./data`. An empty variable counts as unset. An unknown or invalid value stops the start with a list that says how to mend each. A secret is never logged or shown.',
    ...sections,
    '## Site',
    'Read while the site is built (`docusaurus/.env.local.example`).',
    ...site,
  ].join('\n\n')}\n`;
}

function groups(): [string, NamedEntry[]][] {
  const titles = Object.entries(GROUPS);
  return titles.map(([feature, title]) => [title, SETTING_ENTRIES.filter(([, entry]) => entry.feature === feature)]);
}

function envEntry([name, entry]: NamedEntry): string {
  const unit = entry.unit === undefined ? '' : ` Unit: ${entry.unit}.`;
  const planned = entry.planned === true ? ' (Does nothing yet: kept for a later version.)' : '';
  const derived = entry.derived === undefined ? '' : ` Default: ${entry.derived}.`;
  const value = entry.default !== undefined && entry.default !== '' ? entry.default : entry.example;
  return [...comment(`${entry.description}${unit}${derived}${planned}`), `# ${name}=${quotedValue(value)}`, ''].join(
    '\n',
  );
}

function pageEntry([name, entry]: NamedEntry): string {
  const facts = [
    `- Default: ${defaultText(entry)}`,
    ...(entry.unit === undefined ? [] : [`- Unit: ${entry.unit}`]),
    `- Example: \`${entry.example}\``,
    ...(entry.secret === true ? ['- Secret'] : []),
    ...(entry.planned === true ? ['- Checked, but nothing reads it yet: kept for a later version'] : []),
  ];
  return `### \`${name}\`\n\n${entry.description}\n\n${facts.join('\n')}`;
}

function defaultText(entry: SettingEntry): string {
  if (entry.derived !== undefined) return entry.derived;
  if (entry.default === undefined) return 'unset';
  return entry.default === '' ? 'empty' : `\`${entry.default}\``;
}

function quoted(text: string): string {
  return text.includes(' ') ? text : `\`${text}\``;
}

/** Values with blanks or # need quotes in an env file. */
function quotedValue(value: string): string {
  return /[\s#<>]/.test(value) ? `"${value}"` : value;
}

function comment(text: string): string[] {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(/\s+/)) {
    if (line.length + word.length + 1 > COMMENT_WIDTH) {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
