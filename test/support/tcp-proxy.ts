import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A door between a program and a server, to be shut in the program's face. */
export interface Proxy {
  port: number;
  /** Shuts it: connections end, and new ones are refused. */
  cut(): Promise<void>;
  /** Opens it again, on the same port. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** A proxy to a port of this machine; `closed` leaves it shut at first. */
export async function tcpProxy(to: number, options: { closed?: boolean } = {}): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let port = 0;
  let server: Server | undefined;

  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  };
  async function restore(): Promise<void> {
    server = createServer((near) => {
      const far = connect(to, '127.0.0.1');
      keep(near);
      keep(far);
      near.pipe(far).pipe(near);
      near.once('close', () => far.destroy());
      far.once('close', () => near.destroy());
    });
    await new Promise<void>((done) => server?.listen(port, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
  }
  async function cut(): Promise<void> {
    const closing = server;
    server = undefined;
    const closed = new Promise((done) => (closing ? closing.close(done) : done(undefined)));
    for (const socket of sockets) socket.destroy();
    await closed;
  }
  await restore();
  if (options.closed) await cut();
  return {
    get port() {
      return port;
    },
    cut,
    restore,
    close: cut,
  };
}
