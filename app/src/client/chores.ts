/** What anyone may do for a co-op, so that nobody waits: settle, close, admit, enrol, release, carry out, sweep, clear, pass on. */
import type { Address, Instruction } from '@solana/kit';
import { KINDS } from './actions';
import { NONE, PAGE } from './addresses';
import { boundUntil, isReleasable, promiseIsDue } from './binding';
import { clearing } from './clearing';
import { endsUnpaid, isClosable, isStale, passable } from './endings';
import { isNetwork, sentence } from './failures';
import { settlePool } from './flows/bootstrap';
import { clearApplication, COUNTED } from './flows/membership';
import { dissolve, draw, passOn } from './flows/federation';
import { execute } from './flows/governance';
import { settledFirst } from './flows/first';
import { tokenAccountFor } from './flows';
import { unpayable } from './locks';
import { isSettleable, poolStatus, voids } from './poolRules';
import { allBallots, ballotIn, CLOSED, mandates, proposals } from './reads/proposals';
import { members, redirects, vouches } from './reads/members';
import { periods, services } from './reads/patronage';
import { pledges, pools } from './reads/pools';
import { type At, type Reader } from './reads/accounts';
import { lastSite, type Site } from './reads/coops';
import { larger } from './larger';
import { cash, coopStatus, ELECTORLESS, isOverdue } from './rules/coop';
import {
  isElector,
  isSuspendable,
  isSuspended,
  isAdmissible,
  roomNow,
  protests,
  quietUntil,
  standing,
  waitsForSettlement,
} from './rules/members';
import { endsOf, hasPassed, isOfSnapshot, isOver, isToLeave, proposalStatus, turnsWithClose } from './rules/proposals';
import { position } from './rules/position';
import { refusedFor } from './refusedFor';
import { strays, type Strays } from './strays';
import { formatAmount, formatDuration, person } from './units';
import { build, type Context } from './verbs';
import {
  getReclaimBallotsInstruction,
  getReclaimMemberInstruction,
  type BallotPage,
  type Mandate,
  type Member,
  type Period,
  type Pledge,
  type Pool,
  type Proposal,
  type Redirect,
  type Service,
  type Vouch,
} from '../generated';
import * as math from '../generated/math';

export interface Chore {
  what: string;
  make: (c: Context) => Promise<Instruction[]>;
}

/** All chores that are due, with their instructions; `refused`: why there are none. */
export async function chores(c: Context): Promise<{ what: string; instructions: Instruction[]; refused?: string }[]> {
  const { address } = c.site;
  const due = choresIn(c, await choreLists(c.rpc, address));
  const all = [];
  for (const { what, make } of due) {
    try {
      all.push({ what, instructions: await make(c) });
    } catch (failed) {
      // one that cannot be done keeps nobody from the others
      if (isNetwork(failed)) throw failed;
      all.push({ what, instructions: [], refused: sentence(failed) });
    }
  }
  return all;
}

export interface ChoreLists {
  pools: readonly At<Pool>[];
  members: readonly At<Member>[];
  periods: readonly At<Period>[];
  proposals: readonly At<Proposal>[];
  pledges: readonly At<Pledge>[];
  ballots: readonly At<BallotPage>[];
  vouches: readonly At<Vouch>[];
  services: readonly At<Service>[];
  mandates: readonly At<Mandate>[];
  redirects: readonly At<Redirect>[];
  strays: Strays;
  /** Wallets that something may have to be paid to, and whose token account cannot take it now. */
  unpayable: ReadonlySet<Address>;
}
/** Reads the accounts from which chores follow, all at the same time. */
export async function choreLists(rpc: Reader, coop: Address): Promise<ChoreLists> {
  const lists = {
    pools: pools(rpc, coop),
    members: members(rpc, coop),
    periods: periods(rpc, coop),
    proposals: proposals(rpc, coop),
    pledges: pledges(rpc, coop),
    ballots: allBallots(rpc, coop),
    vouches: vouches(rpc, coop),
    services: services(rpc, coop),
    mandates: mandates(rpc, coop),
    redirects: redirects(rpc, coop),
    strays: strays(rpc, coop),
  };
  const read = await Promise.all(Object.entries(lists).map(async ([name, list]) => [name, await list] as const));
  const all = Object.fromEntries(read) as unknown as Omit<ChoreLists, 'unpayable'>;
  const site = await lastSite(rpc, coop);
  return { ...all, unpayable: await unpayable(rpc, site, payees(site, all)) };
}
/** Whether its members have claims on it, which it pays: it dissolves, and they have not lapsed. */
const hasClaims = ({ dissolvingAt, sweptAt }: Site['coop']) => dissolvingAt !== 0n && sweptAt === 0n;
/** Whom chores may pay: refunded pledgers, members of a co-op that ends, and whoever a resolution pays. */
function payees(
  { coop, now }: Site,
  { members: people, pools: all, proposals: proposed }: Pick<ChoreLists, 'members' | 'pools' | 'proposals'>,
): Address[] {
  const failed = new Set(all.filter((pool) => poolStatus(pool, now) === 'failed').map(({ index }) => index + 1));
  const ends = hasClaims(coop);
  return [
    ...people.filter(({ pledgedIn }) => ends || failed.has(pledgedIn)).map(({ wallet }) => wallet),
    ...proposed.filter((one) => isToPay(one, coop, now)).map(({ target }) => target),
  ];
}
/** Whether a resolution that has passed pays a wallet. */
const isToPay = (proposal: Proposal, coop: Site['coop'], now: bigint) =>
  (KINDS[proposal.kind] === 'Spend' || KINDS[proposal.kind] === 'Grant') &&
  hasPassed(proposalStatus(proposal, coop, now));

/** The chores that are due according to these lists; `make` builds the instructions of one. */
export function choresIn({ site }: Pick<Context, 'site'>, lists: ChoreLists): Chore[] {
  const { address, coop, now } = site;
  const { pools: all, members: people, periods: closed } = lists;
  const due: Chore[] = [];
  const overdue = isOverdue(coop, now);
  const executable = lists.proposals.filter((proposal) => {
    const status = proposalStatus(proposal, coop, now);
    const turns = turnsWithClose(proposal, coop, now);
    const known = { members: people, everyone: true, mandates: lists.mandates, atAgent: lists.strays.atAgent };
    if (isToPay(proposal, coop, now) && lists.unpayable.has(proposal.target)) return false;
    return (status === 'executable' || turns) && refusedFor(proposal, site, now, known).length === 0;
  });
  for (const proposal of executable)
    due.push({ what: `carry out proposal ${proposal.index}`, make: (c) => execute(c, proposal, people) });
  for (const proposal of lists.proposals.filter((p) => p.weighty === 1 && !isOver(proposalStatus(p, coop, now)))) {
    // whoever counts it again changes nothing
    const gone = people.filter(
      (one) => protests(one) && isOfSnapshot(coop, proposal, one) && !ballotOf(lists, proposal.address, one)?.protests,
    );
    if (gone.length > 0) {
      due.push({
        what: `count ${gone.length > COUNTED ? `the first ${COUNTED} of ${gone.length}` : gone.length} more ${gone.length === 1 ? 'protest' : 'protests'} against proposal ${proposal.index}`,
        make: (c) =>
          Promise.all(
            gone.slice(0, COUNTED).map(({ wallet }) => build(c, 'countProtest', { proposal: proposal.index, wallet })),
          ),
      });
    }
  }
  for (const one of people) due.push(...ended(site, one, lists), ...released(site, one, lists));
  // whoever carries out that it is left passes that on first
  const remits = coop.federation !== NONE && coop.books.federationDue > 0n && coop.sweptAt === 0n;
  if (remits && !site.vaultFrozen && !executable.some(isToLeave))
    due.push({
      what: 'pass on the money due to the federation',
      make: async (c) => [await build(c, 'remitSolidarity', {})],
    });
  due.push(...sent(site, lists));
  const passes = passable(coop, now);
  // where no money is left, the last call only ends the claims
  if (passes !== undefined && (passes === 0n || !site.vaultFrozen))
    due.push({ what: 'pass on unclaimed money', make: passOn });
  const ends = endsOf(lists.proposals, coop, now);
  const { ending } = ends;
  const around = { ...site, ...ends };
  // one whose success would make a proposal to end the co-op void is no chore while that vote lasts: whoever wants it settles it separately
  for (const pool of all.filter((p) => isSettleable(around, p, now) && !voids(around, p))) {
    due.push({
      what: `settle pool ${pool.index}${ending === undefined ? '' : ', which fails because the co-op resolved to dissolve: everyone is refunded'}`,
      make: (c) => settlePool(c, pool.index),
    });
  }
  if (overdue)
    due.push({
      what: `close period ${coop.period.number}`,
      make: async (c) => [await build(c, 'closePeriod', { number: coop.period.number })],
    });
  // those whom a pool has brought in meanwhile have as long to become electors
  const quiet = larger(coop.electorlessSince, coop.poolSucceededAt);
  if (coopStatus(coop) === 'active' && coop.electorlessSince !== 0n && now >= quiet + ELECTORLESS) {
    due.push({
      what: `dissolve the co-op, which has had no elector for ${formatDuration(ELECTORLESS)}`,
      make: (c) => dissolve(c),
    });
  }
  let room = roomNow(coop, now);
  for (const one of people) {
    if (isAdmissible(coop, one, now)) {
      room -= 1n;
      if (room >= 0n)
        due.push({
          what: `admit ${person(one)}`,
          make: async (c) => [await build(c, 'admit', { wallet: one.wallet })],
        });
    } else if (isStale(coop, one, now)) due.push(cleared(site, one));
    else if (isClosable(coop, one, now)) {
      due.push({
        what: `close the account of ${person(one)}, who has left, and return the deposit`,
        make: async () => [
          getReclaimMemberInstruction({ coop: address, member: one.address, rentPayer: one.rentPayer }),
        ],
      });
    }
    if (isSuspendable(coop, one, now) && coop.dissolvingAt === 0n)
      due.push({
        what: `suspend the vote of ${person(one)}, after a year without an act or 90 days below the member share`,
        make: async (c) => [await build(c, 'suspend', { wallet: one.wallet })],
      });
    const seasoned = one.sharePaidAt !== 0n && math.isSeasoned(one.sharePaidAt, coop.charter.seasoning, now);
    if (
      standing(one) === 'member' &&
      !isElector(one) &&
      one.shares >= coop.charter.memberShare &&
      seasoned &&
      !isSuspended(one) &&
      coop.dissolvingAt === 0n
    ) {
      due.push({ what: `enrol ${person(one)}`, make: async (c) => [await build(c, 'enrol', { wallet: one.wallet })] });
    }
    const waits = waitsForSettlement(one, coop.period.number);
    if (waits && coop.sweptAt === 0n && closed.some(({ number }) => number === one.unsettledPeriod))
      due.push({ what: `settle ${person(one)}`, make: (c) => settledFirst(c, [one]) });
    const ready = hasClaims(coop) && !waits && now >= quietUntil(one);
    if (ready && endsUnpaid(coop, one, position(coop, one, now).capital))
      due.push({
        what: `end the membership of ${person(one)}, who has no claim`,
        make: (c) => draw(c, one.wallet, one),
      });
    if (ready && !site.vaultFrozen && !lists.unpayable.has(one.wallet)) {
      const { paid, drawable } = position(coop, one, now);
      if (drawable > 0n) due.push({ what: `pay ${person(one)} its part`, make: (c) => draw(c, one.wallet, one) });
      if (paid > 0n)
        due.push({
          what: `pay ${person(one)} the cash that it is owed`,
          make: async (c) => [
            await tokenAccountFor(c, one.wallet),
            await build(c, 'claimDividends', { wallet: one.wallet }),
          ],
        });
    }
  }
  const open = new Set(lists.proposals.filter((p) => !isOver(proposalStatus(p, coop, now))).map((p) => p.address));
  for (const proposal of new Set(lists.ballots.map((page) => page.proposal).filter((one) => !open.has(one)))) {
    const pages = lists.ballots.filter((page) => page.proposal === proposal);
    const index = lists.proposals.find((p) => p.address === proposal)?.index;
    const which = index === undefined ? `a closed proposal, ${proposal}` : `proposal ${index}`;
    due.push({
      what: `close ${pages.length === 1 ? 'the page' : `${pages.length > CLOSED ? `the first ${CLOSED} of ${pages.length}` : pages.length} pages`} of ballots of ${which}, and return the deposit`,
      make: async () =>
        pages
          .slice(0, CLOSED)
          .map(({ address: ballots, rentPayer }) =>
            getReclaimBallotsInstruction({ coop: address, proposal, ballots, rentPayer }),
          ),
    });
  }
  due.push(...clearing(site, lists));
  const left =
    coop.memberAccounts +
    coop.vouchAccounts +
    coop.poolAccounts +
    coop.serviceAccounts +
    coop.periodAccounts +
    coop.proposalAccounts +
    coop.ballotPages +
    coop.mandateAccounts +
    coop.redirectAccounts;
  if (left === 0 && (coopStatus(coop) === 'forming' || (coop.sweptAt !== 0n && cash(coop) === 0n)))
    due.push({
      what: 'close the co-op, which has no other accounts left',
      make: async (c) => [await build(c, 'reclaimCoop', {})],
    });
  return due.map(({ what, make }) => ({ what, make: (c) => make({ ...c, known: people }) }));
}

/** Chores for a member's pledge to a settled pool, and for a promise that is kept or whose time is over. */
function ended({ coop, now }: Site, one: At<Member>, { pools, pledges, unpayable }: ChoreLists): Chore[] {
  const due: Chore[] = [];
  const { wallet } = one;
  const pool = one.pledgedIn === 0 ? undefined : pools.find(({ index }) => index === one.pledgedIn - 1);
  const status =
    pool && pledges.some((its) => its.pool === pool.address && its.member === one.address && its.amount > 0n)
      ? poolStatus(pool, now)
      : undefined;
  if (status === 'succeeded') {
    const what =
      coop.sweptAt === 0n
        ? `book the shares of ${person(one)} in pool ${pool!.index}`
        : `end the pledge of ${person(one)} to pool ${pool!.index}, which nobody claimed in time`;
    due.push({
      what,
      make: async (c) => [
        ...(await settledFirst(c, [one])),
        await build(c, 'claimShares', { pool: pool!.index, wallet }),
      ],
    });
  }
  if (status === 'failed' && now >= quietUntil(one) && !unpayable.has(wallet)) {
    due.push({
      what: `pay ${person(one)} back its pledge to pool ${pool!.index}`,
      make: async (c) => [
        await tokenAccountFor(c, wallet),
        await build(c, 'refundPledge', { pool: pool!.index, wallet }),
      ],
    });
  }
  if (promiseIsDue(coop, one, now))
    due.push({
      what: `compare the use of ${person(one)} with its promise`,
      make: async (c) => [...(await settledFirst(c, [one])), await build(c, 'settleUse', { wallet })],
    });
  return due;
}

/** Chores for what strangers sent, and for what the agent of a dissolving co-op holds. */
function sent(
  { coop, token, vaultBalance, vaultFrozen }: Site,
  { strays: { tokens, lamports, atAgent } }: ChoreLists,
): Chore[] {
  const due: Chore[] = [];
  if (vaultBalance > cash(coop))
    due.push({
      what: `book ${formatAmount(vaultBalance - cash(coop), token)} that was sent to the vault to the reserve`,
      make: async (c) => [await build(c, 'syncVault', {})],
    });
  for (const { address, of, amount } of vaultFrozen ? [] : tokens) {
    due.push({
      what: `bring ${formatAmount(amount, token)} that was sent to ${of === 'co-op' ? "the co-op's own address" : 'the address of its vault as if it were a wallet'} to the reserve`,
      make: async (c) => [await build(c, 'sweep', { stray: address })],
    });
  }
  for (const { pool, amount } of lamports) {
    due.push({
      what: `give ${formatAmount(amount, 9)} SOL that was sent to ${pool === undefined ? 'the co-op or its vault' : `pool ${pool}`} to the payer of the rent there`,
      make: async (c) => [await build(c, 'sweepLamports', { pool })],
    });
  }
  if (coop.dissolvingAt !== 0n && atAgent > 0n && !vaultFrozen)
    due.push({
      what: `bring ${formatAmount(atAgent, token)} home from the co-op's agent`,
      make: async (c) => [await build(c, 'executeCollect', {})],
    });
  return due;
}

/** Clears away an application that nobody admits. */
function cleared({ coop }: Site, one: At<Member>): Chore {
  const why =
    coop.dissolvingAt !== 0n
      ? 'since the co-op ends'
      : `which nobody has admitted for ${formatDuration(math.APPLICATION_KEPT)}`;
  return {
    what: `clear away the application of ${person(one)}, ${why}`,
    make: (c) => Promise.resolve(clearApplication(c, one)),
  };
}

/** What a member said to a proposal; nothing where its page is not there. */
function ballotOf({ ballots }: Pick<ChoreLists, 'ballots'>, proposal: Address, { number }: Member) {
  const page = ballots.find((its) => its.proposal === proposal && its.page === Math.floor(number / PAGE));
  return page && ballotIn(page, number);
}

/** One who has left, and whom a weighty resolution that passed finds bound by what it promised. */
function released({ coop, now }: Site, one: At<Member>, { pools, proposals, ballots }: ChoreLists): Chore[] {
  const pool = pools.find(({ index }) => index === one.pledgedIn - 1);
  if (boundUntil(coop, one, pool, now) === 0n) return [];
  const over = proposals.find((p) => isReleasable(p, coop, one, ballotOf({ ballots }, p.address, one)?.choice, now));
  return over
    ? [
        {
          what: `release ${person(one)}, whom proposal ${over.index} finds bound`,
          make: async (c) => [await build(c, 'release', { proposal: over.index, wallet: one.wallet })],
        },
      ]
    : [];
}
