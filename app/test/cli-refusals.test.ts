// Refusals on the command line state what is wrong, the limit and the date; and output is true for a co-op that has not started.
import { createServer, type Server } from 'node:http';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  getBase64Encoder,
  getSignatureFromTransaction,
  getTransactionDecoder,
  type Address,
  type Base64EncodedWireTransaction,
} from '@solana/kit';
import {
  connect,
  fateOf,
  flows,
  isNetwork,
  networkOf,
  NodeFailure,
  reads,
  Refusal,
  send,
  units,
  Unsettled,
  type Context,
} from '../src/client';
import type { Run } from '../src/cli/given';
import { inTurn } from '../src/cli/printed';
import { walletOf } from '../src/local/network';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faults } from './faults';
import { liveCoop, startShell, type Shell } from './shell';

let shell: Shell;
let server: Server;
let link: string;
beforeAll(async () => {
  shell = await startShell(['ada', 'ben', 'cleo']);
  await liveCoop(shell, ['ada', 'ben', 'cleo']);
  server = createServer((request, answer) => {
    answer.statusCode = request.url === '/doc' ? 200 : 503;
    answer.end(request.url === '/doc' ? 'our statutes' : 'be back soon');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  link = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}, 180_000);
afterAll(() => (server?.close(), shell?.network.stop()));

const refused = async (...words: string[]) => {
  const { code, err } = await shell.run('-k', shell.key('ada'), ...words);
  return `${code} ${err}`;
};

test('a link that cannot be fetched is not reported as a different document', async () => {
  const file = join(shell.folder, 'statutes.txt');
  writeFileSync(file, 'our statutes');
  const found = async (uri: string, id: string) =>
    (
      JSON.parse(
        await shell.as(
          'cleo',
          '--json',
          'found',
          'Linked',
          '--mint',
          shell.network.mint,
          '--id',
          id,
          '--statutes',
          file,
          '--statutes-uri',
          uri,
        ),
      ) as { coop: string }
    ).coop;
  const checks = async (coop: string, ...more: string[]) => shell.run('-c', coop, 'check', 'statutes', ...more);
  expect(await checks(await found(`${link}/doc`, '21'))).toMatchObject({ code: 0 });
  const down = await found(`${link}/500`, '22');
  expect(await checks(down)).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(
      /the link leads to 127\.0\.0\.1:\d+, which answers 503 and no document; nothing was compared/,
    ) as string,
  });
  expect(await checks(await found('http://127.0.0.1:9/gone', '23'))).toMatchObject({
    code: 1,
    err: expect.stringContaining(
      'the link leads to 127.0.0.1:9, which does not answer; nothing was compared',
    ) as string,
  });
  expect(await checks(down, join(shell.folder, 'nosuch'))).toMatchObject({
    code: 2,
    err: expect.stringContaining('there is no file') as string,
  });
  expect(await checks(down, shell.folder)).toMatchObject({ code: 2 });
}, 60_000);

test('before a co-op starts no period has an end', async () => {
  const { coop } = JSON.parse(
    await shell.as('cleo', '--json', 'found', 'Waiting', '--mint', shell.network.mint, '--id', '31'),
  ) as { coop: string };
  const { run, key } = shell;
  const all = ['show', 'position', 'close'].map((command) => run('-c', coop, '-k', key('cleo'), command));
  for (const { out, err } of await Promise.all(all)) expect(out + err).not.toContain('1970');
  expect((await all[0]!).out).toContain('no period runs before it starts');
  expect((await all[2]!).err).toContain('the co-op has not started');
  expect(JSON.parse((await run('-c', coop, '-k', key('cleo'), '--json', 'position')).out)).toMatchObject({
    atClose: { asked: '0' },
  });
});

test('a wallet that is in no co-op is told so, and not that nothing is due to it', async () => {
  await shell.person('nobody');
  const { run, key, wallet } = shell;
  const none = { code: 1, out: '', err: `coop: ${wallet('nobody')} is no member of this co-op, and no candidate\n` };
  for (const words of [['claim'], ['settle', wallet('nobody')], ['waiting']])
    expect(await run('-k', key('nobody'), ...words), words[0]).toMatchObject(none);
  expect(await refused('claim')).toBe('0 ');
  expect(await refused('waiting')).toBe('0 ');
}, 60_000);

test('the limit, the date or the reason is named where the client knows it', async () => {
  expect(await refused('ask-back', '500')).toMatch(/^1 .*MoreThanCanBeAsked, \d+\): the most is [\d.]+ LOCAL/);
  expect(await refused('withdraw-shares', '100000')).toMatch(
    /^1 .*MoreThanWithdrawable, \d+\): the most is [\d.]+ LOCAL/,
  );
  expect(await refused('vouch-for', shell.wallet('ada'))).toContain('1 coop: you cannot vouch for yourself: others do');
  expect(await refused('vouch-for', shell.wallet('ben'))).toMatch(
    /^1 coop: .* is a member already, and needs no vouch/,
  );
  await shell.person('dora');
  await shell.as('dora', 'join', '--name', 'Dora');
  await shell.as('ada', 'vouch-for', shell.wallet('dora'));
  expect(await refused('vouch-for', shell.wallet('dora'))).toMatch(/^1 coop: you have vouched for Dora.* already/);
  expect(await refused('pay', '1_000', '5')).toMatch(/there is no service 1000/);
  await shell.as('ada', 'propose', 'set-take-rate', '3');
  const number = (JSON.parse(await shell.as('ada', '--json', 'proposals')) as { index: number }[]).at(-1)!.index;
  expect(await refused('execute', `${number}`)).toMatch(
    /VotingNotOver, \d+\): ballots are taken until .*UTC.*, and if it passes, it can be carried out from .*UTC.* on/,
  );
  expect(await refused('represent', shell.env.COOP!, 'cast-vote', '0', 'yes')).toContain('this one is itself');
});

test('what protects is not switched off by a fraction, and basis points are read back', async () => {
  expect(await refused('ask-back', '1', '--min-price', '0.98')).toMatch(
    /^2 .*min-price: “0\.98” could be 0\.98 % or 98 %: write 0\.98% or 98/,
  );
  expect(await refused('--dry-run', 'propose', 'set-take-rate', '250')).toMatch(/bps: 250 basis points, 2\.5 %/);
  expect(await refused('propose', 'set-take-rate', '2.5%')).toMatch(/^2 .*write 250/);
});

/** What is kept of signed transactions, without what is kept for an hour for others that were preparing the same. */
const unsettledIn = (folder: string) =>
  readdirSync(folder).filter(
    (name) => (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { over?: number }).over === undefined,
  );

test('a request is recognised as the same, whoever pays the fee', async () => {
  const { network, wallet, key } = shell;
  const held = async () => (await reads.purse(network.rpc, wallet('ada'))).get(network.mint)!;
  const before = await held();
  let dead = false;
  const node = await faults(network.rpcUrl, (method) =>
    dead ? 'lose' : method === 'sendTransaction' ? ((dead = true), 'lose the answer') : 'pass',
  );
  const quick = { COOP_PATIENCE: 'silence=1,question=1' };
  const first = await (
    await import('./shell')
  ).coop(['-u', node.url, '-k', key('ada'), 'buy', '11'], { XDG_STATE_HOME: shell.folder, ...shell.env, ...quick });
  expect(first.code).toBe(3);
  node.stop();
  // somebody looks, and the script that is resumed knows nothing of it
  expect(await shell.as('ada', 'signed')).toMatch(/^\w+ was done\n?$/);
  expect(await shell.as('ada', 'signed')).toMatch(/^nothing that you signed is unresolved\n?$/);
  expect(await refused('--fee-payer', key('ben'), 'buy', '11')).toMatch(
    /^4 coop: the transaction that you signed before was done after all/,
  );
  expect(before - (await held())).toBe(11_000_000n);
  // whoever resumes a list of payments pays none twice, however often the command is repeated
  expect((await shell.run('-k', key('ada'), '--json', 'buy', '11')).code).toBe(4);
  expect(before - (await held())).toBe(11_000_000n);
  // a day after it was told, the same is wished anew, as next month's wage
  const folder = join(shell.folder, 'coop', 'signed');
  const [name, ...others] = unsettledIn(folder);
  expect(others).toEqual([]);
  const record = JSON.parse(readFileSync(join(folder, name!), 'utf8')) as { told: number };
  const tell = (hours: number) =>
    writeFileSync(join(folder, name!), JSON.stringify({ ...record, told: record.told - hours * 3_600_000 }));
  tell(23);
  expect((await shell.run('-k', key('ada'), 'buy', '11')).code).toBe(4);
  tell(25);
  for (let times = 2; times <= 3; times++) {
    expect((await shell.run('-k', key('ada'), 'buy', '11')).code).toBe(0);
    expect(before - (await held())).toBe(11_000_000n * BigInt(times));
  }
  expect(unsettledIn(folder)).toEqual([]);
}, 60_000);

test('what failed is told with the words of the program that refused, and what is forgotten is said', async () => {
  const { network, wallet, key, run, as } = shell;
  const wire = (await run('-k', key('ada'), '--sign-only', 'buy', '7')).out.trim() as Base64EncodedWireTransaction;
  const signature = getSignatureFromTransaction(getTransactionDecoder().decode(getBase64Encoder().encode(wire)));
  const had = (await reads.purse(network.rpc, wallet('ada'))).get(network.mint)!;
  await network.give(wallet('ada'), 1n);
  await network.rpc.sendTransaction(wire, { encoding: 'base64', skipPreflight: true }).send();
  await network.give(wallet('ada'), had);
  const folder = join(shell.folder, 'coop', 'signed');
  const at = { signature, payer: wallet('ada'), deed: 'none', until: '9', since: '0' };
  const keep = async () =>
    writeFileSync(join(folder, `${signature}.json`), JSON.stringify({ ...at, network: await networkOf(network.rpc) }));
  await keep();
  expect(await as('ada', 'signed')).toBe(
    `${signature} failed; only its fee was charged: there is not enough money in the token account\n`,
  );
  await keep();
  expect(await as('ada', 'signed', '--forget', signature)).toBe(`forgotten: ${signature}\n`);
  await keep();
  expect(await as('ada', '--json', 'signed', '--forget', signature)).toBe('[]\n');
  expect(unsettledIn(folder)).toEqual([]);
}, 60_000);

test('of several transactions, one that was done before is the least of what went wrong, and no success', async () => {
  const [done, lost] = [
    new Unsettled('landed', { signature: 'before' } as never, true),
    new Unsettled('unknown', { signature: 'lost' } as never),
  ];
  const codeOf = async (...failed: (Error | undefined)[]) => {
    process.exitCode = 0;
    await inTurn(
      { said: {} } as never,
      failed.map((one) => ({ go: () => (one ? Promise.reject(one) : Promise.resolve()) })),
    );
    const code = process.exitCode;
    process.exitCode = 0;
    return code;
  };
  expect(await codeOf(undefined, done, undefined)).toBe(4);
  expect(await codeOf(done, new Refusal('no'), done)).toBe(1);
  expect(await codeOf(new Refusal('no'), lost, done)).toBe(3);
  // what is tried apart does not fit one nonce either
  const go = () => Promise.reject(new Refusal('no'));
  await expect(inTurn({ said: { nonce: 'one' } } as Run, [{ go, instead: () => [{ go }, { go }] }])).rejects.toThrow(
    'a nonce is for one transaction, and this takes 2',
  );
});

test('an interrupted command does not block a chore for ever', async () => {
  const { network, key } = shell;
  const coop = shell.env.COOP as Address;
  const quick = { COOP_PATIENCE: 'silence=1,question=1' };
  const reserve = async () => (await reads.site(network.rpc, coop)).coop.books.reserve;
  const sweep = async (url: string, more = {}) => {
    await network.give(coop, 5_000_000n);
    return (await import('./shell')).coop(['-u', url, '-k', key('ada'), 'sweep'], {
      XDG_STATE_HOME: shell.folder,
      ...shell.env,
      ...more,
    });
  };
  const before = await reserve();
  let dead = false;
  const node = await faults(network.rpcUrl, (method) =>
    dead ? 'lose' : method === 'sendTransaction' ? ((dead = true), 'lose the answer') : 'pass',
  );
  expect((await sweep(node.url, quick)).code).toBe(3);
  node.stop();
  expect((await reserve()) - before).toBe(5_000_000n);
  expect(await sweep(network.rpcUrl)).toMatchObject({ code: 0, out: expect.stringContaining('Swept') as string });
  expect((await reserve()) - before).toBe(10_000_000n);
  expect(unsettledIn(join(shell.folder, 'coop', 'signed'))).toEqual([]);
}, 60_000);

test('for programs: a network failure is one, and what is unknown can be asked after', async () => {
  const ada = await walletOf('ada');
  const { network } = shell;
  const c: Context = {
    site: await reads.site(network.rpc, shell.env.COOP as never, ada.address),
    by: ada,
    rpc: network.rpc,
  };
  const pay = await flows.payCoop(c, 5_000_000n);
  const gone = await send(connect(['http://127.0.0.1:9'], undefined, { question: 0.5, wait: 0.1 }), ada, pay, {
    patience: { question: 0.5 },
  }).catch((failed: unknown) => failed);
  expect(isNetwork(gone)).toBe(true);
  expect(gone).toBeInstanceOf(NodeFailure);
  expect(gone).toMatchObject({
    trouble: 'unreachable',
    message: expect.stringContaining('nothing was signed or sent now') as string,
  });
  const node = await faults(network.rpcUrl, (method) =>
    method === 'sendTransaction'
      ? 'lose the answer'
      : /getSignatureStatuses|getEpochInfo|getTransaction/.test(method)
        ? 'lose'
        : 'pass',
  );
  const unknown = await send(connect([node.url], undefined, { question: 1, wait: 0.1 }), ada, pay, {
    patience: { silence: 1, question: 1 },
  }).catch((failed: unknown) => failed);
  node.stop();
  expect(unknown).toBeInstanceOf(Unsettled);
  expect(await fateOf(network.rpc, (unknown as Unsettled).signed)).toMatchObject({ fate: 'landed' });
  await expect(send(network.rpc, ada, pay, { priority: 'urgent' as never })).rejects.toThrow('“urgent” is no priority');
  await expect(flows.pay(c, 0.5, 5n)).rejects.toThrow('0.5 is no whole number');
  expect(units.formatAmount(-5n, 6)).toBe('-0.000005');
}, 60_000);
