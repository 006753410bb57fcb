// Dates: the list in words, and the calendar file, which a library of others reads back.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import ICAL from 'ical.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { calendar, dateLists, datesOf, flows, reads, rules, type Dated } from '../src/client';
import { startNetwork, walletOf, type Network } from '../src/local/network';
import { found, start } from '../src/local/story';
import { type Stage } from '../src/local/stage';

const DAY = 86_400n;
let network: Network;
let stage: Stage;
beforeAll(async () => {
  network = await startNetwork();
  stage = await found(network);
}, 120_000);
afterAll(() => network?.stop());

const seen = async (name: string) => {
  const { site } = await stage.context(name);
  return { site, dates: datesOf(site, await dateLists(network.rpc, stage.coop)) };
};
const ids = (dates: readonly Dated[]) => dates.map(({ id }) => id);

test('a forming co-op has the dates of its pool, in order', async () => {
  const { dates, site } = await seen('Ada');
  expect(ids(dates)).toEqual(expect.arrayContaining(['pool-0-withdraw', 'pool-0-deadline', 'pool-0-settles']));
  const [pool] = (await dateLists(network.rpc, stage.coop)).pools;
  expect(dates.find(({ id }) => id === 'pool-0-deadline')).toMatchObject({
    at: pool!.terms.deadline,
    is: 'until',
    kind: 'pool',
  });
  expect(dates.every(({ at }, i) => at >= site.now && (i === 0 || dates[i - 1]!.at <= at))).toBe(true);
});

test("votes, the last second to leave, when a resolution can be carried out, and the close: the seconds are those of the chain's rules", async () => {
  await start(stage);
  await stage.does('Ada', 'propose', { action: { __kind: 'SetTakeRate', bps: 250 } as never });
  const { coop } = (await stage.context('Ben')).site;
  await stage.does('Ben', 'propose', {
    action: {
      __kind: 'Amend',
      charter: { ...coop.charter, reserveBps: coop.charter.reserveBps + 100 },
      heir: coop.heir,
      statutes: null,
    } as never,
  });
  const { site, dates } = await seen('Ada');
  const lists = await dateLists(network.rpc, stage.coop);
  for (const p of lists.proposals) {
    const at = (id: string) => dates.find((one) => one.id === `proposal-${p.index}-${id}`)?.at;
    const status = (now: bigint) => rules.proposalStatus({ ...p, yes: p.electors, no: 0, protests: 0 }, site.coop, now);
    expect([status(at('voting')!), status(at('voting')! + 1n)]).toEqual(['voting', 'waiting']);
    if (p.weighty === 1) expect(at('leave')! + 1n).toBe(rules.executableFrom(p, site.coop, site.now));
    else
      expect([at('leave'), status(at('from')! - 1n), status(at('from')!)]).toEqual([
        undefined,
        'waiting',
        'executable',
      ]);
    expect(status(at('until')! + 1n)).toBe('expired');
    expect(dates.find((one) => one.id === `proposal-${p.index}-voting`)).toMatchObject({
      mine: true,
      more: expect.stringMatching(p.weighty === 1 ? /^Amend the charter/ : /^Set the take rate to 2\.5 %/),
    });
  }
  expect(dates.find(({ kind }) => kind === 'period')?.at).toBe(rules.periodEnds(site.coop));
  // a stranger has no vote
  const stranger = datesOf({ ...site, member: undefined } as never, lists, undefined);
  expect(stranger.filter(({ mine }) => mine)).toEqual([]);
  expect(ids(stranger)).toEqual(expect.arrayContaining(['proposal-0-voting', 'proposal-1-leave']));
  // what is over has no date
  expect(
    ids(datesOf({ ...site, now: site.now + 400n * DAY }, lists)).filter((id) => /proposal|period/.test(id)),
  ).toEqual([]);
});

const HOSTILE: Dated = {
  id: 'x',
  kind: 'vote',
  at: 1_798_135_200n,
  is: 'until',
  mine: true,
  what: `Brot; Käse, \\ “${'面'.repeat(60)}”\r\nEND:VEVENT\u0007`,
  more: 'one\ntwo',
};

test('the file keeps to RFC 5545, whatever the texts are: a parser of another house reads back what was meant', () => {
  const file = calendar('Mill, Street; Bakery', [
    { name: 'Mill, Street; Bakery', coop: 'Coop1', stamp: 1_798_000_000n, dates: [HOSTILE] },
  ]);
  expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true);
  // eslint-disable-next-line no-control-regex -- the text above has a bell, and no file may
  expect(file.replace(/\r\n/g, '')).not.toMatch(/[\r\n\u0007]/);
  for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  const read = new ICAL.Component(ICAL.parse(file) as never);
  const events = read.getAllSubcomponents('vevent');
  expect(events).toHaveLength(1);
  const event = new ICAL.Event(events[0]);
  expect([event.uid, event.summary, event.description]).toEqual([
    'x@Coop1',
    `Mill, Street; Bakery: ${HOSTILE.what.replace('\r\n', '\n').replace('\u0007', '')}`,
    'one\ntwo',
  ]);
  expect(event.startDate.toString()).toBe('2026-12-24T18:00:00Z');
  expect(events[0]!.getFirstPropertyValue('dtstamp')!.toString()).toBe('2026-12-23T04:26:40Z');
  expect(events[0]!.getAllSubcomponents('valarm')).toHaveLength(1);
});

test('`coop calendar` writes the file, with the same UIDs each time', async () => {
  const ada = (await walletOf('Ada')).address;
  const coop = async (...words: string[]) =>
    (
      await promisify(execFile)(
        process.execPath,
        ['dist/cli/coop.mjs', '-u', network.rpcUrl, '-c', stage.coop, ...words],
        { env: { ...process.env, SOLANA_CONFIG: '/nowhere' } },
      )
    ).stdout;
  const uids = (file: string) =>
    new ICAL.Component(ICAL.parse(file) as never)
      .getAllSubcomponents('vevent')
      .map((event) => String(event.getFirstPropertyValue('uid')));
  const first = uids(await coop('calendar', ada));
  expect(first).toContain(`proposal-0-voting@${stage.coop}`);
  expect(new Set(first).size).toBe(first.length);
  await network.pass(60);
  expect(uids(await coop('calendar', ada))).toEqual(first);
  const list = JSON.parse(await coop('--json', 'calendar', ada)) as { id: string; at: string; mine: boolean }[];
  expect(list.map(({ id }) => `${id}@${stage.coop}`)).toEqual(first);
});

test('a mandate until beyond every calendar is left out of the file', async () => {
  const { address: ben } = await walletOf('Ben');
  const shell = async (...words: string[]) =>
    (
      await promisify(execFile)(
        process.execPath,
        ['dist/cli/coop.mjs', '-u', network.rpcUrl, '-c', stage.coop, ...words],
        { env: { ...process.env, SOLANA_CONFIG: '/nowhere' } },
      )
    ).stdout;
  const until = 2n ** 62n;
  await stage.flows('Dora', (c) => flows.propose(c, { __kind: 'Mandate', to: ben, perPeriod: 1n, until, work: false }));
  const made = (await reads.proposals(network.rpc, stage.coop)).find((p) => p.until === until)!;
  for (const name of ['Ada', 'Ben', 'Cleo', 'Dora'])
    await stage.does(name, 'castVote', { proposal: made.index, choice: 'yes' });
  await network.pass(Number(made.ends - (await network.now())) + made.timelock + 1);
  await stage.flows('Ada', (c) => flows.execute(c, made));
  expect((await reads.mandates(network.rpc, stage.coop)).map((m) => m.until)).toContain(until);
  const file = await shell('calendar', ben);
  const events = new ICAL.Component(ICAL.parse(file) as never).getAllSubcomponents('vevent');
  expect(events.length).toBeGreaterThan(0);
  expect(file).not.toContain('UID:mandate-');
});

test('a date keeps its name while others pass: a calendar that is read again does not show it twice', async () => {
  const [{ site }, lists] = [await seen('Ada'), await dateLists(network.rpc, stage.coop)];
  const rest = (until: bigint, capital: bigint) => ({ until, capital, newIn: 0 });
  const rests = [rest(site.now + 10n, 1n), rest(site.now + 20n, 2n), rest(site.now + 20n, 3n), rest(0n, 0n)];
  const named = (now: bigint) =>
    datesOf({ ...site, now, member: { ...site.member!, rests } }, lists)
      .filter(({ id }) => id.includes('rest-'))
      .map(({ id }) => id);
  const [before, after] = [named(site.now), named(site.now + 15n)];
  expect([new Set(before).size, after]).toEqual([3, before.slice(1)]);
});
