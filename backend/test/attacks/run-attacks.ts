/**
 * Runs every attack through the real app and prints what got through, with all defences and with each switched off.
 * Usage: `node --conditions=lectern-source backend/test/attacks/run-attacks.ts [--all-texts]`
 */
import { HARMS } from './attack-harm.ts';
import { ATTACKS } from './attack-list.ts';
import { type AttackResult, DEFENCES, type Defence, openAttackedApps } from './attack-run.ts';

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const head = (cells: readonly string[]): string[] => [
  row(cells),
  row(cells.map((_, at) => (at === 0 ? '---' : '---:'))),
];
const countHarms = (results: readonly AttackResult[]): number[] =>
  HARMS.map((harm) => results.filter(({ harms }) => harms.includes(harm)).length);

const apps = await openAttackedApps();
const protectedResults = await apps.run();
const kinds = [...new Set(ATTACKS.map(({ kind }) => kind))];
console.log(`## ${ATTACKS.length} attacks on a model that obeys: what got through\n`);
console.log(head(['kind', 'attempts', ...HARMS]).join('\n'));
for (const kind of kinds) {
  const own = protectedResults.filter(({ attack }) => attack.kind === kind);
  console.log(row([kind, own.length, ...countHarms(own)]));
}
console.log(row(['all', protectedResults.length, ...countHarms(protectedResults)]));
const asked = protectedResults.filter(({ wasAsked }) => wasAsked).length;
console.log(`\n${asked} of them reached the model; retrieval refused the others.`);

const NAMES: Readonly<Record<Defence, string>> = {
  sanitizer: 'output sanitiser',
  markers: 'marker verification',
  leakGuard: 'prompt and key guard',
  support: 'support check',
  selectionLock: 'selection lock',
  output: 'all four of the answer, but the model takes tagged text for data',
  outputAndEscaping: 'as before, and the escaping of tags',
};
console.log('\n## With one defence switched off\n');
console.log(head(['off', ...HARMS]).join('\n'));
for (const off of DEFENCES) console.log(row([NAMES[off], ...countHarms(await apps.run(off))]));
if (process.argv.includes('--all-texts')) {
  for (const { attack, answer, harms } of protectedResults)
    console.log('\n---', attack.way, JSON.stringify(attack.text), answer.mode, harms, `\n${answer.text}`);
}
await apps.close();
