// tsc copies neither CSS nor JSON: put them beside the compiled modules that import them.
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../src', import.meta.url));
const target = fileURLToPath(new URL('../dist', import.meta.url));
const isAsset = (path) => !/\.tsx?$/.test(path);
cpSync(source, target, { recursive: true, filter: isAsset });
