// The page as a newcomer meets it: names with spaces, co-ops of one name, no statutes, a wallet without SOL, a phone without a wallet.
import { AccountState, getMintEncoder, getTokenEncoder, TOKEN_PROGRAM_ADDRESS } from '@solana-program/token';
import { none } from '@solana/kit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flows, program, reads, send, units, words } from '../src/client';
import { WRAPPED_SOL } from '../src/client/addresses';
import { walletOf } from '../src/local/network';
import { found, poolTerms } from '../src/local/story';
import {
  at,
  barriers,
  begin,
  browser,
  complaints,
  end,
  network,
  open,
  plain,
  press,
  stage,
  status,
  tab,
} from './browser';

const SYSTEM = '11111111111111111111111111111111';
beforeAll(() => begin(), 240_000);
afterAll(end);

/** Types as people do, one key after another. */
const types = async (page: Page, label: string | RegExp, text: string) => {
  const field = page.getByLabel(label);
  await field.fill('');
  await field.pressSequentially(text);
  return field.inputValue();
};

test('a name with a space is found, typed key by key', async () => {
  const page = await open('Visitor Uma');
  await page.getByText(/^\d+ of \d+ on /).waitFor();
  expect(await types(page, 'Name or address', 'mill street ')).toBe('mill street ');
  await page.getByRole('link', { name: 'Mill Street Bakery' }).waitFor();
  // the spaces around it are none of the name, nor of an address
  expect(await types(page, 'Name or address', `  ${stage.coop} `)).toBe(`  ${stage.coop} `);
  await page.getByRole('link', { name: 'Mill Street Bakery' }).click();
  await tab(page, 'Members');
  expect(await types(page, /^Find a wallet/, ' cleo (no. 2) ')).toBe(' cleo (no. 2) ');
  await page
    .getByRole('status')
    .getByText(/^1 of \d+$/)
    .waitFor();
  await page.context().close();
});

test('where two co-ops look alike, both say so, with their whole addresses', async () => {
  // a capital I for the l, a Cyrillic а, and two spaces
  const twin = await found(network, 'Mallory', 'MiIl Street  B\u0430kery', 5n);
  await found(network, 'Mallory', 'Mill Street Bakery 2', 6n);
  const page = await open('Visitor Uma');
  const row = (coop: string) => page.locator('li').filter({ has: page.locator(`a[href="#/coop/${coop}"]`) });
  for (const coop of [stage.coop, twin.coop]) {
    await row(coop).getByText('Another co-op has a name like this one.').waitFor();
    await row(coop).getByText(coop, { exact: true }).waitFor();
  }
  const other = page.locator('li').filter({ has: page.getByRole('link', { name: 'Mill Street Bakery 2' }) });
  expect(await other.locator('code').textContent()).toMatch(/^\w{4}…\w{4}$/);
  expect(await other.getByText('Another co-op').count()).toBe(0);
  await row(twin.coop).getByRole('link').click();
  const title = page.locator('.title');
  await title.getByRole('heading').waitFor();
  expect(await title.locator('code').textContent()).toBe(units.short(twin.coop));
  expect(await barriers(page)).toEqual([]);
  await page.context().close();
});

test('whoever has no SOL reads how much it takes, and that is exactly enough', async () => {
  const page = await open('Visitor Vera', `/coop/${stage.coop}`);
  const { address } = await walletOf('Visitor Vera');
  const rent = (size: number) => network.rpc.getMinimumBalanceForRentExemption(BigInt(size)).send();
  const sol = (lamports: bigint) => units.formatAmount(lamports, { decimals: 9, symbol: 'SOL' });
  const [deposit, kept] = [await rent(program.getMemberSize()), await rent(0)];
  const needs = deposit + kept + 5_000n;
  const form = page.getByRole('form', { name: 'Apply for membership' });
  await form.getByText(`a deposit of ${sol(deposit)}, which returns`).waitFor();
  await form.getByText(`Your wallet has 0 SOL, and needs ${sol(needs)}, of which it keeps ${sol(kept)}.`).waitFor();
  await form.getByLabel('I have read the statutes').check();
  const apply = () => form.getByRole('button', { name: 'Apply for membership' }).click();
  await apply();
  await status(
    page,
    `the wallet that pays the fee holds no SOL on this network: ${address} has 0 SOL, and this takes at least ${sol(needs)} (`,
  );
  await network.surfnet.fundSol(address, Number(needs - 1n));
  await apply();
  await status(page, `${address} has ${sol(needs - 1n)}, and this takes at least ${sol(needs)}`);
  await network.surfnet.fundSol(address, Number(needs));
  await apply();
  await status(page, /Applying: done/);
  await page.context().close();
});

test('what can be paid is what the account holds from which payments are taken', async () => {
  const { mint } = network;
  const { address } = await walletOf('Visitor Walt');
  await network.surfnet.fundSol(address, 10_000_000_000);
  // in an account beside the associated one
  const beside = await walletOf("Walt's other account");
  const bytes = getTokenEncoder().encode({
    mint,
    owner: address,
    amount: 75_000_000n,
    delegate: null,
    state: AccountState.Initialized,
    isNative: null,
    delegatedAmount: 0n,
    closeAuthority: null,
  });
  await network.surfnet.setAccount(beside.address, 2_039_280, Array.from(bytes), TOKEN_PROGRAM_ADDRESS);
  expect((await reads.purse(network.rpc, address)).get(mint)).toBe(75_000_000n);
  const page = await open('Visitor Walt', `/coop/${stage.coop}/services`);
  const form = page.getByRole('form', { name: 'Pay Bread by subscription' });
  const can = () =>
    form
      .getByText(/^You can pay up to/)
      .locator('data')
      .getAttribute('value');
  expect(await can()).toBe('0');
  await form.getByLabel('Amount').fill('5');
  await form.getByRole('button', { name: 'Pay' }).click();
  await form.getByText('you hold none of this token').waitFor();
  await network.give(address, 6_000_000n);
  await page.reload();
  await form.getByText('You can pay up to 6').waitFor();
  expect(await can()).toBe('6');
  await page.context().close();
});

test('in a co-op that counts in SOL, what can be paid is what the wallet has, and all of it can be paid', async () => {
  const wrapped = getMintEncoder().encode({
    mintAuthority: none(),
    supply: 0n,
    decimals: 9,
    isInitialized: true,
    freezeAuthority: none(),
  });
  await network.surfnet.setAccount(WRAPPED_SOL, 1_461_600, Array.from(wrapped), TOKEN_PROGRAM_ADDRESS);
  const by = await network.person('Visitor Xena');
  const pool = { ...poolTerms((await network.now()) + 60n, 1_000_000_000n), useBondBps: 0, minUse: 0n };
  const { coop, instructions } = await flows.found(network.rpc, by, {
    id: 1n,
    name: 'In SOL',
    mint: WRAPPED_SOL,
    statutesUri: '',
    statutesHash: new Uint8Array(32),
    charter: words.usualCharter(9),
    pool: { ...pool, minRaise: 10_000_000_000n },
  });
  await send(network.rpc, by, instructions);
  await network.pass(120);
  await network.surfnet.fundSol(by.address, 420_123_456_789);
  const page = await open('Visitor Xena', `/coop/${coop}/pools`);
  const form = page.getByRole('form', { name: /Pledge to pool/ });
  const can = await form
    .getByText(/^You can pay up to/)
    .locator('data')
    .first()
    .getAttribute('value');
  expect(can).toBe('420.118456789');
  await form.getByLabel('Money').fill(can!);
  await press(page, 'Pledge', /Pledging: done/);
  await page.context().close();
});

test('a payment to a service whose owner has no token account shows the cost of creating it', async () => {
  const payout = (await reads.services(network.rpc, stage.coop))[0]!.payout;
  const { value: was } = await network.rpc.getAccountInfo(payout, { encoding: 'base64' }).send();
  await network.surfnet.setAccount(payout, 0, [], SYSTEM);
  const page = await open('Ada', `/coop/${stage.coop}/services`);
  const form = page.getByRole('form', { name: 'Pay Bread by subscription' });
  await form.getByLabel('Amount').fill('5');
  const makes = form.getByText('The owner of the service has no account for this token: your payment makes one');
  await makes.waitFor();
  expect(await makes.textContent()).toContain(`a deposit of ${units.formatAmount(was!.lamports, 9)} SOL from`);
  await form.getByRole('button', { name: 'Pay' }).click();
  await status(page, /Paying: done/);
  await page.reload();
  await form.getByLabel('Amount').fill('5');
  await form.getByText(/The service gets/).waitFor();
  await page.waitForTimeout(1_000);
  expect(await makes.count()).toBe(0);
  await page.context().close();
});

test('a phone without a wallet is told of the browser inside the wallet app', async () => {
  const page = await browser.newPage();
  await page.goto(`${at(plain)}/?${new URLSearchParams({ rpc: network.rpcUrl })}`);
  await page.getByText('No wallet in this browser').click();
  await page.getByText('open this page in the browser inside that app').waitFor();
  await page.close();
});

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));
