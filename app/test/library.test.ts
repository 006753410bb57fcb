// The package of @coop/client as a newcomer uses it: in an empty folder, with Node alone, TypeScript, a browser.
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Application, Logger, LogLevel } from 'typedoc';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as library from '../src/client/public';
import { flows, reads, units } from '../src/client';
import { seedOf, startNetwork, walletOf, type Network } from '../src/local/network';
import { found, start } from '../src/local/story';
import { type Stage } from '../src/local/stage';
import { launch } from './browser';
import { faults } from './faults';
import { keyFile } from './shell';

const OUT = 'dist/client';
const folder = mkdtempSync(join(tmpdir(), 'coop-newcomer-'));
const readme = readFileSync('src/client/README.md', 'utf8');
const program = /```js\n([\s\S]*?)```/.exec(readme)![1]!;
const { packages: locked } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, { dependencies?: Record<string, string> }>;
};
let network: Network;
let stage: Stage;

/** All packages that these need, as installed here. */
function needed(names: readonly string[], known = new Set<string>()): Set<string> {
  for (const name of names.filter((one) => !known.has(one))) {
    known.add(name);
    needed(Object.keys(locked[`node_modules/${name}`]?.dependencies ?? {}), known);
  }
  return known;
}
/** Runs Node in the folder, asynchronously: the proxies that lose answers run in this process. */
const node = (...words: string[]) =>
  new Promise<{ status: number; stdout: string; stderr: string }>((done) => {
    execFile('node', words, { cwd: folder, env: { PATH: process.env.PATH } }, (failed, stdout, stderr) =>
      done({ status: failed ? 1 : 0, stdout, stderr }),
    );
  });
const held = async (name: string) =>
  (await reads.purse(network.rpc, (await walletOf(name)).address)).get(network.mint) ?? 0n;
/** Runs the README's program for Ada. */
const pays = (url: string, amount: string, file = 'pay.mjs') => node(file, url, stage.coop, 'Ada.json', '0', amount);

beforeAll(async () => {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: OUT, encoding: 'utf8' }),
  ) as { filename: string }[];
  // dependencies are copied from here: no registry is asked
  const { dependencies } = JSON.parse(readFileSync(`${OUT}/package.json`, 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of needed(Object.keys(dependencies)))
    cpSync(`node_modules/${name}`, join(folder, 'node_modules', name), { recursive: true });
  execFileSync(
    'npm',
    ['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', `./${packed!.filename}`],
    { cwd: folder },
  );
  network = await startNetwork();
  stage = await found(network);
  await start(stage);
  await stage.flows('Miller', (c) => flows.offer(c, 'Bread', 300));
  await keyFile(folder, 'Ada');
  writeFileSync(join(folder, 'pay.mjs'), program);
});
afterAll(() => network?.stop());

test('it packs what it needs and nothing else: no sources, no keys, no folder of this machine', () => {
  const [{ files, size }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--dry-run'], { cwd: OUT, encoding: 'utf8' }),
  ) as [{ files: { path: string }[]; size: number }];
  expect(files.map(({ path }) => path).sort()).toEqual([
    'LICENSE',
    'README.md',
    'browser.d.ts',
    'browser.js',
    'index.d.ts',
    'index.js',
    'package.json',
  ]);
  expect(size).toBeLessThan(460_000);
  for (const { path } of files) {
    const text = readFileSync(`${OUT}/${path}`, 'utf8');
    expect(text.includes(resolve('..')), path).toBe(false);
    expect(text.includes('local network only'), path).toBe(false);
    expect(/\[\s*(\d{1,3},\s*){63}\d{1,3}\s*\]/.test(text), path).toBe(false);
  }
  const made = JSON.parse(readFileSync(`${OUT}/package.json`, 'utf8')) as { dependencies: object };
  const app = JSON.parse(readFileSync('package.json', 'utf8')) as Record<'version' | 'license' | 'engines', unknown>;
  expect(made).toMatchObject({
    name: '@coop/client',
    version: app.version,
    license: app.license,
    type: 'module',
    sideEffects: false,
    engines: app.engines,
  });
  expect(Object.keys(made.dependencies)).toEqual([
    '@solana-program/system',
    '@solana-program/token',
    '@solana/kit',
    '@wallet-standard/errors',
  ]);
  expect(execFileSync('npx', ['--no-install', 'publint', OUT, '--strict'], { encoding: 'utf8' })).toContain(
    'All good!',
  );
});

test('ten lines in an empty folder read a co-op and pay a service', async () => {
  expect(program.trim().split('\n').length).toBeLessThanOrEqual(10);
  const before = await held('Miller');
  const { status, stdout, stderr } = await pays(network.rpcUrl, '12.5');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^Mill Street Bakery active 900 LOCAL\npaid \w{80,90}\n$/);
  expect((await held('Miller')) - before).toBe(units.parseAmount('12.1250', 6));
});

test('the class of a thrown error shows whether anything was done', async () => {
  const told = [
    `import { isNetwork, Refusal, sentence, Unsettled } from '@coop/client';`,
    program
      .replaceAll(
        /^import.*client';$/gm,
        `import { connect as connects, flows, reads, rules, send as sends, units } from '@coop/client';\nconst connect = (urls) => connects(urls, undefined, { question: 1, wait: 0.1 });\nconst send = (a, b, c) => sends(a, b, c, { patience: { silence: 1 } });`,
      )
      .replace(
        /^(const rpc[\s\S]*)/m,
        `try {\n$1} catch (error) {\n  console.log(JSON.stringify([error instanceof Refusal && error.rule, error instanceof Unsettled && error.outcome, isNetwork(error), sentence(error)]));\n}`,
      ),
  ].join('\n');
  writeFileSync(join(folder, 'fails.mjs'), told);
  const last = async (made: ReturnType<typeof node>) => {
    const { stdout, stderr } = await made;
    expect(stderr).toBe('');
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as [string | false, string | false, boolean, string];
  };
  expect(await last(pays(network.rpcUrl, '0', 'fails.mjs'))).toEqual([
    'AmountZero',
    false,
    false,
    'the amount must be greater than 0 (AmountZero, 6110)',
  ]);
  const nowhere = await faults(network.rpcUrl, () => 'pass');
  nowhere.stop();
  expect((await last(pays(nowhere.url, '1', 'fails.mjs'))).slice(0, 3)).toEqual([false, false, true]);
  // if the answer is lost, it was paid all the same
  const before = await held('Miller');
  const loses = await faults(network.rpcUrl, (method) =>
    method === 'sendTransaction'
      ? 'lose the answer'
      : /getSignatureStatuses|getEpochInfo|getTransaction/.test(method)
        ? 'lose'
        : 'pass',
  );
  expect((await last(pays(loses.url, '2', 'fails.mjs'))).slice(0, 3)).toEqual([false, 'unknown', false]);
  loses.stop();
  expect((await held('Miller')) - before).toBe(units.parseAmount('1.94', 6));
});

test.each([
  ['nodenext', 'nodenext', false],
  ['esnext', 'bundler', true],
])('its types are found and right: module %s, resolution %s', (module, moduleResolution, skipLibCheck) => {
  writeFileSync(
    join(folder, 'types.mts'),
    `
    import { address, createSolanaRpc } from '@solana/kit';
    import { actions, program, reads, Refusal, rules, send, units, Unsettled, type Context, type Site } from '@coop/client';
    import { kit, reads as same } from '@coop/client/browser';
    const site: Site = await reads.site(createSolanaRpc('http://127.0.0.1:8899'), address('${stage.coop}'));
    export const money: bigint = rules.operating(site.coop);
    export const coop: program.Coop = site.coop;
    export const kinds: readonly (actions.KindName | '')[] = actions.KINDS;
    export const outcome = (error: unknown): 'expired' | 'unknown' | 'landed' | undefined => (error instanceof Unsettled ? error.outcome : undefined);
    export const rule = (error: unknown): string | undefined => (error instanceof Refusal ? error.rule : undefined);
    export const sends = (c: Context) => send(c.rpc, c.by, []).then(({ signature }) => signature);
    export const other: Promise<Site> = same.site(kit.createSolanaRpc('http://127.0.0.1:8899'), site.address);
    // @ts-expect-error an amount is a bigint
    units.formatAmount('12', 6);
    // @ts-expect-error there is no such thing
    reads.nothing;
  `,
  );
  const options = {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    target: 'es2022',
    module,
    moduleResolution,
    skipLibCheck,
    lib: ['es2022', 'esnext.disposable', 'dom'],
    types: ['node'],
    typeRoots: [resolve('node_modules/@types')],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['types.mts'] }));
  const { stdout } = spawnSync(resolve('node_modules/.bin/tsc'), ['-p', folder], { cwd: folder, encoding: 'utf8' });
  expect(stdout).toBe('');
});

test('a browser loads the one file as it is, reads the co-op and pays', async () => {
  const page = readme.match(/```html\n([\s\S]*?)```/)![1]!;
  const html = page.replaceAll("'https://…'", `'${network.rpcUrl}'`).replace("'…'", `'${stage.coop}'`);
  expect(html).not.toBe(page);
  const served: Record<string, [string, string | Buffer]> = {
    '/': ['text/html', html],
    '/browser.js': ['text/javascript', readFileSync(join(folder, 'node_modules/@coop/client/browser.js'))],
  };
  const server = await new Promise<Server>((done) => {
    const one: Server = createServer(({ url }, response) => {
      const [type, body] = served[url!] ?? ['text/plain', ''];
      response.writeHead(200, { 'content-type': type }).end(body);
    }).listen(0, '127.0.0.1', () => done(one));
  });
  const browser = await launch();
  try {
    const tab = await browser.newPage();
    const complaints: string[] = [];
    tab.on('pageerror', (error) => complaints.push(error.message));
    await tab.goto(`http://127.0.0.1:${(server.address() as { port: number }).port}/`);
    await tab.waitForFunction(() => document.title !== '');
    expect(await tab.title()).toBe('Mill Street Bakery');
    const before = await held('Miller');
    const told = await tab.evaluate(`(async () => {
      const { kit, reads, flows, send } = await import('/browser.js');
      const rpc = kit.createSolanaRpc('${network.rpcUrl}');
      const by = await kit.createKeyPairSignerFromPrivateKeyBytes(Uint8Array.from([${(await seedOf('Ada')).join()}]));
      const site = await reads.site(rpc, '${stage.coop}', by.address);
      const { events } = await send(rpc, by, await flows.pay({ rpc, by, site }, 0, 3_000_000n));
      return events.map(({ event }) => event);
    })()`);
    expect(told).toEqual(['ServicePaid']);
    expect((await held('Miller')) - before).toBe(units.parseAmount('2.91', 6));
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
    server.close();
  }
});

test('the public API is the pinned list: `npx vitest run test/library.test.ts -u` writes it', async () => {
  const names = Object.entries(library)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => {
      const isModule = (value as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] === 'Module';
      // the IDL decides what is in `program`
      return isModule && name !== 'program'
        ? [
            name,
            ...Object.keys(value)
              .sort()
              .map((inner) => `  ${inner}`),
          ]
        : [name];
    });
  await expect(`${names.join('\n')}\n`).toMatchFileSnapshot('library.txt');
});

test('the reference can be made: all that is public has a comment, and every link in it leads somewhere', async () => {
  const app = await Application.bootstrapWithPlugins({ skipErrorChecking: true });
  const warnings: string[] = [];
  app.logger = new (class extends Logger {
    override log(message: string, level: LogLevel) {
      if (level >= LogLevel.Warn) warnings.push(message);
    }
  })();
  const project = await app.convert();
  app.validate(project!);
  expect(project!.getChildByName('send')).toBeDefined();
  expect(warnings).toEqual([]);
});
