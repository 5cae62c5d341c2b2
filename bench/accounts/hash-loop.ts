/**
 * Hashes a password over and over for some seconds, some at once, and prints what came of it as JSON. A process of its
 * own: the size of libuv's pool is read once, when it starts.
 * Usage: `UV_THREADPOOL_SIZE=4 node hash-loop.ts scrypt|argon2id <cost> <blocks> <passes> <at once> <seconds>`
 */
import { randomBytes, scrypt } from 'node:crypto';
import { hash as argon2id } from '@node-rs/argon2';

const PASSWORD = 'a long sentence is fine';
const [algorithm, ...numbers] = process.argv.slice(2);
const [cost = 0, blocks = 0, passes = 0, atOnce = 1, seconds = 1] = numbers.map(Number);

/** One hash of 32 bytes with a salt of 16. */
const hash = (): Promise<unknown> =>
  algorithm === 'argon2id'
    ? argon2id(PASSWORD, { memoryCost: cost, timeCost: passes, parallelism: 1 })
    : new Promise((resolve, reject) => {
        const options = { N: cost, r: blocks, p: passes, maxmem: 2 ** 30 };
        const done = (error: Error | null, key: Buffer) => (error === null ? resolve(key) : reject(error));
        scrypt(PASSWORD, randomBytes(16), 32, options, done);
      });

await hash();
const cpu = process.cpuUsage();
const began = performance.now();
let hashes = 0;
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    while (performance.now() - began < seconds * 1000) {
      await hash();
      hashes += 1;
    }
  }),
);
const took = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ hashes, seconds: took, cpuSeconds: (user + system) / 1e6 }));
