/**
 * A process that spends without end, for tests that kill it: sets money aside and books it, many calls at a time, on the
 * database at argv[2]. Each booked call is a line on standard output.
 */

import { silentLogger } from '../config/logging.ts';
import { openDatabase } from '../db/client.ts';
import { callOf, testLedger, usageOf } from './ledger.fixture.ts';

const CONCURRENT = 16;

const database = await openDatabase({ url: process.argv[2], dataDir: '.', logger: silentLogger() });
const ledger = testLedger(database.sql);

const spend = async (): Promise<never> => {
  for (let index = 0; ; index += 1) {
    const reservation = await ledger.reserve(callOf());
    if (index % 3 === 0) await reservation.release();
    else await reservation.settle(usageOf(100, 50));
    process.stdout.write('booked\n');
  }
};

await Promise.all(Array.from({ length: CONCURRENT }, spend));
