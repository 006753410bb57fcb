// Token accounts and wrapped SOL, commands that take several transactions, and the number of requests.
import { getMintEncoder, TOKEN_PROGRAM_ADDRESS } from '@solana-program/token';
import { getBase58Decoder, none, type Address } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addresses, reads } from '../src/client';
import { faults } from './faults';
import { liveCoop, POOL, startShell, type Shell } from './shell';

let shell: Shell;
beforeAll(async () => {
  shell = await startShell(['ada', 'ben', 'cleo']);
  await liveCoop(shell, ['ada', 'ben', 'cleo']);
}, 180_000);
afterAll(() => shell?.network.stop());

test('a payee without a token account gets one: for a spend, a service, or money that it is owed', async () => {
  const { as, wallet, network } = shell;
  await shell.person('dora', 0n);
  await as('dora', 'register-service', 'Cakes', '300');
  // the provider's token account was closed meanwhile
  await network.surfnet.setAccount(
    await addresses.tokensOf(wallet('dora'), network.mint, TOKEN_PROGRAM_ADDRESS),
    0,
    [],
    '11111111111111111111111111111111',
  );
  await as('ada', 'pay', '1', '10');
  expect((await reads.purse(network.rpc, wallet('dora'))).get(network.mint)).toBe(9_700_000n);
  // without an account, it is the usual one of the wallet that acts for the service
  await as('dora', 'update-payout', '1');
  await shell.person('eve', 0n);
  await network.pass(31 * 86_400);
  await as('ada', 'chores', '--do');
  await as('ada', 'propose', 'spend', wallet('eve'), '1');
  for (const name of ['ada', 'ben', 'cleo']) await as(name, 'vote', '0', 'yes');
  await as('cleo', 'propose', 'set-take-rate', '250');
  await network.pass(11 * 86_400);
  // one proposal is requested and returned, not all
  const given: number[] = [];
  const node = await faults(
    network.rpcUrl,
    () => 'pass',
    (method, _, answer) =>
      method === 'getProgramAccounts' && given.push((JSON.parse(answer) as { result: unknown[] }).result.length),
  );
  await as('cleo', '-u', node.url, 'execute', '0');
  expect(given).toEqual([1]);
  expect([...node.asked.values()].reduce((sum, times) => sum + times, 0)).toBeLessThan(20);
  node.stop();
  expect((await reads.purse(network.rpc, wallet('eve'))).get(network.mint)).toBe(1_000_000n);
}, 120_000);

test('a co-op that counts in SOL: as much is wrapped as is missing, that is said, and what is left comes out again', async () => {
  const { as, run, key, wallet, network, env } = shell;
  const sol = addresses.WRAPPED_SOL;
  await network.surfnet.setAccount(
    sol,
    1_461_600,
    [
      ...getMintEncoder().encode({
        mintAuthority: none(),
        supply: 0n,
        decimals: 9,
        isInitialized: true,
        freezeAuthority: none(),
      }),
    ],
    TOKEN_PROGRAM_ADDRESS,
  );
  const own = env.COOP!;
  env.COOP = (
    JSON.parse(
      await as('ada', '--json', 'found', 'In SOL', '--mint', sol, '--id', '7', '--pool', JSON.stringify(POOL)),
    ) as { coop: string }
  ).coop;
  await network.surfnet.fundSol(wallet('ada'), 1_000_000_000_000);
  await network.pass(120);
  const wrappedBy = async (name: string) => (await reads.purse(network.rpc, wallet(name))).get(sol) ?? 0n;
  expect(await as('ada', '--dry-run', 'pledge', '0', '150')).toMatch(/^transfer sol\n {2}lamports +150 SOL\n/m);
  const pledged = await run('-k', key('ada'), 'pledge', '0', '150');
  expect(pledged).toMatchObject({
    code: 0,
    err: expect.stringContaining('wraps 150 SOL, which your token account lacks; `coop unwrap` takes') as string,
  });
  expect(await wrappedBy('ada')).toBe(0n);
  await as('ada', 'withdraw-pledge', '0', '40');
  expect(await wrappedBy('ada')).toBe(40_000_000_000n);
  expect((await run('-k', key('ada'), 'pledge', '0', '45.25')).err).toContain('wraps 5.25 SOL');
  expect(await run('-k', key('ada'), 'pledge', '0', '3000')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/this takes 3\s000 SOL: you hold 0 wrapped and \d+\.\d+ besides/) as string,
  });
  await as('ada', 'withdraw-pledge', '0', '40');
  // the rest, whatever it is
  await as('ada', 'withdraw-pledge', '0', 'all');
  expect((await reads.pledges(network.rpc, env.COOP as Address)).map(({ amount }) => amount)).toEqual([0n]);
  expect(await run('-k', key('ada'), 'withdraw-pledge', '0', 'all')).toMatchObject({
    code: 1,
    err: expect.stringContaining('you have pledged no money to pool 0') as string,
  });
  expect(await run('-k', key('ada'), 'withdraw-pledge', '0', 'everything')).toMatchObject({ code: 2 });
  const before = await network.rpc.getBalance(wallet('ada')).send();
  await as('ada', 'unwrap');
  expect((await network.rpc.getBalance(wallet('ada')).send()).value - before.value).toBeGreaterThan(40_000_000_000n);
  expect(await as('ada', 'unwrap')).toBe('there is nothing to do\n');
  env.COOP = own;
  expect(await run('-k', key('ada'), 'unwrap')).toMatchObject({
    code: 1,
    err: expect.stringContaining('this co-op counts in the token') as string,
  });
}, 120_000);

/** Runs a command that does not learn what became of its first transaction. */
async function cut(name: string, ...words: string[]) {
  let first: string | undefined;
  const node = await faults(shell.network.rpcUrl, (method, _, body) => {
    if (method === 'sendTransaction') {
      const [wire] = (JSON.parse(body) as { params: [string] }).params;
      first ??= getBase58Decoder().decode(Buffer.from(wire, 'base64').subarray(1, 65));
    }
    return first && method === 'getSignatureStatuses' && body.includes(first) ? 'lose' : 'pass';
  });
  shell.env.COOP_PATIENCE = 'silence=1,question=1,wait=0.1,longest=0.5';
  const ran = await shell.run('-u', node.url, '-k', shell.key(name), ...words);
  delete shell.env.COOP_PATIENCE;
  node.stop();
  return ran;
}

test('of several transactions each is told, the code is the worst, and only what needs the one that failed is not tried', async () => {
  const { as, run, key, wallet } = shell;
  for (const name of ['fay', 'gil']) {
    await shell.person(name);
    await as(name, 'join', '--name', name);
    for (const voucher of ['ada', 'ben']) await as(voucher, 'vouch-for', wallet(name));
  }
  // the outcome of the first stays unknown, the next is done
  const ran = await cut('ada', 'chores', '--do');
  expect(ran.code).toBe(3);
  expect(ran.err).toMatch(
    /^1 of \d+: .*\nsigned \w+\ncoop: it was signed and sent, and its outcome is unknown.*\n2 of \d+: .*\nsigned \w+\n/,
  );
  expect(ran.out).toMatch(/^\d+ \w+\n/);
  // the rest needs the first: the reasons follow the proposal in a second transaction
  const refused = await run(
    '-k',
    key('fay'),
    'propose',
    'amend',
    '{"reserveBps": 3000}',
    '--why',
    'x'.repeat(380),
    '--statutes',
    'package.json',
    '--statutes-uri',
    `https://example.org/${'s'.repeat(70)}`,
  );
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(
    /^coop: .*\n(coop: the one that follows was not signed or sent, as it needs the one before\n)?(coop: of something that you signed before .*\n)?$/,
  );
}, 120_000);

test('what follows a transaction that an earlier command sent is sent by the next: reasons, the pool of a founding', async () => {
  const { run, as, key, network } = shell;
  const why = 'y'.repeat(400);
  const files = ['statutes', 'document'].flatMap((of) => {
    return [`--${of}`, 'package.json', `--${of}-uri`, `https://example.org/${of}/${'s'.repeat(67)}`];
  });
  const proposes = ['propose', 'amend', '{"reserveBps": 3000}', '--why', why, ...files];
  expect((await cut('ben', ...proposes)).code).toBe(3);
  const last = async () =>
    (JSON.parse(await as('ben', '--json', 'proposals')) as { index: number; why: string }[]).sort(
      (a, b) => b.index - a.index,
    )[0]!;
  const made = await last();
  expect(made.why).toBe('');
  const again = await run('-k', key('ben'), ...proposes);
  expect(again).toMatchObject({ code: 4, err: expect.stringContaining('was done after all') as string });
  expect(await last()).toMatchObject({ index: made.index, why });
  // and it does nothing more
  expect((await run('-k', key('ben'), ...proposes)).code).toBe(4);

  const founds = [
    'found',
    'Twice',
    '--mint',
    network.mint,
    '--id',
    '9',
    '--about',
    'a'.repeat(280),
    '--pool',
    JSON.stringify(POOL),
  ];
  expect((await cut('ben', ...founds)).code).toBe(3);
  const rest = await run('--json', '-k', key('ben'), ...founds);
  expect(rest.code).toBe(4);
  const { coop } = JSON.parse(/^\{[^]*?\n\}/m.exec(rest.err)![0]) as { coop: string };
  const shown = JSON.parse(await as('ben', '-c', coop, '--json', 'show')) as object;
  expect(shown).toMatchObject({ coop: { pools: 1 } });
  expect(rest.out).toContain('signature');
}, 120_000);
