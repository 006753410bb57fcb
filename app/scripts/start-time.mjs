// How long the built command line takes to start: `node scripts/start-time.mjs [TIMES]` after `npm run build`. Medians, in milliseconds. `show` is measured up to its first request.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';

const times = Number(process.argv[2] ?? 20);
let asked = () => {};
const server = createServer((request) => (asked(), request.socket.destroy()));
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const url = `http://127.0.0.1:${server.address().port}`;

const once = (words, untilAsked) =>
  new Promise((done) => {
    const began = performance.now();
    const child = spawn(process.execPath, [...(words ? ['dist/cli/coop.mjs', ...words] : ['-e', '0'])], {
      stdio: 'ignore',
      env: { ...process.env, COOP: '11111111111111111111111111111111' },
    });
    const over = () => done(performance.now() - began);
    if (untilAsked) asked = () => (over(), child.kill());
    else child.on('exit', over);
  });
for (const [name, words, untilAsked] of [
  ['node alone', undefined],
  ['coop --version', ['--version']],
  ['coop help', ['help']],
  ['coop show, to its first request', ['-u', url, 'show'], true],
]) {
  const took = [];
  for (let i = 0; i < times; i++) took.push(await once(words, untilAsked));
  console.log(`${name}: ${Math.round(took.sort((a, b) => a - b)[Math.floor(times / 2)])} ms`);
}
server.close();
