import { connect, createServer } from 'node:net';

/** Forwards a port of this machine to another; resolves to false if it was taken. */
export function forward(port: number, to: string, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer((near) => {
      const far = connect(Number(new URL(to).port), '127.0.0.1');
      near.pipe(far).pipe(near);
      near.on('error', () => far.destroy());
      far.on('error', () => near.destroy());
    });
    server.once('error', () => done(false));
    server.listen(port, host, () => done(true));
    server.unref();
  });
}
