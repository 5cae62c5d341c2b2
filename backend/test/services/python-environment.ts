/** Virtual environments of Python for what the services' tests take from PyPI. */
import { join } from 'node:path';
import { installDebianPackages, run } from './service-process.ts';

/** Makes one. @param mend what to say where Debian's package cannot be installed. @throws ServiceError */
export function makeEnvironment(python: string, environment: string, mend: string): void {
  try {
    run(python, ['-m', 'venv', environment]);
  } catch {
    // Debian keeps venv in a package of its own.
    installDebianPackages(['python3-venv'], mend);
    run(python, ['-m', 'venv', '--clear', environment]);
  }
}

/** Installs packages into one. @param wanted as pip takes it: names, or options with a file of requirements */
export function installPackages(environment: string, wanted: readonly string[]): void {
  run(join(environment, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...wanted]);
}
