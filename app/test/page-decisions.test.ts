// Decisions: nothing is cleared away unasked; what an amendment changed and who voted how stays readable after accounts are closed.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flows, program, reads } from '../src/client';
import { admit, found } from '../src/local/story';
import { type Stage } from '../src/local/stage';
import { barriers, begin, complaints, end, network, open, press, readAgain, status, UNIT } from './browser';

const PEOPLE = ['Lou', 'Mia', 'Noa'];
let own: Stage;
beforeAll(async () => {
  await begin(false);
  own = await found(network, 'Lou', 'Deciding', 41n);
  for (const [name, vouchers] of [
    ['Mia', ['Lou']],
    ['Noa', ['Lou', 'Mia']],
  ] as const)
    await admit(own, name, vouchers);
  for (const name of PEOPLE) await own.flows(name, (c) => flows.pledge(c, 0, 150n * UNIT, 20n * UNIT));
  await own.pass(31);
  await own.does('Lou', 'settlePool', { pool: 0 });
  for (const name of PEOPLE) await own.does(name, 'claimShares', { pool: 0 });
  await own.pass(1);
}, 240_000);
afterAll(end);

const coopNow = async () => (await own.context('Lou')).site.coop;

test('a draft of an amendment is not filled in once the charter is another one; a decided amendment says what it changed, and who voted how', async () => {
  const writes = await open('Mia', `/coop/${own.coop}/proposals`);
  await writes.getByText('Propose something', { exact: true }).click();
  await writes.getByRole('combobox', { name: /^What/ }).first().selectOption('Amend');
  await writes.getByLabel(/^Quorum/).fill('33');
  await writes.reload();
  await writes.getByText(/^A draft, kept/).waitFor(); // the same form is open again
  expect(await writes.getByLabel(/^Quorum/).inputValue()).toBe('33');

  const coop = await coopNow();
  await own.flows('Lou', (c) =>
    flows.propose(
      c,
      { __kind: 'Amend', charter: { ...coop.charter, reserveBps: 2_500 }, heir: coop.heir, statutes: null },
      { why: 'For bad years.' },
    ),
  );
  await own.does('Lou', 'castVote', { proposal: 0, choice: 'yes' });
  await own.does('Mia', 'castVote', { proposal: 0, choice: 'no' });
  await own.does('Mia', 'castVote', { proposal: 0, choice: 'yes' }); // changes her vote
  await own.does('Noa', 'castVote', { proposal: 0, choice: 'no' });
  await own.pass(31);
  await own.does('Lou', 'closePeriod', {});
  await own.flows('Lou', async (c) => flows.execute(c, (await reads.proposals(c.rpc, own.coop))[0]!));
  expect((await coopNow()).charterVersion).toBe(2);

  await writes.reload();
  await writes
    .getByText(/^Your draft is not filled in, because the charter that it would change has changed since/)
    .waitFor();
  await writes.getByText('Quorum, %: 33').waitFor();
  expect(await writes.getByLabel(/^Quorum/).inputValue()).toBe('20');
  await writes.getByRole('button', { name: 'Discard draft' }).click();
  await writes.reload();
  await writes.getByText('Propose something', { exact: true }).waitFor();
  expect(await writes.getByText(/^Your draft is not filled in/).count()).toBe(0);

  const card = writes.getByRole('article', { name: 'Proposal 0' });
  await card.getByText('What it changed:').waitFor();
  await card.getByRole('row', { name: /To the reserve.*20 % 25 % never: can only rise/ }).waitFor();
  expect(await card.getByRole('table', { name: 'Terms that it names' }).getByRole('row').count()).toBe(2);
  await card.getByText('Who voted how').click();
  await card.getByText('yes: Lou (no. 0), Mia (no. 1)').waitFor();
  await card.getByText('no: Noa (no. 2)').waitFor();
  expect(await barriers(writes)).toEqual([]);
  await writes.context().close();
});

test('a new proposal clears the last one away only if one says so; what was decided can still be read', async () => {
  const page = await open('Lou', `/coop/${own.coop}/proposals`);
  await page.getByText('Propose something', { exact: true }).click();
  await page.getByRole('combobox', { name: /^What/ }).first().selectOption('SetTakeRate');
  const form = page.getByRole('form', { name: 'Propose' });
  await form.locator('[name=bps]').fill('2');
  await form.getByRole('button', { name: 'Propose' }).click();
  await form.getByText('Tick this first').waitFor();
  expect(await reads.proposals(network.rpc, own.coop)).toHaveLength(1);
  await form.getByLabel(/Close the account of my proposal 0/).check();
  await form.getByRole('button', { name: 'Propose' }).click();
  await status(page, /Proposing: done/);
  await page.getByText('You can propose something else once your proposal 1 is over').waitFor();
  await page.getByText('Earlier decisions, whose accounts are closed (1)').click();
  const past = page.getByRole('article', { name: 'Decision 0' });
  await past.getByText('carried out', { exact: true }).waitFor();
  await past.getByText('Lou (no. 0) proposed it: “For bad years.”').waitFor();
  await past.getByRole('row', { name: /To the reserve.*20 % 25 % never: can only rise/ }).waitFor();
  await past.getByText('2 yes, 1 no, 0 abstained of 3. It needed two thirds yes.').waitFor();
  await past.getByText('Who voted how').click();
  await past.getByText('yes: Lou (no. 0), Mia (no. 1)').waitFor();
  await past.getByText('no: Noa (no. 2)').waitFor();

  // a proposal that nobody voted for, cleared away by its proposer; the button states what returns to whom
  await own.pass(8);
  await page.reload();
  const refused = page.getByRole('article', { name: 'Proposal 1' });
  await refused.getByText(/^0\.\d+ SOL returns to your wallet, who paid for its account/).waitFor();
  await press(page, /^Clear it away/, /Clearing away: done/);
  await page.getByText('Earlier decisions, whose accounts are closed (2)').click();
  const second = page.getByRole('article', { name: 'Decision 1' });
  await second.getByText('not carried out', { exact: true }).waitFor();
  await second.getByText('2 %').waitFor();
  // from the chain's history, not from accounts: a later amendment is compared with one whose account is closed
  expect(await barriers(page)).toEqual([]);
  await page.context().close();
});

test('no button of a review panel becomes another one: whoever draws the panel twice does not object', async () => {
  const coop = await coopNow();
  const charter = { ...coop.charter, reserveBps: coop.charter.reserveBps + 100 };
  await own.flows('Mia', (c) => flows.propose(c, { __kind: 'Amend', charter, heir: coop.heir, statutes: null }));
  const [made] = await reads.proposals(network.rpc, own.coop);
  for (const name of PEOPLE) await own.does(name, 'castVote', { proposal: made!.index, choice: 'yes' });
  await network.pass(Number(made!.ends - (await network.now())) + 1);
  /** As if there had been enough electors for a panel, which needs more of them than this co-op has. */
  const put = async (more: Partial<program.Proposal>) => {
    const p = await reads.proposal(network.rpc, own.coop, made!.index);
    const { value } = await network.rpc.getAccountInfo(p.address, { encoding: 'base64' }).send();
    const data = new Uint8Array(Buffer.from(value!.data[0], 'base64'));
    data.set(program.getProposalEncoder().encode({ ...p, electors: coop.charter.panelSize, ...more }));
    await network.put([{ address: p.address, data }]);
  };
  await put({});
  const page = await open('Noa', `/coop/${own.coop}/proposals`);
  const card = page.getByRole('article', { name: `Proposal ${made!.index}`, exact: true });
  const call = await card.getByRole('button', { name: 'Call a review panel' }).elementHandle();
  const again = () => readAgain(page);
  // a window that ends before the close for which it waits
  await put({ executionWindow: 1 });
  await again();
  await card
    .getByText(/It waits for the turn of a period, but lapses on .*, before a close can come: it cannot/)
    .waitFor();
  await put({ executionWindow: made!.executionWindow });
  const { slot } = (await own.context('Noa')).site;
  // what the program refuses in these slots is not offered
  await put({ panelSlot: slot + 64n, panelCalls: 1 });
  await again();
  await card.getByText(`it can be called again from slot ${slot + 64n + 513n} on`).waitFor();
  expect(await card.getByRole('button', { name: 'Call it again' }).count()).toBe(0);
  await expect(own.does('Noa', 'callPanel', { proposal: made!.index })).rejects.toMatchObject({ rule: 'PanelCalled' });
  const draw = await card.getByRole('button', { name: 'Draw the panel' }).elementHandle();
  expect(await call.evaluate((button) => button.isConnected)).toBe(false);
  await put({ panelSlot: slot - 513n, panelCalls: 1 });
  await again();
  await card.getByRole('button', { name: 'Call it again' }).waitFor();
  await put({ panelSeated: 1 });
  await again();
  await card.getByRole('button', { name: 'Object as a panel member' }).waitFor();
  expect(await draw.evaluate((button) => button.isConnected)).toBe(false);
  await page.context().close();
});

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));
