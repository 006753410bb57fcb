// A membership that was moved to another wallet: what its old wallet and the new one are told, and what each can do.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dateLists, datesOf, eventInWords, historyOf, namesIn, reads, rules, units } from '../src/client';
import { waitingFor, waitingLists } from '../src/client/waiting';
import { found, start } from '../src/local/story';
import type { Stage } from '../src/local/stage';
import { walletOf } from '../src/local/network';
import { barriers, begin, complaints, end, network, open, press } from './browser';
import { moves } from './moving';
import { coop, keyFile } from './shell';

let own: Stage;
beforeAll(async () => {
  await begin(false);
  own = await found(network, 'Ada', 'Moving', 31n);
  await start(own);
  await moves(own, 'Emil', 'Emil anew', ['Cleo', 'Ada', 'Ben', 'Dora']);
}, 240_000);
afterAll(end);

const run = (...words: string[]) => coop(['-u', network.rpcUrl, ...words], { COOP: own.coop });
const seen = async (name: string) => {
  const { site, by } = await own.context(name);
  const waits = waitingFor(site, await waitingLists(network.rpc, site, by.address), site.now);
  return { site, waits, dates: datesOf(site, await dateLists(network.rpc, own.coop)) };
};

test('the old wallet finds its membership in all co-ops, with the last second in which it can take it back', async () => {
  const [emil, anew] = [(await walletOf('Emil')).address, (await walletOf('Emil anew')).address];
  const { site, waits, dates } = await seen('Emil');
  const last = rules.quietUntil(site.moved!) - 1n;
  expect(await reads.memberships(network.rpc, emil)).toEqual([]);
  expect((await reads.movedFrom(network.rpc, emil)).map(({ address }) => address)).toEqual([site.moved!.address]);
  expect(await reads.movedFrom(network.rpc, anew)).toEqual([]);
  const what = `Take back your membership, Emil (no. 4), which was moved to the wallet ${units.short(anew)}`;
  expect(waits).toEqual([{ kind: 'moved', what, by: last, view: 'me' }]);
  expect(dates.filter(({ mine }) => mine)).toMatchObject([{ id: 'member-4-taken-back', at: last, is: 'until' }]);
  // the new wallet, and one that the membership left before, have nothing to take back
  expect((await seen('Emil anew')).waits.map(({ kind }) => kind)).not.toContain('moved');
  const before = { ...site, moved: { ...site.moved!, formerWallet: anew } };
  const lists = await dateLists(network.rpc, own.coop);
  expect(datesOf(before, lists).filter(({ mine }) => mine)).toEqual([]);
  expect(waitingFor(before, await waitingLists(network.rpc, before, emil), site.now)).toEqual([]);

  const until = units.formatTime(last);
  expect((await run('memberships', emil)).out).toBe(
    `${own.coop}  ${'Moving'.padEnd(32)} moved to ${anew}; until ${until} \`coop -c ${own.coop} undo-rehome\` takes it back\n`,
  );
  expect(JSON.parse((await run('--json', 'memberships', emil)).out)).toMatchObject([
    { coop: own.coop, coopName: 'Moving', takenBackUntil: String(last) },
  ]);
  // the new wallet is told the same second
  const told = (await run('position', anew)).out;
  expect(told).toContain(`moved to this wallet: until ${until} the old one can take it back`);
  expect(JSON.parse((await run('--json', 'position', anew)).out)).toMatchObject({ takenBackUntil: String(last) });
  expect((await run('position', emil)).err).toContain(`; until ${until} \`coop undo-rehome\` takes it back`);
  expect((await run('waiting', emil)).out).toBe(`${what}; until ${until}, with \`coop undo-rehome\`\n`);
}, 120_000);

test('the page tells it on its home and in the co-op, and there it is taken back', async () => {
  const page = await open('Emil', '');
  const waits = page.getByRole('region', { name: 'What waits for you at Moving' });
  await waits.getByText(/^Take back your membership, Emil \(no\. 4\), .*until/).waitFor();
  expect(await barriers(page)).toEqual([]);
  await waits.getByRole('link', { name: /^Go there/ }).click();
  const inside = page.getByRole('region', { name: 'What waits for you', exact: true });
  await inside.getByText(/^Take back your membership/).waitFor();
  await press(page, 'Take my membership back', /Taking back: done/);
  await inside.getByText(/^Take back your membership/).waitFor({ state: 'detached' });
  expect(rules.standing((await seen('Emil')).site.member!)).toBe('member');
  await page.context().close();
}, 120_000);

test('who lost a membership again is told who took it back, and can apply for one of its own', async () => {
  const emil = (await walletOf('Emil')).address;
  const { site } = await seen('Emil anew');
  expect(site).toMatchObject({ moved: { wallet: emil }, redirect: { wallet: site.wallet } });
  // what is paid for this wallet counts for nobody else
  expect(await reads.memberAt(network.rpc, own.coop, site.wallet!)).toBeUndefined();
  const events = await historyOf(network.rpc, { address: own.coop, coop: site.coop }, 1);
  const names = await namesIn(network.rpc, site);
  expect(events.map((entry) => 'event' in entry && eventInWords(entry.event, names))).toEqual([
    `The wallet ${emil} took back the membership Emil (no. 4) that had been moved from it`,
  ]);
  const key = await keyFile(mkdtempSync(join(tmpdir(), 'coop-moved-')), 'Emil anew');
  expect((await run('-k', key, 'position')).err).toBe(
    `coop: the wallet ${emil} took back the membership that was moved to ${site.wallet}\n`,
  );
  const page = await open('Emil anew', `/coop/${own.coop}`);
  await page.getByText(/^Emil \(no\. 4\), which was moved to this wallet, was taken back by the wallet /).waitFor();
  await page.getByText('You are not a member. To join').waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('checkbox', { name: 'I have read the statutes, and sign them' }).check();
  await press(page, 'Apply for membership', /Applying: done/);
  const { member } = (await seen('Emil anew')).site;
  expect([rules.standing(member!), member!.wallet]).toEqual(['candidate', site.wallet]);
  expect((await reads.memberAt(network.rpc, own.coop, emil))!.number).toBe(4);
  await page.context().close();
}, 120_000);

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));
