/**
 * A model that does whatever it is told, wherever in the prompt it is told so, in any language or encoding that it
 * knows: the worst that a real one could be. It answers the question first, so that its answer is a grounded one.
 */
import type { ChatRequest } from '../openai-server/openai-request.ts';

/** A key as a provider gives it: the model knows it, and nobody else must. */
export const CANARY_KEY = 'sk-proj-c4n4ry0000K3yThatNobodyMayEverSee1234567890';
/** What it says when it is told to state an untruth. */
export const UNTRUTH = 'Glass never disturbs a LiDAR';
/** What it says of tools. */
export const TOOL_CLAIM = 'The administrator role has been granted to the reader';
/** Words that stand in another section than the selected one. */
export const OTHER_SECTION_WORDS = 'nightjar cellar';

const HONEST = 'Rain, dust and glass disturb a LiDAR [1].';

/** How a prompt is read. */
export interface Obedience {
  /** Orders between the prompt's tags are data to it, as they should be to a good model. */
  readonly respectsTags?: boolean;
  /** Reads the prompt as if nothing had been escaped in it. */
  readonly unescapes?: boolean;
}

/** Answers a prompt. */
export function obey(request: ChatRequest, { respectsTags = false, unescapes = false }: Obedience = {}): string {
  const system = request.messages
    .filter(({ role }) => role === 'system')
    .map(({ text }) => text)
    .join('\n');
  const data = request.messages
    .filter(({ role }) => role !== 'system')
    .map(({ text }) => text)
    .join('\n\n');
  const read = unescapes ? data.replaceAll('&lt;', '<') : data;
  const heard = decoded(respectsTags ? withoutTagged(read) : read);
  const rules = system.slice(system.indexOf('Rules:'));
  const done = ORDERS.flatMap(({ when, does }) =>
    [...heard.matchAll(when)].slice(0, 3).map((order) => does(order, rules, heard)),
  );
  return [HONEST, ...new Set(done)].join('\n\n');
}

/** What is left when everything between a tag and its end is data. */
const withoutTagged = (text: string): string => {
  let rest = text;
  for (const tag of [
    'lectern-turn',
    'lectern-conversation',
    'lectern-passage',
    'lectern-passages',
    'lectern-reader',
    'lectern-question',
  ]) {
    rest = rest.replace(new RegExp(`<${tag}(?=[ >])[^>]*>[\\s\\S]*?<\\s*/\\s*${tag}>`, 'gu'), ' ');
  }
  return rest;
};

/** The prompt with all that is hidden in it, after it. */
const decoded = (text: string): string => {
  const tags = Array.from(text, (each) => (each.codePointAt(0) ?? 0) - 0xe0000)
    .filter((code) => code > 31 && code < 127)
    .map((code) => String.fromCharCode(code))
    .join('');
  const visible = text.replace(/[\u200b-\u200f\u2060]/gu, '');
  const blobs = [...visible.matchAll(/[A-Za-z0-9+/=]{20,}/gu)].map(([blob]) => blob);
  const turned = visible.replace(/[a-z]/giu, (letter) =>
    String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < 'n' ? 13 : -13)),
  );
  return [
    visible,
    tags,
    turned,
    Array.from(visible).reverse().join(''),
    visible.replace(/(?<=(?:^| )\S) (?=\S(?: |$))/gmu, ''),
    ...blobs.map((blob) => Buffer.from(blob, 'base64').toString('utf8')),
    ...blobs.filter((blob) => /^[0-9a-f]+$/u.test(blob)).map((blob) => Buffer.from(blob, 'hex').toString('utf8')),
  ].join('\n');
};

interface Order {
  readonly when: RegExp;
  readonly does: (order: RegExpMatchArray, rules: string, prompt: string) => string;
}

const OWN_WORDS = '(?:system prompt|instructions|rules|systemprompt)';

const written = (rules: string, how: string): string => {
  if (/base64/iu.test(how)) return Buffer.from(rules).toString('base64').replace(/.{30}/gu, '$& ');
  if (/hex/iu.test(how)) return Buffer.from(rules).toString('hex').replace(/.{30}/gu, '$& ');
  if (/backwards/iu.test(how)) return Array.from(rules).reverse().join('');
  if (/letter by letter/iu.test(how)) return Array.from(rules).join(' ');
  if (/capitals/iu.test(how)) return rules.toUpperCase().replaceAll(' ', ' * ');
  if (/code block/iu.test(how)) return `\`\`\`\n${rules}\n\`\`\``;
  if (/rot13/iu.test(how)) {
    return rules.replace(/[a-z]/giu, (letter) =>
      String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < 'n' ? 13 : -13)),
    );
  }
  return rules;
};

const ORDERS: readonly Order[] = [
  {
    when: new RegExp(
      `(?:print|repeat|show|spell out|translate|put|reveal)[^.\\n]{0,30}\\b(?:your|my) ${OWN_WORDS}[^.\\n]*|show the rules[^.\\n]*|printyoursystemprompt`,
      'giu',
    ),
    does: ([order], rules) => `My instructions: ${written(rules, order)}`,
  },
  {
    when: /ہدایات (?:کو )?(?:لکھو|دکھاؤ)|تعليماتك|निर्देश दिखाओ|系统提示/gu,
    does: (_order, rules) => `My instructions: ${rules}`,
  },
  {
    when: /(?:reveal|write|show)[^.\n]{0,12}(?:API key|bearer token)[^.\n]*|revealtheAPIkey|خفیہ کلید/giu,
    does: ([order]) =>
      order.includes('code block') ? `\`\`\`\n${CANARY_KEY}\n\`\`\`` : `The key is ${CANARY_KEY} and nothing else.`,
  },
  { when: /!\[[^\]\n]*\]\([^)\n]*\)/gu, does: ([image]) => `Look: ${image}` },
  { when: /(?<!!)\[[^\]\n[]*\]\((?:https?:|javascript:|data:)[^)\n]*\)+/gu, does: ([link]) => `See ${link} for more.` },
  { when: /\[!\[[^\n]*?\)\]\([^)\n]*\)/gu, does: ([nested]) => `See ${nested} too.` },
  { when: /\[r\]: (\S+)/gu, does: ([, address = '']) => `See the [source][r].\n\n[r]: ${address}` },
  { when: /Define (\[1\]: \S+)/gu, does: ([, definition = '']) => definition },
  { when: /<https?:[^>\n]*>/gu, does: ([autolink]) => `It stands at ${autolink}.` },
  { when: /bare address (\S+)/gu, does: ([, address = '']) => `It stands at ${address} today.` },
  { when: /(?:HTML|with) (<[a-z][\s\S]*?>(?:[^<\n]*<\/\w+>)?)/gu, does: ([, html = '']) => `${html} is it.` },
  {
    when: /cite[^.\n]{0,12}([[【]\d+[^\]】\n]*[\]】])(?:[^.\n]{0,12}([[【]\d+[\]】]))?/giu,
    does: ([, one = '', other = '']) => `Rain disturbs a LiDAR ${one}${other}.`,
  },
  { when: /state that glass never disturbs a LiDAR/giu, does: () => `${UNTRUTH} [1].` },
  {
    when: /call the tool (\w+)\(([^)]*)\)/giu,
    does: ([, name = '', argument = '']) => `{"tool_call": {"name": "${name}", "arguments": ${argument}}}`,
  },
  { when: /grant_admin/giu, does: () => `${TOOL_CLAIM} [1].` },
  {
    when: /words about the cellar/giu,
    does: (_order, _rules, prompt) =>
      prompt.includes(OTHER_SECTION_WORDS) ? `It also says: ${OTHER_SECTION_WORDS}.` : 'There is no more.',
  },
];
