/**
 * A replica for the stream tests, as a process of its own: the real routes, streams and Redis around an answer of 60
 * words, one each 25 ms. Prints its address when it listens. Arguments: address of Redis.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { REPLAY_KEPT_MS } from '@lectern/contracts';
import { openStreamApp, type ScriptedAnswer } from '../../src/features/chat/streams/chat-stream.fixture.ts';
import { createLayeredClaims, createMemoryClaims, openSharedCache } from '../../src/providers/cache/index.ts';

const WORDS = 60;
const WORD_MS = 25;

const [url = ''] = process.argv.slice(2);
const tell = (_fields: object, message?: string) => process.stderr.write(`${message}\n`);
const shared = openSharedCache({ url, keptMs: REPLAY_KEPT_MS, logger: { info: tell, warn: tell } });
const claims = createLayeredClaims(createMemoryClaims(), shared.claims);
const replica = await openStreamApp({ shared: shared.streams, claims });

async function writeOut(answer: ScriptedAnswer): Promise<void> {
  for (let word = 0; word < WORDS; word += 1) {
    answer.write(`w${word} `);
    await delay(WORD_MS);
  }
  answer.finish();
}

async function answerAll(): Promise<never> {
  for (;;) void writeOut(await replica.script.next());
}

process.on('SIGTERM', async () => {
  await Promise.all([replica.hub.drain(), replica.app.close()]);
  await shared.close();
  process.exit();
});
void answerAll();
process.stdout.write(`${replica.origin}\n`);
