/** Inserts rows over several connections and prints each number once the database has acknowledged it. */
import { openDatabase } from '../../src/db/client.ts';

const [dataDir = '', first = '0'] = process.argv.slice(2);
const silent = () => undefined;
const database = await openDatabase({
  dataDir,
  logger: { debug: silent, info: silent, warn: silent, error: silent },
});
await database.sql.unsafe('create table if not exists acknowledged (number int primary key, filler text)');

let next = Number(first);
async function insertForEver(): Promise<never> {
  for (;;) {
    const number = next++;
    await database.sql`insert into acknowledged values (${number}, ${'x'.repeat(200)})`;
    process.stdout.write(`${number}\n`);
  }
}
await Promise.all(Array.from({ length: 5 }, insertForEver));
