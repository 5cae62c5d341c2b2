/** A network between browser and server that a test can cut: a proxy of bytes, so that a cut is a real one. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** The network. */
export interface CuttableNetwork {
  /** Where browsers connect to. */
  readonly origin: string;
  /** Leads to a server from now on; of several to the first that takes connections, as a balancer does. */
  leadTo(...ports: readonly number[]): void;
  /** Cuts every connection, and refuses new ones until mended. */
  cut(): void;
  /** Lets connections through again. */
  mend(): void;
  close(): Promise<void>;
}

/** Opens the network; it leads nowhere at first. */
export async function openNetwork(): Promise<CuttableNetwork> {
  const sockets = new Set<Socket>();
  let targets: readonly number[] = [];
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
    join(near, targets);
  });
  function join(near: Socket, [port, ...others]: readonly number[]): void {
    if (port === undefined || near.destroyed) {
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    keep(far);
    let isOpen = false;
    far.once('connect', () => {
      isOpen = true;
      near.pipe(far);
      far.pipe(near);
      near.on('close', () => far.destroy());
    });
    far.on('close', () => (isOpen ? near.destroy() : join(near, others)));
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const destroyAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    origin: `http://127.0.0.1:${address.port}`,
    leadTo: (...ports) => {
      targets = ports;
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
