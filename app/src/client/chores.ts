/** What anyone may do for the co-op, so that nobody waits: settle, close, admit, enrol, release, carry out, pass on. */
import type { Address, Instruction } from '@solana/kit';
import { NONE, PAGE } from './addresses';
import { boundUntil, isReleasable, promiseIsDue } from './binding';
import { COUNTED, dissolve, draw, execute, settledFirst, tokenAccountFor } from './flows';
import { isSettleable, poolStatus } from './poolRules';
import { allBallots, ballotIn, CLOSED, members, periods, pledges, pools, proposals, type At, type Reader, type Site } from './reads';
import {
  cash, coopStatus, ELECTORLESS, END, isElector, isOfSnapshot, isOver, isOverdue, isSuspendable, isSuspended, opensAt, periodEnds, position, proposalStatus, protests, quietUntil,
  standing, waitsForSettlement,
} from './rules';
import { person } from './units';
import { build, type Context } from './verbs';
import { getReclaimBallotsInstruction, type BallotPage, type Member, type Period, type Pledge, type Pool, type Proposal } from '../generated';

export interface Chore {
  what: string;
  make(c: Context): Promise<Instruction[]>;
}

/** All of it, built. */
export async function chores(c: Context): Promise<{ what: string; instructions: Instruction[] }[]> {
  const { address } = c.site;
  const due = choresIn(c, await choreLists(c.rpc, address));
  return Promise.all(due.map(async ({ what, make }) => ({ what, instructions: await make(c) })));
}

export interface ChoreLists {
  pools: readonly At<Pool>[];
  members: readonly At<Member>[];
  periods: readonly Period[];
  proposals: readonly At<Proposal>[];
  pledges: readonly Pledge[];
  ballots: readonly At<BallotPage>[];
}
/** What chores are found in, all of it at once. */
export async function choreLists(rpc: Reader, coop: Address): Promise<ChoreLists> {
  const [all, people, closed, proposed, promised, ballots] = await Promise.all([
    pools(rpc, coop), members(rpc, coop), periods(rpc, coop), proposals(rpc, coop), pledges(rpc, coop), allBallots(rpc, coop),
  ]);
  return { pools: all, members: people, periods: closed, proposals: proposed, pledges: promised, ballots };
}

/** The same, of lists that are read already; each is built when it is wanted. */
export function choresIn({ site }: Pick<Context, 'site'>, lists: ChoreLists): Chore[] {
  const { address, coop, now } = site;
  const { pools: all, members: people, periods: closed } = lists;
  const due: Chore[] = [];
  const overdue = isOverdue(coop, now);
  for (const proposal of lists.proposals) {
    const status = proposalStatus(proposal, coop, now);
    if (status === 'executable' || (status === 'awaiting turn' && overdue && periodEnds(coop) >= opensAt(proposal))) due.push({ what: `carry out proposal ${proposal.index}`, make: (c) => execute(c, proposal, people) });
  }
  for (const proposal of lists.proposals.filter((p) => p.weighty === 1 && !isOver(proposalStatus(p, coop, now)))) {
    // whoever counts it again changes nothing, so it is offered as long as there are fewer counted than gone
    const gone = people.filter((one) => protests(one) && isOfSnapshot(coop, proposal, one));
    if (gone.length > proposal.protests) {
      due.push({
        what: `count ${gone.length - proposal.protests} more who left in protest against proposal ${proposal.index}`,
        make: (c) => Promise.all(gone.slice(0, COUNTED).map(({ wallet }) => build(c, 'countProtest', { proposal: proposal.index, wallet }))),
      });
    }
  }
  for (const one of people) due.push(...ended(site, one, lists), ...released(site, one, lists));
  if (coop.federation !== NONE && coop.books.federationDue > 0n && coop.sweptAt === 0n) due.push({ what: 'pass on what is due to the federation', make: async (c) => [await build(c, 'remitSolidarity', {})] });
  if (coop.dissolvingAt !== 0n && coop.sweptAt === 0n && now >= coop.dissolvingAt + END.passesAfter && coop.books.reserve + coop.books.solidarity > 0n) {
    due.push({ what: 'pass the reserve on', make: async (c) => [await build(c, 'finishDissolution', {})] });
  }
  for (const pool of all.filter((pool) => isSettleable(site, pool, now))) {
    due.push({ what: `settle pool ${pool.index}`, make: async (c) => [await build(c, 'settlePool', { pool: pool.index })] });
  }
  if (overdue) due.push({ what: `close period ${coop.period.number}`, make: async (c) => [await build(c, 'closePeriod', { number: coop.period.number })] });
  if (coopStatus(coop) === 'active' && coop.electorlessSince !== 0n && now >= coop.electorlessSince + ELECTORLESS) {
    due.push({ what: 'dissolve the co-op, which has had no elector for 180 days', make: (c) => dissolve(c) });
  }
  for (const one of people) {
    if (standing(one) === 'candidate' && one.vouchesReceived >= one.vouchesNeeded) {
      due.push({ what: `admit ${person(one)}`, make: async (c) => [await build(c, 'admit', { wallet: one.wallet })] });
    }
    if (isSuspendable(coop, one, now) && coop.dissolvingAt === 0n) due.push({ what: `suspend the vote of ${person(one)}, silent for a year or short of the member share`, make: async (c) => [await build(c, 'suspend', { wallet: one.wallet })] });
    const seasoned = one.sharePaidAt !== 0n && now >= one.sharePaidAt + BigInt(coop.charter.seasoning);
    if (standing(one) === 'member' && !isElector(one) && one.shares >= coop.charter.memberShare && seasoned && !isSuspended(one)) {
      due.push({ what: `enrol ${person(one)}`, make: async (c) => [await build(c, 'enrol', { wallet: one.wallet })] });
    }
    const waits = waitsForSettlement(one, coop.period.number);
    if (waits && closed.some(({ number }) => number === one.unsettledPeriod)) due.push({ what: `settle ${person(one)}`, make: (c) => settledFirst(c, [one]) });
    if (coop.dissolvingAt !== 0n && coop.sweptAt === 0n && !waits && position(coop, one, now).drawable > 0n) {
      due.push({ what: `pay ${person(one)} its part`, make: (c) => draw(c, one.wallet) });
    }
  }
  const open = new Set(lists.proposals.filter((p) => !isOver(proposalStatus(p, coop, now))).map((p) => p.address));
  for (const proposal of new Set(lists.ballots.map((page) => page.proposal).filter((one) => !open.has(one)))) {
    const pages = lists.ballots.filter((page) => page.proposal === proposal);
    const index = lists.proposals.find((p) => p.address === proposal)?.index;
    const which = index === undefined ? `a proposal that is gone, ${proposal}` : `proposal ${index}`;
    due.push({
      what: `close ${pages.length === 1 ? 'the page' : `${pages.length} pages`} of ballots of ${which}, and give the deposit back`,
      make: async () => pages.slice(0, CLOSED).map(({ address: ballots, rentPayer }) => getReclaimBallotsInstruction({ coop: address, proposal, ballots, rentPayer })),
    });
  }
  const left = coop.memberAccounts + coop.vouchAccounts + coop.poolAccounts + coop.serviceAccounts + coop.periodAccounts + coop.proposalAccounts + coop.ballotPages + coop.mandateAccounts + coop.redirectAccounts;
  if (left === 0 && (coopStatus(coop) === 'forming' || (coop.sweptAt !== 0n && cash(coop) === 0n))) due.push({ what: 'close the co-op, of which nothing is left', make: async (c) => [await build(c, 'reclaimCoop', {})] });
  return due;
}

/** What became of a pledge to a pool that is settled, and a promise that is kept or whose time is over. */
function ended({ coop, now }: Site, one: At<Member>, { pools, pledges }: ChoreLists): Chore[] {
  const due: Chore[] = [];
  const { wallet } = one;
  const pool = one.pledgedIn === 0 ? undefined : pools.find(({ index }) => index === one.pledgedIn - 1);
  const status = pool && pledges.some((its) => its.pool === pool.address && its.member === one.address && its.amount > 0n) ? poolStatus(pool, now) : undefined;
  if (status === 'succeeded' && coop.sweptAt === 0n) {
    due.push({ what: `book the shares of ${person(one)} in pool ${pool!.index}`, make: async (c) => [...(await settledFirst(c, [one])), await build(c, 'claimShares', { pool: pool!.index, wallet })] });
  }
  if (status === 'failed' && now >= quietUntil(one)) {
    due.push({ what: `pay ${person(one)} back what it pledged to pool ${pool!.index}`, make: async (c) => [await tokenAccountFor(c, wallet), await build(c, 'refundPledge', { pool: pool!.index, wallet })] });
  }
  if (promiseIsDue(coop, one, now)) due.push({ what: `compare the use of ${person(one)} with its promise`, make: async (c) => [...(await settledFirst(c, [one])), await build(c, 'settleUse', { wallet })] });
  return due;
}

/** One who left over a resolution of weight that passed, and is still bound by what it promised. */
function released({ coop, now }: Site, one: At<Member>, { pools, proposals, ballots }: ChoreLists): Chore[] {
  if (boundUntil(one, pools.find(({ index }) => index === one.pledgedIn - 1), now) === 0n) return [];
  const said = (proposal: Address) => {
    const page = ballots.find((its) => its.proposal === proposal && its.page === Math.floor(one.number / PAGE));
    return page && ballotIn(page, one.number).choice;
  };
  const over = proposals.find((p) => isReleasable(p, coop, one, said(p.address), now));
  return over ? [{ what: `release ${person(one)}, who left over proposal ${over.index}`, make: async (c) => [await build(c, 'release', { proposal: over.index, wallet: one.wallet })] }] : [];
}
