// The process of surfpool's validator: `surfnet.ts` starts it, and sends it the names of methods with their arguments.
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

// in a terminal, Ctrl-C is sent to this process too
process.on('SIGINT', () => {});
// ends it with its parent; in a thread of its own, as the main thread may wait for ever in the call that starts the validator
new Worker(
  `const { workerData: parent } = require('node:worker_threads');
  setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), 500);`,
  { eval: true, workerData: process.ppid },
);

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
