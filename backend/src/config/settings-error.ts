/** The error that stops a start: every fault of the settings at once, each with its mend. */

/** One fault: which variable, what is wrong, how to mend it. */
export interface SettingFault {
  /** Name of the variable. */
  readonly name: string;
  /** What is wrong and what would be right, completing "NAME … ". Never holds a secret's value. */
  readonly message: string;
}

/** Thrown when the environment cannot be used; its message lists all faults. */
export class SettingsError extends Error {
  /** All faults, in the order of the documentation. */
  readonly faults: readonly SettingFault[];

  constructor(faults: readonly SettingFault[]) {
    const lines = faults.map((fault) => `  ${fault.name} ${fault.message}`);
    super(
      `The settings cannot be used (${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}):\n${lines.join('\n')}\nSee docs/configuration.md for every variable.`,
    );
    this.name = 'SettingsError';
    this.faults = faults;
  }
}
