// Acts of a co-op in another one with another token: entered and shown to voters and co-signers in that token, with named accounts.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getTransferSolInstructionDataEncoder } from '@solana-program/system';
import { getMintEncoder, TOKEN_PROGRAM_ADDRESS } from '@solana-program/token';
import { isAddress, none, type Address } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addresses, flows, program, reads, rules, units } from '../src/client';
import { read } from '../src/client/calls';
import { proposedCall } from '../src/client/proposedCall';
import { walletOf, type Network } from '../src/local/network';
import { found, start } from '../src/local/story';
import { type Stage } from '../src/local/stage';
import { barriers, begin, complaints, end, network, open, status } from './browser';
import { faults } from './faults';
import { coop, keyFile } from './shell';

const PEOPLE = ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil'];
const FINE = 1_000_000_000n;
let own: Stage;
let union: Stage;
let agent: Address;
let symbol: string;
let folder: string;

/** The same network for the stage, but with a token of nine decimals. */
async function finer(): Promise<Network> {
  const mint = (await walletOf('a finer mint')).address;
  const data = getMintEncoder().encode({
    mintAuthority: (await walletOf('mint authority')).address,
    supply: 1_000_000_000_000_000n,
    decimals: 9,
    isInitialized: true,
    freezeAuthority: none(),
  });
  await network.surfnet.setAccount(mint, 1_461_600, Array.from(data), TOKEN_PROGRAM_ADDRESS);
  return {
    ...network,
    mint,
    decimals: 9,
    async person(name) {
      const signer = await network.person(name);
      await network.surfnet.fundToken(signer.address, mint, Number(5_000n * FINE));
      return signer;
    },
  };
}
/** All vote yes on Ada's last proposal; after the timelock Ben carries it out. */
async function resolved() {
  const [made] = await reads.proposals(network.rpc, own.coop);
  for (const name of PEOPLE) await own.does(name, 'castVote', { proposal: made!.index, choice: 'yes' });
  await network.pass(Number(made!.ends - (await network.now())) + made!.timelock + 1);
  await own.flows('Ben', (c) => flows.execute(c, made!));
}
const shell = async (...words: string[]) => {
  const ran = await coop(['-u', network.rpcUrl, '-k', join(folder, 'Ada.json'), ...words], {
    COOP: own.coop,
    XDG_STATE_HOME: folder,
  });
  expect({ words, code: ran.code, err: ran.code === 0 ? '' : ran.err }).toEqual({ words, code: 0, err: '' });
  return ran;
};

beforeAll(async () => {
  await begin(false);
  own = await found(network);
  await start(own);
  union = await found(await finer(), 'Ada', 'Union of Bakeries', 2n);
  await start(union);
  symbol = units.symbolOf((await union.context('Ada')).site.token)!;
  agent = await addresses.agentOf(own.coop);
  await network.surfnet.fundSol(agent, 1_000_000_000);
  await own.flows('Ada', (c) => flows.represent(c, union.coop, 'apply', {}));
  await resolved();
  for (const name of PEOPLE.slice(0, rules.vouchesNeeded((await union.context('Ada')).site.coop)))
    await union.does(name, 'vouchFor', { candidate: agent });
  await union.does('Ada', 'admit', { wallet: agent });
  await union.flows('Cleo', (c) => flows.offer(c, 'Flour'));
  folder = mkdtempSync(join(tmpdir(), 'coop-elsewhere-'));
  await keyFile(folder, 'Ada');
}, 300_000);
afterAll(end);

test('an amount is in the token of the co-op in which it is paid, where it is typed and where it is voted on', async () => {
  const page = await open('Ada', `/coop/${own.coop}/proposals`);
  await page.getByText('Propose something', { exact: true }).click();
  await page.getByRole('combobox', { name: /^What/ }).first().selectOption('Represent');
  const form = page.getByRole('form', { name: 'Propose' });
  await form.locator('[name=coop]').fill(union.coop);
  await form.locator('[name=act]').selectOption('payCoop');
  await form.getByText('In the token of that co-op').waitFor();
  await form.locator('[name="its amount"]').fill('10');
  const clears = form.locator('[name=clears]');
  if ((await clears.count()) > 0) await clears.check();
  await form.getByRole('button', { name: 'Propose' }).click();
  await status(page, /Proposing: done/);
  const [made] = await reads.proposals(network.rpc, own.coop);
  expect(read(made!.call.data)).toMatchObject({ name: 'payCoop', says: { amount: 10n * FINE } });

  const card = page.getByRole('article', { name: `Proposal ${made!.index}` });
  await card.getByText(`pay the co-op: amount 10 ${symbol}`, { exact: true }).waitFor();
  await card.getByRole('link', { name: 'Union of Bakeries' }).waitFor();
  await card.getByRole('row', { name: /vault change$/ }).waitFor();
  await card.getByRole('row', { name: /payer, the co-op's agent (change|read), signs$/ }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.context().close();

  const told = (await shell('proposals')).out;
  expect(told).toContain(
    `as a member of “Union of Bakeries”, ${union.coop} it does: pay the co-op: amount 10 ${symbol}`,
  );
  for (const { address } of made!.call.accounts) expect(told).toContain(address);
  expect(told).toMatch(new RegExp(`payer, the co-op's agent +${agent} {2}\\w+, signs\n`));
  expect(told).toMatch(new RegExp(`data, ${made!.call.data.length} bytes +${units.hex(made!.call.data)}\n`));
}, 120_000);

test('a vote names the proposal and its effect, a payment the service; a closed co-op is named', async () => {
  await union.flows('Ben', async (c) =>
    flows.propose(c, {
      __kind: 'Spend',
      to: (await walletOf('Dora')).address,
      amount: 5n * FINE,
      purpose: program.Purpose.Expense,
    }),
  );
  const says = async (act: 'castVote' | 'payService', values: object) => {
    await own.flows('Ada', (c) => flows.represent(c, union.coop, act, values as never));
    const [made] = await reads.proposals(network.rpc, own.coop);
    const call = await proposedCall(network.rpc, own.coop, made!);
    const gone = await proposedCall(network.rpc, own.coop, { ...made!, target: agent });
    await own.does('Ada', 'cancelProposal', { proposal: made!.index });
    expect(gone).toMatchObject({ accounts: call.accounts, lacks: `there is no co-op at ${agent} on this network` });
    expect(gone.does).toBeUndefined();
    return call.does;
  };
  await own.does('Ada', 'cancelProposal', { proposal: (await reads.proposals(network.rpc, own.coop))[0]!.index });
  expect(await says('castVote', { proposal: 0, choice: 'no' })).toMatch(
    new RegExp(`^vote \\(proposal 0, “Pay 5 ${symbol} to .+ as an expense”\\): choice no$`),
  );
  expect(await says('payService', { service: 0, amount: 2n * FINE })).toBe(
    `pay a service (service 0, “Flour”): amount 2 ${symbol}, max fee 0.06 ${symbol}`,
  );
}, 120_000);

test('co-signers read every account of a proposed call with its rights, and all of its data', async () => {
  const accounts = [
    { address: agent, isSigner: true, isWritable: true },
    { address: addresses.RENT, isSigner: false, isWritable: true },
    { address: network.mint, isSigner: false, isWritable: false },
  ];
  const data = Array.from({ length: 40 }, (_, i) => (i * 6).toString(16).padStart(2, '0')).join('');
  const words = ['propose', 'invoke', addresses.TOKEN, JSON.stringify(accounts), data];
  for (const text of [(await shell('--dry-run', ...words)).out, (await shell('--export', ...words)).err]) {
    expect(text).toMatch(new RegExp(`action accounts 0 +${agent} {2}change, signs\n`));
    expect(text).toMatch(new RegExp(`action accounts 1 +${addresses.RENT} {2}change\n`));
    expect(text).toMatch(new RegExp(`action accounts 2 +${network.mint} {2}read\n`));
    expect(text).toMatch(new RegExp(`action program +${addresses.TOKEN}\n`));
    expect(text).toContain(data);
  }
  // payees are shown in full too, and acts in another co-op in words, though its token is not known here
  const { address: dora } = await walletOf('Dora');
  expect((await shell('--dry-run', 'propose', 'spend', dora, '1')).out).toMatch(new RegExp(`action to +${dora}\n`));
  const acts = (await shell('--export', 'represent', union.coop, 'pay-coop', '10')).err;
  expect(acts).toMatch(/which is to +pay the co-op: amount 10[\s\d]*000\sbase units\n/);
  const lines = acts.split('\n').filter((line) => /^ {2}action accounts \d/.test(line));
  expect(lines).toHaveLength(7);
  expect(lines.every((line) => isAddress(line.trim().split(/\s+/)[3]!))).toBe(true);
}, 120_000);

test('what an act in another co-op would change there is shown in its token before it is done, and here in the own one', async () => {
  await network.surfnet.fundToken(agent, (await union.context('Ada')).site.mint, Number(20n * FINE));
  await own.flows('Ada', (c) => flows.represent(c, union.coop, 'payCoop', { amount: 10n * FINE }));
  const [made] = await reads.proposals(network.rpc, own.coop);
  for (const name of PEOPLE) await own.does(name, 'castVote', { proposal: made!.index, choice: 'yes' });
  await network.pass(Number(made!.ends - (await network.now())) + made!.timelock + 1);
  // it moves money, so it waits for a close that comes after its timelock
  for (let turn = 0; turn < 2; turn++) {
    const { site } = await own.context('Ada');
    if (rules.isOverdue(site.coop, site.now)) await own.does('Ada', 'closePeriod', {});
    if (turn === 0) await own.pass(31);
  }
  const told = (await shell('--dry-run', 'execute', `${made!.index}`)).out;
  expect(told).toMatch(new RegExp(`\\n {2}period revenue +.* → .*\\(\\+10 ${symbol}\\)\\n`));
  expect(told).toMatch(new RegExp(`\\n {2}amount +20 ${symbol} → 10 ${symbol} +\\(−10 ${symbol}\\)\\n`));
  expect(told).not.toContain('LOCAL');
  await own.flows('Ben', (c) => flows.execute(c, made!));
  expect((await shell('--dry-run', 'subscribe', '1')).out).toMatch(/\n {2}amount .*\(−1 LOCAL\)\n/);
}, 120_000);

test('texts of a call are shown as they are: they cannot erase a line, reverse other texts or hide', async () => {
  const forged = 'hi\u001b[1A\u001b[2K\u202e\u009b2J';
  const readable = 'hi(U+001B)[1A(U+001B)[2K(U+202E)(U+009B)2J';
  const memo = 'MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr';
  // from words, as an elector would propose it, and as a name that a co-op would take in another one
  await shell('propose', 'invoke', memo, '[]', units.hex(new TextEncoder().encode(forged)));
  const [made] = await reads.proposals(network.rpc, own.coop);
  const { data } = made!.call;
  const told = (await shell('proposals')).out;
  expect(told).toContain(`it calls the memo program, which writes “${readable}”`);
  expect(told).not.toMatch(/[^\n -~\u00a0-\u024f\u2013-\u201e\u2026\u202f\u2190-\u21ff\u2212]/u);
  const page = await open('Ada', `/coop/${own.coop}/proposals`);
  await page
    .getByRole('article', { name: `Proposal ${made!.index}` })
    .getByText(`writes “${readable}”`)
    .waitFor();
  await page.context().close();
  await own.does('Ada', 'cancelProposal', { proposal: made!.index });
  expect(units.hex(data)).toBe(units.hex(new TextEncoder().encode(forged)));
  await own.flows('Ada', (c) => flows.represent(c, union.coop, 'setName', { name: 'Bakers' }));
  const [plain] = await reads.proposals(network.rpc, own.coop);
  await own.does('Ada', 'cancelProposal', { proposal: plain!.index });
  const named = program.getSetNameInstructionDataEncoder().encode({ name: forged });
  const { accounts } = plain!.call;
  await own.flows('Ada', (c) =>
    flows.propose(c, { __kind: 'Represent', coop: union.coop, accounts, data: Array.from(named) }),
  );
  const [taken] = await reads.proposals(network.rpc, own.coop);
  const says = `take a name: name “${readable}”`;
  expect((await proposedCall(network.rpc, own.coop, taken!)).does).toBe(says);
  expect((await shell('proposals')).out).toContain(says);
  await own.does('Ada', 'cancelProposal', { proposal: taken!.index });

  // and what a node says, for people and for scripts
  const node = await faults(network.rpcUrl, (method) =>
    method === 'getMultipleAccounts' ? { error: { code: -32602, message: `no ${forged}` } } : 'pass',
  );
  const asked = (...words: string[]) => coop(['-u', node.url, ...words, 'show'], { COOP: own.coop });
  expect((await asked()).err).toContain(`no ${readable}`);
  const { err } = await asked('--json');
  expect(err).not.toMatch(/[^\n -~“”]/);
  expect((JSON.parse(err) as { error: string }).error).toContain(`no ${forged}`);
  node.stop();
}, 120_000);

test('accounts of a proposed call are shown in full, in its words too, and on a phone nothing is wider for it', async () => {
  const [from, to] = [agent, (await walletOf('Dora')).address];
  const accounts = [
    { address: from, isSigner: true, isWritable: true },
    { address: to, isSigner: false, isWritable: true },
  ];
  const data = Array.from(getTransferSolInstructionDataEncoder().encode({ amount: 2_500_000_000n }));
  await own.flows('Ada', (c) =>
    flows.propose(c, { __kind: 'Invoke', program: addresses.NONE, accounts, data, pinned: false }),
  );
  const [made] = await reads.proposals(network.rpc, own.coop);
  const says = `pays 2.5 SOL from ${from} to ${to}`;
  expect((await shell('proposals')).out).toContain(`it calls the system program, which ${says}`);
  const page = await open('Ada', `/coop/${own.coop}/proposals`);
  await page.setViewportSize({ width: 320, height: 780 });
  const card = page.getByRole('article', { name: `Proposal ${made!.index}` });
  await card.getByText(says, { exact: true }).waitFor();
  for (const { address } of accounts)
    await card.getByRole('table').getByRole('button', { name: address }).getByText(address, { exact: true }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  expect(await barriers(page)).toEqual([]);
  await page.context().close();
  await own.does('Ada', 'cancelProposal', { proposal: made!.index });
}, 120_000);

test('a mandate that would be ended is named by its number, its holder and its amount, and found by its address', async () => {
  const { address: ben } = await walletOf('Ben');
  const until = (await network.now()) + 300n * 86_400n;
  await own.flows('Ada', (c) =>
    flows.propose(c, { __kind: 'Mandate', to: ben, perPeriod: 1_500_000n, until, work: false }),
  );
  await resolved();
  const [mandate] = await reads.mandates(network.rpc, own.coop);
  await own.flows('Ada', (c) => flows.propose(c, { __kind: 'RevokeMandate', mandate: mandate!.address }));
  const [made] = await reads.proposals(network.rpc, own.coop);
  const says = (holder: string) => `End the mandate no. 0, by which ${holder} can draw up to 1.5 LOCAL a period`;
  const told = (await shell('proposals')).out;
  expect(told).toContain(says(`Ben (no. 1), ${ben}`));
  expect(told).toContain(`\n      mandate ${mandate!.address}\n`);
  expect((await shell('mandates')).out).toMatch(new RegExp(`^ +0 {2}Ben .*\n +mandate ${mandate!.address}\n`));
  expect((await shell('calendar')).out.replace(/\r\n /g, '')).toContain(says('Ben (no. 1)').replaceAll(',', '\\,'));

  const page = await open('Ada', `/coop/${own.coop}/proposals`);
  const card = page.getByRole('article', { name: `Proposal ${made!.index}` });
  await card.getByRole('heading', { name: says('Ben (no. 1)') }).waitFor();
  await card.getByText(mandate!.address, { exact: true }).waitFor();
  const given = page.getByRole('article', { name: 'Mandate 0' });
  for (const address of [mandate!.address, ben]) await given.getByText(address, { exact: true }).waitFor();
  await page.getByRole('region', { name: 'What waits for you' }).getByText(says('Ben (no. 1)')).first().waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.context().close();
  await own.does('Ada', 'cancelProposal', { proposal: made!.index });
}, 120_000);

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));
