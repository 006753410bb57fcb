/** `cargo xtask up`: a network of one's own with a co-op on it, and the page. Ctrl-C stops all. */
import { writeFileSync, mkdirSync } from 'node:fs';
import { preview } from 'vite';
import { forward } from './forward';
import { seedOf, startNetwork, walletOf } from './network';
import { whole } from './story';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const network = await startNetwork();
// where every tool looks for a local network; the embedded one cannot choose its ports
const usual = (await forward(8899, network.rpcUrl)) && (await forward(8900, network.wsUrl));
say(`network        ${network.rpcUrl}${usual ? ', also localhost:8899' : '; port 8899 is taken'}`);
say(`token          ${network.mint}`);
const stage = await whole(network, (what) => say(`               ${what}`));

// wallets of the story's people, for the command line
const folder = process.env.COOP_KEYS ?? `${process.cwd()}/dist/keys`;
mkdirSync(folder, { recursive: true });
for (const name of stage.people.keys()) {
  const { address } = await walletOf(name);
  const secret = [...(await seedOf(name)), ...new Uint8Array(await crypto.subtle.exportKey('raw', (await walletOf(name)).keyPair.publicKey))];
  writeFileSync(`${folder}/${name.toLowerCase().replace(/ /g, '-')}.json`, JSON.stringify(secret), { mode: 0o600 });
  if (name === 'Ada') say(`Ada's wallet   ${address}`);
}
const server = await preview({ preview: { port: Number(process.env.PORT ?? 4180), host: '127.0.0.1', strictPort: false } });
const address = server.httpServer.address();
const port = typeof address === 'object' && address ? address.port : 4180;
say(`co-op          ${stage.coop}`);
say(`keys           ${folder}`);
say(`command line   node app/dist/cli/coop.mjs -u ${usual ? 'localhost' : network.rpcUrl} -k ${folder}/ada.json -c ${stage.coop} show`);
say(`page           http://127.0.0.1:${port}/?rpc=${encodeURIComponent(network.rpcUrl)}#/coop/${stage.coop}`);
say('Ctrl-C stops all');

const stop = () => {
  void server.close().finally(() => {
    network.stop();
    process.exit(0);
  });
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
