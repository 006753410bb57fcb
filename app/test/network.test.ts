// The validator queues its events; when the queue is full, its clock stops and it no longer answers. Its start can wait for ever.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createSolanaRpc } from '@solana/kit';
import { expect, onTestFinished, test } from 'vitest';
import { startNetwork } from '../src/local/network';
import { startSurfnet } from '../src/local/surfnet';

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

/** A process that does this when it starts, as many times as told, and after that is the validator. */
function faulty(times: number, does: string): { module: URL; starts: () => number } {
  const folder = mkdtempSync(join(tmpdir(), 'coop-surfnet-'));
  const count = join(folder, 'count');
  const real = new URL('../src/local/validator.mjs', import.meta.url).href;
  writeFileSync(count, '');
  const module = join(folder, 'faulty.mjs');
  writeFileSync(
    module,
    `import { appendFileSync, readFileSync } from 'node:fs';
    appendFileSync(${JSON.stringify(count)}, '.');
    if (readFileSync(${JSON.stringify(count)}).length <= ${times}) { ${does} }
    await import(${JSON.stringify(real)});`,
  );
  return { module: pathToFileURL(module), starts: () => readFileSync(count).length };
}
// as the native call does that waits for a validator whose port was taken: nothing in the process runs any more
const HANGS = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)';

test.each([
  ['hangs', HANGS],
  ['ends', 'process.exit(1)'],
])('a validator that %s at its start is ended, and another started', async (_, does) => {
  const { module, starts } = faulty(2, does);
  const surfnet = await startSurfnet(module, 5_000);
  expect(starts()).toBe(3);
  expect(await createSolanaRpc(surfnet.rpcUrl).getHealth().send()).toBe('ok');
  surfnet.stop();
});

test.each([
  ['runs', ''],
  [
    'hangs as it starts',
    `const { default: Module } = await import('node:module');
    const load = Module._load;
    Module._load = (name, ...more) => (name.startsWith('@solana/surfpool') ? (console.log('hangs'), ${HANGS}) : load(name, ...more));`,
  ],
])('a validator that %s ends when its parent is killed', async (how, does) => {
  const { module } = faulty(1, does);
  const script = `import { fork } from 'node:child_process';
    const module = ${JSON.stringify(fileURLToPath(module))};
    const child = fork(module, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.once('message', () => console.log('ready'));
    console.log(child.pid);
    setInterval(() => {}, 1_000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  let said = '';
  parent.stdout.on('data', (part: Buffer) => (said += part.toString()));
  await expect.poll(() => said, { timeout: 20_000 }).toMatch(how === 'runs' ? /^\d+\nready\n$/ : /^\d+\nhangs\n$/);
  const pid = parseInt(said);
  // one that has ended may stay in the table of processes, if the first process of this machine does not ask for it
  const lives = () => existsSync(`/proc/${pid}/stat`) && !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  expect(lives()).toBe(true);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  await expect.poll(lives, { timeout: 10_000 }).toBe(false);
});

test('if none starts, that is said; so is a call to one that has ended, and one that it refuses', async () => {
  const { module, starts } = faulty(9, HANGS);
  await expect(startSurfnet(module, 500)).rejects.toThrow('3 processes ended or were not ready after 0.5 s');
  expect(starts()).toBe(3);

  const network = await startNetwork({ bare: true });
  await expect(network.surfnet.fundSol('not an address', 1)).rejects.toThrow(/address|pubkey/i);
  network.stop();
  await expect(network.surfnet.fundSol(network.mint, 1)).rejects.toThrow(/ended: SIGKILL|channel/i);
});
