// The embedded validator queues its events; when the queue is full, its clock stops and it no longer answers.
import { expect, test } from 'vitest';
import { startNetwork } from '../src/local/network';

test('the local network keeps running, however much it has logged', async () => {
  const network = await startNetwork({ bare: true });
  const tell = (method: string) =>
    fetch(network.rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: [] }),
    }).then((answer) => answer.text());
  for (let i = 0; i < 700; i++) {
    await tell('surfnet_pauseClock');
    await tell('surfnet_resumeClock');
  }
  const began = await network.rpc.getSlot().send();
  await expect.poll(() => network.rpc.getSlot().send(), { timeout: 10_000, interval: 500 }).toBeGreaterThan(began + 5n);
  network.stop();
});
