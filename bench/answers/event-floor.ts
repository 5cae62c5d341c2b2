/** A server that answers every question at once with a ready stream: what remains is the cost of the load tool. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

const DELTAS = 40;

createServer((request, response) => {
  request.resume();
  if (request.method !== 'POST') {
    response.end('ok');
    return;
  }
  request.on('end', () => {
    const id = randomUUID();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`id: ${id}.1\nevent: meta\ndata: {}\n\n`);
    for (let sequence = 2; sequence < DELTAS + 2; sequence += 1) {
      response.write(`id: ${id}.${sequence}\nevent: delta\ndata: {"text":"word "}\n\n`);
    }
    response.end(`id: ${id}.${DELTAS + 2}\nevent: done\ndata: {}\n\n`);
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
