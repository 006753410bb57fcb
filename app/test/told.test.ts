// What is told of resolutions, votes and dates, each in one state of a co-op: limits, reasons and last seconds are those of the program.
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addresses,
  dateLists,
  datesOf,
  effectsOf,
  flows,
  reads,
  rules,
  units,
  type At,
  type Site,
} from '../src/client';
import { choreLists, choresIn } from '../src/client/chores';
import { refusedFor } from '../src/client/refusedFor';
import type { Proposed } from '../src/client/reads/proposals';
import { waitingFor, waitingLists } from '../src/client/waiting';
import { Kind, type Member, type Service } from '../src/generated';
import { OPEN_GAP } from '../src/generated/constants';
import * as math from '../src/generated/math';
import { startNetwork, type Network } from '../src/local/network';
import { found, start } from '../src/local/story';
import { type Stage } from '../src/local/stage';

let network: Network;
let stage: Stage;
let site: Site;
/** A proposal to expel Cleo. */
let proposed: Proposed;
beforeAll(async () => {
  network = await startNetwork();
  stage = await found(network);
  await start(stage);
  const { address } = (await stage.context('Cleo')).site.member!;
  await stage.does('Ben', 'propose', { action: { __kind: 'Expel', member: address } });
  proposed = (await reads.proposals(network.rpc, stage.coop)).find((p) => p.kind === Kind.Expel)!;
  site = (await stage.context('Ada')).site;
}, 180_000);
afterAll(() => network?.stop());

test('a membership is not moved before its wallet was silent for 180 days, and never if it has acted since', () => {
  const { now, member } = site;
  const p = { ...proposed, kind: Kind.Rehome, target: member!.address, other: addresses.NONE, createdAt: now - 10n };
  const why = (lastActiveAt: bigint) =>
    refusedFor(p, site, now, { members: [{ ...member!, lastActiveAt, rehomedAt: 0n }] });
  const acted = ['the wallet of this membership has acted since: it is not lost'];
  expect([why(now - 10n), why(now), why(now - math.LOST)]).toEqual([acted, acted, []]);
  const at = now - math.LOST + 1n;
  expect(why(at)).toEqual([
    `the wallet of this membership has not been silent for 180 days: not before ${units.formatTime(rules.lostFrom({ lastActiveAt: at }))}`,
  ]);
});

test('a federation is left only if it is the one that was resolved, and a request taken back only while it stands', () => {
  const { coop } = site;
  const [one, other] = [stage.coop, proposed.address];
  const why = (flag: number, federation: string, federationSought: string) =>
    refusedFor(
      { ...proposed, kind: Kind.LeaveFederation, flag, target: one },
      {
        ...site,
        coop: { ...coop, federation, federationSought, period: { ...coop.period, startedAt: site.now } } as never,
      },
      site.now,
    );
  const [left, accepted] = [
    ['the co-op is not in that federation any more'],
    ['the co-op does not ask to join that federation any more'],
  ];
  expect([why(0, one, addresses.NONE), why(0, addresses.NONE, one), why(0, other, one)]).toEqual([[], left, left]);
  expect([why(1, addresses.NONE, one), why(1, one, addresses.NONE), why(1, one, other)]).toEqual([
    [],
    accepted,
    accepted,
  ]);
});

test('a resolution about a member whose account is closed, or another’s by now, is refused, and no chore', async () => {
  const people = await reads.members(network.rpc, stage.coop);
  const cleo = people.find(({ address }) => address === proposed.target)!;
  const others = people.filter((one) => one !== cleo);
  const why = (members: readonly At<Member>[], all = true) =>
    refusedFor(proposed, site, proposed.ends, { members, everyone: all });
  expect(proposed.otherNumber).toBe(cleo.number + 1);
  expect([why(people), why(others, false)]).toEqual([[], []]);
  expect(why(others)).toEqual(['the account of the member is closed']);
  expect(why([...others, { ...cleo, number: cleo.number + 1 }])).toEqual([
    'the account of the member is that of another membership by now',
  ]);
  const lists = await choreLists(network.rpc, stage.coop);
  const passed = { ...proposed, yes: proposed.electors };
  const due = (members: readonly At<Member>[]) =>
    choresIn({ site: { ...site, now: rules.opensAt(passed) } }, { ...lists, members, proposals: [passed] }).filter(
      ({ what }) => what.startsWith('carry out'),
    );
  expect([due(people).length, due(others).length]).toEqual([1, 0]);
});

test('the last second to be accepted by a federation, and the last to claim, are those before the program refuses', async () => {
  const { now } = site;
  const lists = await dateLists(network.rpc, stage.coop);
  const at = (coop: Partial<Site['coop']>, id: string) =>
    datesOf({ ...site, coop: { ...site.coop, ...coop } }, lists).find((one) => one.id === id)!.at;
  const asks = { federation: addresses.NONE, federationSought: stage.coop, federationSince: now };
  expect(at(asks, 'federation')).toBe(now + math.SOUGHT - 1n);
  expect(rules.soughtUntil({ ...site.coop, ...asks })).toBe(now + math.SOUGHT - 1n);

  const ends = { dissolvingAt: now };
  const last = now + rules.END.lapsesAfter - 1n;
  expect(at(ends, 'end-lapses')).toBe(last);
  const coop = { ...site.coop, ...ends };
  const owed = { ...site, coop, member: { ...site.member!, dividends: 5n } };
  const waits = waitingFor(owed, await waitingLists(network.rpc, site, site.wallet!), now);
  expect(waits.find(({ kind }) => kind === 'cash')!.by).toBe(last);
  expect(rules.claimedUntil(coop)).toBe(last);
});

test('a weighty resolution that lapses before a close can come is told as that, not with a date after its lapse', async () => {
  const p = { ...proposed, kind: Kind.Amend, weighty: 1, yes: proposed.electors };
  const lists = await dateLists(network.rpc, stage.coop);
  const waits = await waitingLists(network.rpc, site, site.wallet!);
  const told = (now: bigint, length: number) => {
    const coop = { ...site.coop, period: { ...site.coop.period, startedAt: site.now, length } };
    const seen = { ...site, coop, now };
    return {
      status: rules.proposalStatus(p, coop, now),
      lapses: rules.lapsesFirst(p, coop, now),
      dates: datesOf(seen, { ...lists, proposals: [p] }).flatMap(({ id }) => (/^proposal/.test(id) ? [id] : [])),
      waits: waitingFor(seen, { ...waits, proposals: [p] }, now).filter(({ kind }) => kind === 'leave').length,
      effect: effectsOf({ ...p, charter: site.coop.charter }, seen).find((one) => /turn of a period/.test(one)),
    };
  };
  const [ends, expires] = [p.ends, rules.expiresAt(p)];
  const id = (what: string) => `proposal-${p.index}-${what}`;
  const until = (at: bigint) => Number(at - site.now);
  for (const now of [ends, rules.opensAt(p), expires - 1n]) {
    const never = told(now, until(expires));
    expect(never).toMatchObject({ lapses: true, dates: [id('until')], waits: 0 });
    expect(never.status).toBe(now === ends ? 'waiting' : 'awaiting turn');
    expect(never.effect).toBe(
      `It takes effect at the turn of a period, but lapses on ${units.formatTime(expires)}, before a close can come: it cannot be carried out.`,
    );
  }
  const last = told(ends, until(expires) - 1);
  expect(last).toMatchObject({ lapses: false, dates: [id('leave'), id('from'), id('until')], waits: 1 });
  expect(last.effect).toMatch(/^It takes effect at the turn of a period, not before/);
});

test('once the period is over, nobody can leave before a resolution and be paid first: asking closes it, and then that takes effect', async () => {
  const p = { ...proposed, weighty: 1, yes: proposed.electors };
  const waits = await waitingLists(network.rpc, site, site.wallet!);
  const now = rules.opensAt(p) + 10n;
  const told = (ends: bigint) => {
    const coop = { ...site.coop, period: { ...site.coop.period, startedAt: ends - 100n, length: 100 } };
    return waitingFor({ ...site, coop, now }, { ...waits, proposals: [p] }, now).find(({ kind }) => kind === 'leave')!;
  };
  expect(told(now + 1n)).toMatchObject({
    what: expect.stringMatching(/^Leave on the old terms, .*: before the close with which it takes effect$/) as string,
    by: now,
  });
  const late = told(now);
  expect(late.what).toMatch(
    /^Proposal \d+, “.*”, takes effect once anyone closes the period, which is over: whoever leaves now is paid at the close after that$/,
  );
  expect(late.by).toBeUndefined();
});

test('a panel is called again once the hash that was to draw it is forgotten: the slot is read with the co-op', async () => {
  expect(rules.calledAgainFrom({ panelSlot: 1_000n })).toBe(1_513n);
  const before = await network.rpc.getSlot({ commitment: 'confirmed' }).send();
  const { slot } = await reads.site(network.rpc, stage.coop);
  expect([before <= slot, slot < before + 100n]).toEqual([true, true]);
});

test('whose member share is paid waits for the rest of its seasoning, not for all of it again; a suspended vote comes back at once', () => {
  const { now } = site;
  const charter = { ...site.coop.charter, memberShare: 100n, seasoning: 1_000 };
  const coop = { ...site.coop, charter };
  const own = { ...site.member!, electorFrom: 0n, gapTo: 0n, pledgedIn: 0, sharePaidAt: now - 900n };
  const from = (shares: bigint, after: bigint, more = {}) =>
    rules.votesFrom(coop, { ...own, shares, ...more }, now, after);
  expect([from(99n, 99n), from(99n, 100n), from(100n, 101n)]).toEqual([undefined, now + 1_000n, now + 100n]);
  const suspended = { electorFrom: 1n, gapTo: OPEN_GAP };
  expect([from(99n, 99n, suspended), from(99n, 100n, suspended)]).toEqual([undefined, now]);
  expect(from(100n, 101n, { electorFrom: 1n })).toBeUndefined();
});

test('while worse terms of a service wait, it is repriced if that changes what waits, or ends it', () => {
  const { now } = site;
  const period = {
    ...site.coop.period,
    takeRateLow: 300,
    takeRateLowBefore: 300,
    takeRateHigh: 300,
    takeRateHighBefore: 300,
  };
  const at = (providerBps: number, takeRateBps = 300) => ({
    ...site.coop,
    period,
    charter: { ...site.coop.charter, takeRateBps, providerBps },
  });
  const service = {
    promisedUntil: now,
    nextFrom: 0n,
    takeRateBps: 300,
    providerBps: 5_000,
    nextTakeRateBps: 300,
    nextProviderBps: 5_000,
  } as Service;
  const terms = (providerBps: number, worse: boolean) => ({ takeRateBps: 300, providerBps, worse });
  expect([5_000, 6_000, 4_000].map((bps) => rules.repricing(at(bps), service, now))).toEqual([
    undefined,
    terms(6_000, false),
    terms(4_000, true),
  ]);
  expect(rules.repricing(at(4_000), { ...service, promisedUntil: now + 1n }, now)).toBeUndefined();
  const coming = { ...service, nextFrom: now + 1n, nextProviderBps: 4_000 };
  expect([5_000, 6_000, 4_000, 3_000].map((bps) => rules.repricing(at(bps), coming, now))).toEqual([
    terms(5_000, false),
    terms(6_000, false),
    undefined,
    terms(3_000, true),
  ]);
  expect(rules.repricing(at(4_000), coming, now + 1n)).toBeUndefined();
});

test('a pledge is compared with what the wallet holds: a settlement that goes first brings it nothing', async () => {
  const c = await stage.context('Ada');
  const { coop, member } = c.site;
  const held = (await reads.purse(network.rpc, c.by.address)).get(network.mint)!;
  const next = { ...coop, period: { ...coop.period, number: coop.period.number + 1 } };
  const pledging = (more: Partial<Member>) =>
    flows.pledge(
      { ...c, site: { ...c.site, coop: next, member: { ...member!, pledgedIn: 0, ...more } } },
      0,
      held + 1n,
      0n,
    );
  const refused = `you hold ${units.formatAmount(held, site.token)} of this token, and this takes ${units.formatAmount(held + 1n, site.token)}`;
  await expect(pledging({})).rejects.toThrow(refused);
  const unsettled = { units: 1n, unsettledPeriod: coop.period.number };
  await expect(pledging(unsettled)).rejects.toThrow(refused);
});
