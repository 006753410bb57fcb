// The command line where something is missing: statutes, SOL, a name, a term; and what cannot be seen in a file.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { program, reads, rules, units } from '../src/client';
import { walletOf } from '../src/local/network';
import { keyFile, liveCoop, startShell, type Shell } from './shell';

let shell: Shell;
beforeAll(async () => {
  shell = await startShell(['ada', 'ben', 'cleo']);
  await liveCoop(shell, ['ada', 'ben', 'cleo']);
}, 180_000);
afterAll(() => shell?.network.stop());

const said = (text: string | RegExp, code = 1) => ({
  code,
  out: '',
  err: (typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text)) as string,
});

test('a co-op without statutes asks for no document', async () => {
  const { run, key, folder } = shell;
  await shell.person('dora');
  const file = join(folder, 'statutes.txt');
  writeFileSync(file, 'Whatever.');
  const dora = ['-k', key('dora')] as const;
  expect(await run('show')).toMatchObject({ code: 0, out: expect.stringMatching(/^no statutes$/m) as string });
  expect(await run('check', 'statutes', file)).toMatchObject(said('this co-op has no statutes'));
  expect(await run(...dora, 'join', '--statutes', file)).toMatchObject(
    said(`this co-op has no statutes, so ${file} cannot be what you sign: leave out --statutes`),
  );
  expect(await run(...dora, 'join')).toMatchObject({
    code: 0,
    err: expect.stringMatching(/^you sign no statutes: this co-op has none\nsigned \w+\n$/) as string,
  });
});

test('a wallet without SOL is told how much it takes and who can pay; that is what it takes', async () => {
  const { network, run, key, folder } = shell;
  const { address } = await walletOf('evan');
  await keyFile(folder, 'evan');
  const rent = (size: number) => network.rpc.getMinimumBalanceForRentExemption(BigInt(size)).send();
  const needs = (await rent(program.getMemberSize())) + (await rent(0)) + 5_000n;
  const sol = (lamports: bigint) => `${units.formatAmount(lamports, 9)} SOL`;
  const lacking = (has: bigint, why: string) =>
    said(
      new RegExp(
        `^(you sign no .*\\n)?coop: ${why}: ${address} has ${sol(has)}, and this takes at least ${sol(needs)} \\(.* as deposits of new accounts, 0\\.000005 SOL as the fee, .* that a wallet keeps\\)\\. Have it sent there by an exchange or by a member, or name another wallet that pays, with --fee-payer FILE\\n$`,
      ),
    );
  const join = () => run('-k', key('evan'), 'join');
  expect(await join()).toMatchObject(lacking(0n, 'the wallet that pays the fee holds no SOL on this network'));
  await network.surfnet.fundSol(address, 1_000_000);
  expect(await join()).toMatchObject(
    lacking(1_000_000n, 'there is not enough SOL to pay for the rent of a new account'),
  );
  await network.surfnet.fundSol(address, Number(needs));
  expect(await join()).toMatchObject({ code: 0 });
  await keyFile(folder, 'fay');
  expect(await run('-k', key('fay'), '--fee-payer', key('ada'), 'join')).toMatchObject({ code: 0 });
});

test('who withdraws its application gets the deposit back at once; a former member keeps its account', async () => {
  const { run, as, key, network, env } = shell;
  await shell.person('gina');
  const { address } = await walletOf('gina');
  const held = async () => (await network.rpc.getBalance(address).send()).value;
  const member = () => reads.memberAt(network.rpc, env.COOP as never, address);
  const before = await held();
  expect((await run('-k', key('gina'), '--fee-payer', key('ada'), 'join')).code).toBe(0);
  expect(await held()).toBe(before);
  expect(await as('gina', 'withdraw-application')).toMatch(/^\d+ ApplicationWithdrawn\n\d+ MemberReclaimed\n/);
  expect(await member()).toBeUndefined();
  // vouches for an application that is over do not count for the next one
  await as('gina', 'join');
  await as('ada', 'vouch-for', address);
  await as('gina', 'withdraw-application');
  await as('gina', 'join');
  expect((await member())!.vouchesReceived).toBe(0);
  for (const voucher of ['ada', 'ben']) await as(voucher, 'vouch-for', address);
  await as('ada', 'chores', '--do');
  await as('gina', 'leave');
  await network.pass(31 * 86_400);
  await as('ada', 'close');
  await as('gina', 'join');
  expect(await as('gina', 'withdraw-application')).toMatch(/^\d+ ApplicationWithdrawn\n\w+/);
  expect(rules.standing((await member())!)).toBe('left');
}, 60_000);

test('a name is removed only if that is said', async () => {
  const { run, key, as } = shell;
  const named = async () => (await as('ada', 'members')).split('\n').find((line) => line.includes('Benedict'));
  await as('ben', 'name', 'Benedict');
  await shell.network.pass(31 * 86_400);
  expect(await run('-k', key('ben'), 'name')).toMatchObject(
    said(/NAME is missing: .* or --none .*\nusage: coop name/, 2),
  );
  expect(await run('-k', key('ben'), 'name', 'Ben', '--none')).toMatchObject(said('not both', 2));
  expect(await named()).toBeDefined();
  await as('ben', 'name', '--none');
  expect(await named()).toBeUndefined();
});

test('an amendment is terms by their names that change something, with or without a mark that nobody sees', async () => {
  const { run, key, as, folder, network, env } = shell;
  const file = join(folder, 'charter.json');
  const amend = (what: string, ...more: string[]) => run('-k', key('cleo'), 'propose', 'amend', what, ...more);
  writeFileSync(file, '\ufeff{"reserveBps": 3000}');
  for (const what of [file, '\ufeff{"reserveBps": 3000}'])
    expect(await as('cleo', '--dry-run', 'propose', 'amend', what)).toMatch(/charter reserve bps +30 %/);
  expect(await amend('[]')).toMatchObject(said(/charter: \[\] is a list, and terms by their names are asked for/, 2));
  for (const alone of ['3', 'null', '"reserveBps"']) {
    writeFileSync(file, alone);
    expect(await amend(file)).toMatchObject(said(`charter: ${file} is a single value`, 2));
  }
  const { coop } = await reads.site(network.rpc, env.COOP as never);
  for (const same of ['{}', `{"reserveBps": ${coop.charter.reserveBps}}`])
    expect(await amend(same)).toMatchObject(said('this amendment changes nothing'));
  expect(
    await run('-k', key('cleo'), 'found', 'New', '--mint', network.mint, '--id', '9', '--pool', '[]'),
  ).toMatchObject(said('terms: [] is a list', 2));
});

test('a payment to a service whose owner has no token account shows the cost of creating it', async () => {
  const { network, run, key, env } = shell;
  const { payout } = (await reads.services(network.rpc, env.COOP as never))[0]!;
  await network.surfnet.setAccount(payout, 0, [], '11111111111111111111111111111111');
  const told =
    'the owner of the service has no account for this token: your payment makes one, for a deposit of 0.00203928 SOL';
  const pay = async () => (await run('-k', key('ada'), 'pay', '0', '1')).err;
  expect(await pay()).toContain(told);
  expect(await pay()).not.toContain('no account');
});
