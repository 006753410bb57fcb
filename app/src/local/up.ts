/** `cargo xtask up`: a local network with a co-op, and the page. Ctrl-C stops both. */
import { writeFileSync, mkdirSync } from 'node:fs';
import { preview, type PreviewServer } from 'vite';
import { forward } from './forward';
import { secretOf, startNetwork } from './network';
import { whole } from './story';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const network = await startNetwork();
// the ports where every tool expects a local network; surfpool as a library cannot be told which
const usual = (await forward(8899, network.rpcUrl)) && (await forward(8900, network.wsUrl));
say(`network        ${network.rpcUrl}${usual ? ', also localhost:8899' : '; port 8899 is taken'}`);
say(`token          ${network.mint}`);
const stage = await whole(network, (what) => say(`               ${what}`));

// wallets of the people in the story, for the command line
const folder = process.env.COOP_KEYS ?? `${process.cwd()}/dist/keys`;
mkdirSync(folder, { recursive: true });
for (const name of stage.people.keys()) {
  writeFileSync(
    `${folder}/${name.toLowerCase().replace(/ /g, '-')}.json`,
    JSON.stringify([...(await secretOf(name))]),
    { mode: 0o600 },
  );
}

/** Serves a built page at this port, or at the next free one. */
async function serve(outDir: string, port: number): Promise<{ server: PreviewServer; origin: string }> {
  const server = await preview({
    logLevel: 'warn',
    build: { outDir },
    preview: { port, host: '127.0.0.1', strictPort: false },
  });
  const at = server.httpServer.address();
  return { server, origin: `http://127.0.0.1:${typeof at === 'object' && at ? at.port : port}` };
}
const first = Number(process.env.PORT ?? 4180);
const page = await serve('dist/page', first);
const trying = await serve('dist/page-with-test-wallet', first + 1);
const query = new URLSearchParams({ rpc: network.rpcUrl, mint: network.mint });

say(`co-op          ${stage.coop}`);
say(`keys           ${folder}`);
say(
  `command line   node app/dist/cli/coop.mjs -u ${usual ? 'localhost' : network.rpcUrl} -k ${folder}/ada.json -c ${stage.coop} show`,
);
say('');
say('Open one of these in a browser:');
say(`page           ${page.origin}/?${query}#/coop/${stage.coop}`);
say('               with the wallet of your browser; without one you can look around');
say(`try it         ${trying.origin}/?${query}&as=Ada#/coop/${stage.coop}`);
say('               with a wallet built in, for this network only: you are Ada. At the foot of the page you let time');
say('               pass, give yourself money, and become someone else: Ben, Cleo, …');
say(`found one      ${trying.origin}/?${query}&as=Gus#/found`);
say('');
say('Ctrl-C stops all');

const stop = () => {
  void Promise.all([page.server.close(), trying.server.close()]).finally(() => {
    network.stop();
    process.exit(0);
  });
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
