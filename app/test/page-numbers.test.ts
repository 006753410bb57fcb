// Numbers, times and dates on the page, for a reader in another time zone whose clock is hours off.
import { readFile } from 'node:fs/promises';
import ICAL from 'ical.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Address } from '@solana/kit';
import { flows, reads, rules, units } from '../src/client';
import { startNetwork, SYMBOL } from '../src/local/network';
import { found, start } from '../src/local/story';
import { type Stage } from '../src/local/stage';
import { at, begin, browser, complaints, end, network, open, plain, press, tab } from './browser';

let coop: Stage;
beforeAll(async () => {
  await begin(false);
  coop = await found(network);
  await start(coop);
  await coop.flows('Ben', (c) => flows.offer(c, 'Bread', 300));
}, 240_000);
afterAll(end);

test("times have their zone and UTC, and are the chain's, whatever the reader's clock says; amounts have the symbol", async () => {
  const context = await browser.newContext({
    timezoneId: 'Europe/Berlin',
    acceptDownloads: true,
    viewport: { width: 1100, height: 900 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(() => {
    const real = Date.now.bind(Date);
    Date.now = () => real() - 7 * 3_600_000;
  });
  await page.goto(`${at(plain)}/?${new URLSearchParams({ rpc: network.rpcUrl })}#/coop/${coop.coop}`);
  const { site } = await coop.context('Ada');
  const ends = rules.periodEnds(site.coop);
  await page.getByText(units.formatTime(ends, 'Europe/Berlin')).first().waitFor();
  expect(units.formatTime(ends, 'Europe/Berlin')).toMatch(/ CES?T \(.*UTC\)$/);
  // remaining time counts from the chain's clock too
  await page
    .getByText(`in ${units.formatDuration(ends - (await network.now()))}`)
    .first()
    .waitFor();
  expect(await page.getByRole('table', { name: 'Money in the vault' }).textContent()).toContain(SYMBOL);

  await tab(page, 'Services');
  const pay = page.getByRole('form', { name: 'Pay Bread' });
  for (const [said, says] of [
    ['1,000', '“1,000” could be 1000 or 1: write 1000 or 1.0'],
    ['1.000,50', 'groups digits with points or commas: write 1000.50'],
    ['-5', 'is negative'],
    ['0', 'is too little: write at least 0.000001'],
    ['5 EURC', `amounts here are in ${SYMBOL}`],
  ] as const) {
    await pay.getByLabel('Amount').fill(said);
    await pay.getByRole('button', { name: 'Pay' }).click();
    await pay.locator('.wrong').getByText(says).first().waitFor();
  }
  await pay.getByLabel('Amount').fill('1 234.56');
  await pay.getByText(/^The service gets 1\s197\.52 LOCAL, the co-op 37\.04 LOCAL\./).waitFor();

  const downloaded = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Dates as a calendar file' }).click();
  const file = await readFile(await (await downloaded).path(), 'utf8');
  const uids = new ICAL.Component(ICAL.parse(file) as never)
    .getAllSubcomponents('vevent')
    .map((event) => String(event.getFirstPropertyValue('uid')));
  expect(uids).toContain(`period-${site.coop.period.number}-ends@${coop.coop}`);
  expect(uids).toContain(`service-0-promise@${coop.coop}`);
  expect(complaints).toEqual([]);
  await context.close();
});

test('the form to found a co-op is good as it stands, for tokens of 0, 9 and 18 decimals; what is no number is refused by the name of its field', async () => {
  for (const decimals of [0, 9, 18]) {
    const own = await startNetwork({ decimals });
    const page = await open(`Founder of ${decimals}`, '/found', { rpc: own.rpcUrl, mint: own.mint });
    await press(page, /Give me SOL/, /Gift: done/);
    await page.getByText(`A token with ${decimals} decimal places, written as ${SYMBOL}`).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('As it stands');
    if (decimals === 9) {
      for (const [label, said, says] of [
        [/^People needed/, '2.5', 'People needed: “2.5” has a fraction'],
        [/^People needed/, 'zwei', 'People needed: “zwei” is not a whole number'],
        [/^Capital stays/, 'x', 'Capital stays: “x” is no duration'],
        [/^Money needed/, '1,000', 'Money needed: “1,000” could be 1000 or 1'],
      ] as const) {
        const field = page.getByLabel(label);
        const usual = await field.inputValue();
        await field.fill(said);
        await page.getByRole('button', { name: 'Found it' }).click();
        await page.locator('.wrong').getByText(says).first().waitFor();
        await field.fill(usual);
      }
    }
    await press(page, 'Found it', /Founding: done/);
    await page.getByRole('heading', { level: 1, name: /As it stands/ }).waitFor();
    const { coop, token } = await reads.site(own.rpc, /coop\/(\w+)/.exec(page.url())![1]! as Address);
    expect([token.decimals, coop.charter.memberShare]).toEqual([
      decimals,
      100n * 10n ** BigInt(Math.min(decimals, 12)),
    ]);
    await page.context().close();
    own.stop();
  }
});
