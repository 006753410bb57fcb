// The process of surfpool's validator: `surfnet.ts` starts it, and sends it the names of methods with their arguments.
import { createRequire } from 'node:module';

// in a terminal, Ctrl-C is sent to this process too; when the parent has ended, the channel to it is closed
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit());

const { Surfnet } = createRequire(import.meta.url)('@solana/surfpool-linux-x64-gnu');
const surfnet = Surfnet.startWithConfig({ offline: true, blockProductionMode: 'transaction' });
// with 1 024 unread events, after some minutes, its clock stops and it no longer answers
setInterval(() => surfnet.drainEvents(), 1_000);

process.on('message', ({ id, method, args }) => {
  try {
    surfnet[method](...args);
    process.send({ id });
  } catch (error) {
    process.send({ id, error: String(error.message ?? error) });
  }
  surfnet.drainEvents();
});
process.send({ rpcUrl: surfnet.rpcUrl, wsUrl: surfnet.wsUrl });
