// With interest, an amount is another number of base units every second: it is still recognised, and a field left as it was is still that amount.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addresses, connect, flows, reads, send, units, type Context } from '../src/client';
import { walletOf } from '../src/local/network';
import { found, start } from '../src/local/story';
import { type Stage } from '../src/local/stage';
import { begin, complaints, end, holds, network, open, readAgain, status } from './browser';
import { forgetful } from './faults';
import { keeping } from './keeping';
import { bearing, mint2022 } from './mints';

let stage: Stage;
let forming: Stage;
beforeAll(async () => {
  await begin(false);
  const mint = await mint2022(network, 'grows', 6, bearing(30_000n, await network.now()));
  for (const name of ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil'])
    await network.surfnet.fundToken((await walletOf(name)).address, mint, 9_000_000_000, addresses.TOKEN_2022);
  stage = await found({ ...network, mint }, 'Ada', 'Growing', 41n);
  await start(stage);
  for (const name of ['Bread', 'Cake']) await stage.flows('Miller', (c) => flows.offer(c, name, 300));
  forming = await found({ ...network, mint }, 'Ada', 'Forming', 42n);
  await forming.does('Ada', 'makePledge', { pool: 0, amount: 100_000_000n, useAmount: 0n });
}, 180_000);
afterAll(end);

const amount = (c: Context, said: string) => units.parseAmount(said, c.site.token);

test('the same payment, written the same some seconds later, is recognised: it is not made twice', async () => {
  for (const again of [
    (c: Context) => flows.pay(c, 0, amount(c, '1000')),
    (c: Context) => flows.payCoop(c, amount(c, '1_000.25')),
    (c: Context) => flows.subscribe(c, amount(c, '70')),
  ]) {
    const kept = { ...keeping(), tellsFor: 86_400 };
    const c = await stage.context('Ada');
    const node = await forgetful(network.rpcUrl);
    const first = await again(c);
    const hasty = { silence: 1, question: 1 };
    await expect(
      send(connect([node.url], undefined, { question: 1, wait: 0.1 }), c.by, first, { kept, patience: hasty }),
    ).rejects.toMatchObject({ outcome: 'unknown' });
    node.stop();
    const held = await holds('Ada', stage.network);
    for (let times = 0; times < 2; times += 1) {
      await network.pass(60);
      const later = await stage.context('Ada');
      const second = await again(later);
      expect(second.at(-1)!.data).not.toEqual(first.at(-1)!.data);
      await expect(send(network.rpc, later.by, second, { kept })).rejects.toMatchObject({ earlier: true });
    }
    expect(await holds('Ada', stage.network)).toBe(held);
    expect(kept.all.size).toBe(1);
  }
}, 120_000);

test('another amount, however near, another service and another payer are other payments', async () => {
  const kept = { ...keeping(), tellsFor: 86_400 };
  const pay = async (name: string, service: number, said: string) => {
    const c = await stage.context(name);
    await send(network.rpc, c.by, await flows.pay(c, service, amount(c, said)), { kept });
  };
  await pay('Ben', 0, '50');
  for (const [name, service, said] of [
    ['Ben', 0, '50.01'],
    ['Ben', 0, '5'],
    ['Ben', 1, '50'],
    ['Cleo', 0, '50'],
  ] as const)
    await pay(name, service, said);
  expect((await reads.site(network.rpc, stage.coop)).coop.period.revenue).toBeGreaterThan(0n);
});

/** Has a page read again, and waits until that is shown. */
async function hasRead(page: Page): Promise<void> {
  const read = page.waitForResponse((answer) => answer.request().postData()?.includes('getMultipleAccounts') ?? false);
  await readAgain(page);
  await read;
  await page.waitForTimeout(500);
}

test('in the page: what stands in a field since the view was opened is that amount, also after the view was read again', async () => {
  const query = { rpc: network.rpcUrl };
  const pools = await open('Ada', `/coop/${forming.coop}/pools`, query);
  const back = pools.getByRole('form', { name: 'Take back from pool 0' });
  const filled = await back.getByLabel('Money to take back').inputValue();
  await network.pass(60);
  await hasRead(pools);
  expect(await back.getByLabel('Money to take back').inputValue()).toBe(filled);
  await back.getByRole('button').click();
  await status(pools, /Taking back: done/);
  expect((await reads.pledges(network.rpc, forming.coop)).map(({ amount }) => amount)).toEqual([0n]);
  await pools.context().close();

  const page = await open('Ada', `/coop/${stage.coop}/proposals`, query);
  await page.getByText('Propose something', { exact: true }).click();
  await page.getByRole('combobox', { name: /^What/ }).first().selectOption('Amend');
  const form = page.getByRole('form', { name: 'Propose' });
  await form.getByLabel(/^Member share/).waitFor();
  await network.pass(60);
  await hasRead(page);
  await form.getByLabel(/^Quorum/).fill('33');
  expect(await form.locator('.told li').allTextContents()).toEqual(['Quorum: 20 % → 33 %']);
  await page.context().close();
});

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));
