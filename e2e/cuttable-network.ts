/** A network between browser and server that a test can cut: a proxy of bytes, so that a cut is a real one. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** The network. */
export interface CuttableNetwork {
  /** Where browsers connect to. */
  readonly origin: string;
  /** Leads to a server from now on. */
  leadTo(port: number): void;
  /** Cuts every connection, and refuses new ones until mended. */
  cut(): void;
  /** Lets connections through again. */
  mend(): void;
  close(): Promise<void>;
}

/** Opens the network; it leads nowhere at first. */
export async function openNetwork(): Promise<CuttableNetwork> {
  const sockets = new Set<Socket>();
  let target = 0;
  let isCut = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = createServer((near) => {
    keep(near);
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(target, '127.0.0.1');
    keep(far);
    near.pipe(far);
    far.pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const destroyAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    origin: `http://127.0.0.1:${address.port}`,
    leadTo: (port) => {
      target = port;
    },
    cut: () => {
      isCut = true;
      destroyAll();
    },
    mend: () => {
      isCut = false;
    },
    async close() {
      server.close();
      destroyAll();
      await once(server, 'close');
    },
  };
}
