/** The settings: the environment, checked once at the start and handed down as plain values. */
import { resolve } from 'node:path';
import { checkTogether } from './settings-checks.ts';
import { composeSettings } from './settings-compose.ts';
import { type SettingFault, SettingsError } from './settings-error.ts';
import { ENVIRONMENTS } from './settings-server.ts';
import { SETTING_ENTRIES, type Variables } from './settings-table.ts';
import type { Environment, Settings } from './settings-values.ts';
import { findUnknownVariables } from './unknown-variables.ts';

export type { Environment, Settings } from './settings-values.ts';

/** What an environment looks like: names to texts, as `process.env`. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/** How settings are read. */
export interface LoadSettingsOptions {
  /** Directory that relative paths start from; default: the working directory. */
  readonly root?: string;
}

/**
 * Checks an environment and makes the settings of it. Unset and empty variables take their defaults.
 * @throws SettingsError with every fault: invalid values, unknown names, combinations that cannot be.
 */
export function loadSettings(environment: EnvironmentVariables, options: LoadSettingsOptions = {}): Settings {
  const { variables, faults } = readVariables(environment);
  const names = Object.keys(environment).filter((name) => environment[name] !== undefined);
  const known = SETTING_ENTRIES.map(([name]) => name);
  faults.push(...findUnknownVariables(names, known));
  const kind = detectEnvironment(variables.LECTERN_ENV, environment['NODE_ENV']);
  const faulty = new Set(faults.map((fault) => fault.name));
  faults.push(...checkTogether(variables, kind).filter((fault) => !faulty.has(fault.name)));
  if (faults.length > 0) throw new SettingsError(faults);
  const unused = SETTING_ENTRIES.filter(([name, entry]) => entry.planned === true && isSet(environment[name]));
  return {
    ...composeSettings(variables, kind, resolve(options.root ?? process.cwd())),
    unused: unused.map(([name]) => name),
  };
}

/** Empty and blank variables count as unset. */
function isSet(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '';
}

/** LECTERN_ENV, else NODE_ENV when it is a known word, else development. */
function detectEnvironment(chosen: Environment | undefined, nodeEnvironment: string | undefined): Environment {
  return chosen ?? ENVIRONMENTS.find((name) => name === nodeEnvironment) ?? 'development';
}

function readVariables(environment: EnvironmentVariables): { variables: Variables; faults: SettingFault[] } {
  const faults: SettingFault[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, entry] of SETTING_ENTRIES) {
    const given = environment[name]?.trim();
    const text = given === undefined || given === '' ? entry.default : given;
    if (text === undefined) continue;
    const result = entry.schema.safeParse(text);
    if (result.success) values[name] = result.data;
    else faults.push({ name, message: `${result.error.issues[0]?.message ?? 'is not valid'}, e.g. ${entry.example}` });
  }
  // Each value was made by the schema of its own entry just above.
  return { variables: values as Variables, faults };
}
