/** Starts the server by hand: `node --conditions=lectern-source backend/test/google-server/run.ts [file for its service account]`. */
import { writeFileSync } from 'node:fs';
import { startGoogleServer } from './google-server.ts';

const [accountPath] = process.argv.slice(2);
const server = await startGoogleServer();
if (accountPath !== undefined) {
  writeFileSync(accountPath, JSON.stringify(server.account.key), { mode: 0o600 });
  console.log(`GOOGLE_APPLICATION_CREDENTIALS=${accountPath}`);
}
console.log(`GOOGLE_TRANSLATE_ENDPOINT=${server.endpoint}\nGOOGLE_TRANSLATE_API_KEY=${server.apiKey}`);
process.once('SIGINT', () => {
  console.log(`${server.requests.length} requests, ${server.billed()} characters billed`);
  void server.close();
});
