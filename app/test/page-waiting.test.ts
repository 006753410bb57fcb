// What waits for the reader, and what to do next: right in every second of the chain's clock, whatever the browser's clock shows.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flows, reads, Refusal, rules } from '../src/client';
import { Purpose } from '../src/generated';
import { admit, found } from '../src/local/story';
import { type Stage } from '../src/local/stage';
import { barriers, begin, complaints, end, open, other, stage, UNIT } from './browser';

let own: Stage;
beforeAll(async () => {
  await begin();
  own = await found(other, 'Lou', 'Waiting', 51n);
  for (const [name, vouchers] of [
    ['Mia', ['Lou']],
    ['Noa', ['Lou', 'Mia']],
  ] as const)
    await admit(own, name, vouchers);
}, 240_000);
afterAll(end);

/** Passes time until the chain's clock shows this second. */
const until = async (at: bigint) => {
  await other.pass(Number(at - (await other.now())));
  expect(await other.now()).toBe(at);
};
/** Opens a page whose clock is five hours off. */
async function wrongClock(as: string, hash: string): Promise<Page> {
  const page = await open(as, hash, { rpc: other.rpcUrl });
  await page.clock.install({ time: Date.now() + 5 * 3_600_000 });
  return page;
}
const told = async (page: Page, label: string, text: RegExp | string) => {
  await page.reload();
  await page.getByLabel(label, { exact: true }).getByText(text).first().waitFor();
};
/** What the chain does now: `done`, or the rule that refuses it. */
const takes = (does: Promise<unknown>) =>
  does.then(
    () => 'done',
    (failed: unknown) => {
      if (failed instanceof Refusal) return failed.rule;
      throw failed as Error;
    },
  );

test('the next step of a forming co-op, at each boundary of its pool: what it says is what the chain does', async () => {
  const { terms } = (await reads.pools(other.rpc, own.coop))[0]!;
  const page = await wrongClock('Mia', `/coop/${own.coop}`);
  const next = 'What to do next';
  await told(page, next, /^The co-op is forming\. Pledge until .* a pledge can be taken back/);
  await own.flows('Noa', (c) => flows.pledge(c, 0, 150n * UNIT, 20n * UNIT));
  const noa = await wrongClock('Noa', `/coop/${own.coop}`);
  await told(noa, next, /^You have pledged, and can take the pledge back until/);
  await until(terms.withdrawUntil);
  await told(noa, next, /^You have pledged, and can take the pledge back until/);
  expect(await takes(own.does('Noa', 'withdrawPledge', { pool: 0, amount: 10n * UNIT }))).toBe('done');
  await until(terms.withdrawUntil + 1n);
  await told(noa, next, /^You have pledged\. Pledges can no longer be taken back/);
  expect(await takes(own.does('Noa', 'withdrawPledge', { pool: 0, amount: 10n * UNIT }))).toBe('WithdrawalOver');
  await told(page, next, /^The co-op is forming\. Pledge until .*; pledges can no longer be taken back/);
  await own.flows('Lou', (c) => flows.pledge(c, 0, 150n * UNIT, 20n * UNIT));
  await until(terms.deadline);
  await told(page, next, /Pledge until/);
  expect(await takes(own.flows('Mia', (c) => flows.pledge(c, 0, 150n * UNIT, 20n * UNIT)))).toBe('done');
  await until(terms.deadline + 1n);
  await told(page, next, /^The pool is over, and takes no more pledges\. Anyone may settle it/);
  expect(await takes(own.flows('Mia', (c) => flows.pledge(c, 0, 10n * UNIT, 0n)))).toBe('PoolClosed');
  expect(
    await page
      .getByLabel(next, { exact: true })
      .getByText(/Pledge/)
      .count(),
  ).toBe(0);
  await page.getByRole('button', { name: 'Settle the pool' }).first().click();
  await page.getByText(/Settling: done/).waitFor();
  await own.pass(1);
  await noa.context().close();
  await page.context().close();
}, 180_000);

test('what waits for a member, first on landing, at each boundary: votes, the window to leave, what is to be carried out, promises', async () => {
  const page = await wrongClock('Mia', '');
  const at = 'What waits for you at Waiting';
  await told(page, at, 'You promised a turnover of 20 LOCAL: 20 LOCAL is missing');
  const { coop } = (await own.context('Lou')).site;
  await own.flows('Lou', (c) =>
    flows.propose(c, {
      __kind: 'Amend',
      charter: { ...coop.charter, reserveBps: 2_500 },
      heir: coop.heir,
      statutes: null,
    }),
  );
  await told(page, at, /^Vote on proposal 0, “Amend the charter/);
  // it comes first on the page
  expect(await page.evaluate(() => document.querySelector('main h2')!.textContent)).toBe('What waits for you');
  const [p] = await reads.proposals(other.rpc, own.coop);
  // nobody has claimed shares of the founding pool: proposing and voting do that first, as the program asks
  expect((await own.context('Lou')).site.member!.pledgedIn).toBe(0);
  await own.flows('Lou', (c) => flows.vote(c, 0, 'yes'));
  expect(await takes(own.does('Noa', 'castVote', { proposal: 0, choice: 'yes' }))).toBe('ClaimSharesFirst');
  const noa = await open('Noa', `/coop/${own.coop}/proposals`, { rpc: other.rpcUrl });
  await noa.getByRole('group', { name: 'Vote on proposal 0' }).getByRole('button', { name: 'Yes' }).click();
  await noa.getByText(/Voting: done/).waitFor();
  await noa.context().close();
  expect((await own.context('Noa')).site.member!.pledgedIn).toBe(0);
  await until(p!.ends - 1n);
  await told(page, at, /^Vote on proposal 0/);
  expect(await takes(own.flows('Mia', (c) => flows.vote(c, 0, 'yes')))).toBe('done');
  await page.reload();
  await page
    .getByLabel(at, { exact: true })
    .getByText(/^You promised/)
    .waitFor();
  expect(await page.getByText(/^Vote on proposal 0/).count()).toBe(0); // its ballot is cast
  await until(p!.ends);
  await told(
    page,
    at,
    /^Leave on the old terms, if you do not want proposal 0.*: before the close with which it takes effect/,
  );
  expect(await takes(own.does('Mia', 'castVote', { proposal: 0, choice: 'no' }))).toBe('VotingOver');
  const { site } = await own.context('Lou');
  const turns = rules.executableFrom(p!, site.coop, site.now);
  await until(turns - 1n);
  await told(page, at, /before the close with which it takes effect/);
  expect(await takes(own.does('Lou', 'closePeriod', {}))).toBe('PeriodNotOver');
  await until(turns);
  await told(
    page,
    at,
    /^Proposal 0, .*, takes effect once anyone closes the period.*: whoever leaves now is paid at the close after/,
  );
  await own.does('Lou', 'closePeriod', {});
  await told(page, at, /^Carry out proposal 0, .*; anyone may/);
  expect(await page.getByText(/^Leave on the old terms|^Proposal 0, .*, takes effect/).count()).toBe(0);
  await until(rules.expiresAt(p!) - 1n);
  await told(page, at, /^Carry out proposal 0/);
  await own.flows('Lou', async (c) => flows.execute(c, (await reads.proposals(c.rpc, own.coop))[0]!));
  await page.reload();
  await page
    .getByLabel(at, { exact: true })
    .getByText(/promise/)
    .first()
    .waitFor();
  expect(await page.getByText(/proposal 0/).count()).toBe(0);
  expect(await barriers(page)).toEqual([]);
  // the promise, up to its last second
  const { member } = (await own.context('Mia')).site;
  if (member!.promiseEnds > (await other.now())) {
    await until(member!.promiseEnds - 1n);
    await told(page, at, /20 LOCAL is missing$/);
    await until(member!.promiseEnds);
  }
  const overdue = rules.isOverdue((await own.context('Mia')).site.coop, await other.now());
  if (overdue) await own.does('Lou', 'closePeriod', {});
  await told(page, at, 'Your promise of 20 LOCAL is over, with 20 LOCAL missing: have it settled');
  await page.context().close();
}, 240_000);

test('the first page, left open, follows what happens and what the clock brings, without waiting for the next minute', async () => {
  await admit(own, 'Gus', ['Lou', 'Mia']);
  const at = 'What waits for you at Waiting';
  const mia = await open('Mia', '', { rpc: other.rpcUrl });
  await mia
    .getByLabel(at, { exact: true })
    .getByText(/promise/)
    .first()
    .waitFor();
  const { address: to } = await own.person('Noa');
  await own.flows('Lou', (c) => flows.propose(c, { __kind: 'Spend', to, amount: UNIT, purpose: Purpose.Expense }));
  const p = (await reads.proposals(other.rpc, own.coop))[0]!;
  await mia
    .getByLabel(at, { exact: true })
    .getByText(new RegExp(`^Vote on proposal ${p.index}`))
    .waitFor();
  await mia.context().close();
  for (const name of ['Lou', 'Mia', 'Noa']) await own.flows(name, (c) => flows.vote(c, p.index, 'yes'));
  const { site } = await own.context('Lou');
  await until(rules.executableFrom(p, site.coop, site.now) - 12n);
  const gus = await open('Gus', '', { rpc: other.rpcUrl });
  await gus.getByText('Nothing, in your co-op.').waitFor();
  await gus
    .getByLabel(at, { exact: true })
    .getByText(new RegExp(`^Carry out proposal ${p.index}`))
    .waitFor();
  expect(await gus.getByText('Nothing, in your co-op.').count()).toBe(0);
  await gus.context().close();
}, 180_000);

test("on the co-op's own page too: cash to take, a mandate to draw on, a vote that is not cast", async () => {
  const page = await open('Cleo', `/coop/${stage.coop}`);
  const waits = page.getByRole('region', { name: 'What waits for you', exact: true });
  await waits.getByText(/^Draw up to .* on mandate 0/).waitFor();
  await waits.getByText(/^Take .* in cash/).waitFor();
  await waits.getByText(/^Leave on the old terms, if you do not want proposal 3/).waitFor();
  expect(await waits.getByText(/^Vote on proposal 4/).count()).toBe(0); // she has voted already
  expect(await barriers(page)).toEqual([]);
  await page.context().close();
  const ben = await open('Ben', `/coop/${stage.coop}`);
  await ben
    .getByRole('region', { name: 'What waits for you', exact: true })
    .getByText(/^Vote on proposal 4/)
    .waitFor();
  await ben
    .getByRole('region', { name: 'What waits for you', exact: true })
    .getByRole('link', { name: /Vote on proposal 4/ })
    .click();
  await ben.getByRole('group', { name: 'Vote on proposal 4' }).waitFor();
  await ben.context().close();
});

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));
