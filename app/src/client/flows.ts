/** What people mean, as the instructions it takes: several in one transaction where one would not do. */
import {
  createNoopSigner,
  isSignerRole,
  isWritableRole,
  type Address,
  type Instruction,
  type TransactionSigner,
} from '@solana/kit';
import { ACTIONS, executionOf, fieldsOf, KINDS } from './actions';
import { agentOf, coopOf, mandateOf, NONE, periodOf, proposalOf, serviceOf } from './addresses';
import { afterClaim, promiseIsDue, wouldRelease } from './binding';
import { WrongInput } from './failures';
import { passing } from './given';
import { checkPayee } from './payees';
import { becomes, earnedUnclaimed, poolStatus } from './poolRules';
import {
  ballotPages,
  ballots,
  memberAt,
  members,
  membersAt,
  pledgeOf,
  proposals,
  site,
  token,
  type At,
  type Reader,
  type Site,
} from './reads';
import {
  cash,
  coopStatus,
  isOfSnapshot,
  isOver,
  isOverdue,
  isVouchedFor,
  periodEnds,
  position,
  priceBps,
  promiseRuns,
  proposalStatus,
  standing,
  waitsForSettlement,
} from './rules';
import { fits } from './send';
import { strays } from './strays';
import { payingFirst, payoutsFirst, tokenAccountFor } from './tokenAccounts';
import { formatTime } from './units';
import { build, payerOf, VERBS, whyAndDocument, type Context, type Kinds, type ParamsOf, type VerbName } from './verbs';
import {
  fetchMandate,
  fetchPeriod,
  fetchProposal,
  fetchService,
  getExplainInstruction,
  getReclaimMemberInstruction,
  getWithdrawApplicationInstruction,
  type Member,
  type Proposal,
} from '../generated';

/** As many of these as one transaction has room for, from the first on. */
function fitting(c: Context, all: readonly Instruction[]): Instruction[] {
  let count = all.length;
  while (count > 1 && !fits(payerOf(c), all.slice(0, count))) count -= 1;
  return all.slice(0, count);
}

export { payingFirst, payoutsFirst, tokenAccountFor, unwrap } from './tokenAccounts';

/** The number of the period that is open once what goes first is done, and what that is. */
interface First {
  instructions: Instruction[];
  open: number;
}

/** An overdue period is closed first: while it is, nothing leaves operating money and nothing is asked back. */
async function closedFirst(c: Context): Promise<First> {
  const { coop, now } = c.site;
  if (!isOverdue(coop, now)) return { instructions: [], open: coop.period.number };
  return {
    instructions: [await build(c, 'closePeriod', { number: coop.period.number })],
    open: coop.period.number + 1,
  };
}

/** What waits of a closed period is settled first, or the program refuses. `open`: the period that is open by then. Once claims have lapsed nothing waits. */
export async function settledFirst(
  c: Context,
  members: readonly (At<Member> | undefined)[] = [c.site.member],
  open = c.site.coop.period.number,
): Promise<Instruction[]> {
  if (c.site.coop.sweptAt !== 0n) return [];
  const waiting = new Map(members.flatMap((one) => (one && waitsForSettlement(one, open) ? [[one.address, one]] : [])));
  return Promise.all(
    [...waiting.values()].map((one) =>
      build(c, 'settlePatronage', { member: one.address, period: one.unsettledPeriod }),
    ),
  );
}

/** Both: closed, and settled to these members. */
async function readyFirst(c: Context, members: readonly (At<Member> | undefined)[] = [c.site.member]): Promise<First> {
  const { instructions, open } = await closedFirst(c);
  return { instructions: [...instructions, ...(await settledFirst(c, members, open))], open };
}

/** What a co-op is founded with. */
export interface Founding {
  id: bigint;
  name: string;
  mint: Address;
  statutesUri: string;
  statutesHash: Uint8Array;
  charter: Kinds['charter'];
  heir?: Address;
  /** What the co-op is about; said in a transaction of its own, since it does not fit beside a charter. */
  about?: string;
  /** The founding pool, opened in the same transaction. */
  pool?: Kinds['terms'];
}

/** Founds a co-op, and opens its founding pool with it; `then` says what it is about. */
export async function found(
  rpc: Reader,
  by: TransactionSigner,
  founding: Founding,
  payer?: TransactionSigner,
): Promise<{ coop: Address; instructions: Instruction[]; then: Instruction[] }> {
  const counted = await token(rpc, founding.mint);
  const address = await coopOf(by.address, founding.id);
  const site = {
    address,
    mint: founding.mint,
    tokenProgram: counted.tokenProgram,
    token: counted,
    coop: { pools: 0 },
  } as Site;
  const c: Context = { site, by, rpc, payer };
  const { pool, about, ...said } = founding;
  const instructions = [await VERBS.found.build(c, said)];
  const later = about ? [await VERBS.describe.build(c, { about })] : [];
  if (pool) {
    const opens = await VERBS.openPool.build(c, { terms: pool });
    if (fits(payerOf(c), [...instructions, opens])) instructions.push(opens);
    else later.unshift(opens);
  }
  return { coop: address, instructions, then: later };
}

/** Applies, or applies anew after having left; signs the statutes in force as they were read. */
export async function join(c: Context, name = '', statutesHash?: Uint8Array): Promise<Instruction[]> {
  return [await build(c, c.site.member ? 'reapply' : 'apply', { name, statutesHash })];
}

/**
 * Pledges under the charter as it was read; a candidate whose vouches are complete is admitted in the same go. A member
 * has one pledge and one promise at a time: what is over of an earlier one is ended first.
 */
export async function pledge(c: Context, pool: number, amount: bigint, useAmount: bigint): Promise<Instruction[]> {
  const { member, coop, now } = c.site;
  const ready = member && standing(member) === 'candidate' && isVouchedFor(coop, member);
  const first = ready ? [await build(c, 'admit', { wallet: member.wallet })] : [];
  first.push(...(await settledFirst(c)));
  if (member && member.pledgedIn !== pool + 1) {
    const { instructions, then } = await pledgeEnded(c, member);
    if (member.pledgedIn !== 0 && instructions.length === 0)
      throw new Error(
        `you have a pledge in pool ${member.pledgedIn - 1}, and one at a time: withdraw it with \`coop withdraw-pledge\`, or wait until that pool is settled`,
      );
    first.push(...instructions);
    if (useAmount > 0n && then.promised > 0n) {
      if (!promiseIsDue(coop, then, now))
        throw new Error(
          `you have a promise of use that runs until ${formatTime(then.promiseEnds)}, and one promise at a time: pledge money alone, or keep that first`,
        );
      first.push(await build(c, 'settleUse', {}));
    }
  }
  // what an earlier pool that failed pays back may be what is pledged
  return [
    ...(await payingFirst(c, amount, first.length > 0)),
    ...first,
    await build(c, 'makePledge', { pool, amount, useAmount }),
  ];
}

/** The member that is paid for: one that is said, else the payer. */
const buyerIn = async (c: Context, buyer?: Address): Promise<At<Member> | undefined> => {
  if (!buyer) return c.site.member;
  const found = await memberAt(c.rpc, c.site.address, buyer);
  if (!found)
    throw new WrongInput(
      'wallet',
      `${buyer} is not a member of this co-op: leave out for whom, or name a member's wallet`,
    );
  return found;
};

/** Pays a service, as a member or for one; what the buyer and the provider have to settle goes first. */
export async function pay(c: Context, service: number, amount: bigint, buyer?: Address): Promise<Instruction[]> {
  const { data } = await fetchService(c.rpc, await serviceOf(c.site.address, service));
  const [provider, bought] = await Promise.all([
    membersAt(c.rpc, data.provider === NONE ? [] : [data.provider]),
    buyerIn(c, buyer),
  ]);
  const pays = [
    ...(await settledFirst(c, [bought, ...provider])),
    await build(c, 'payService', { service, amount, buyer }),
  ];
  return [...(await payingFirst(c, amount)), ...(await payoutsFirst(c, pays, [data.owner])), ...pays];
}

/** Pays the co-op itself for what it sells, as a member or for one. */
export async function payCoop(c: Context, amount: bigint, buyer?: Address): Promise<Instruction[]> {
  return [
    ...(await payingFirst(c, amount)),
    ...(await settledFirst(c, [await buyerIn(c, buyer)])),
    await build(c, 'payCoop', { amount, buyer }),
  ];
}

/** Brings in money that is no payment for what the co-op sells: income, the price of what it sold, or a gift. */
export async function bookIncome(c: Context, amount: bigint, kind: Kinds['income']): Promise<Instruction[]> {
  return [...(await payingFirst(c, amount)), await build(c, 'bookIncome', { amount, kind })];
}

/** Buys shares; refused if the price falls below what it is now, unless said. */
export async function subscribe(c: Context, amount: bigint, minSolvencyBps?: number): Promise<Instruction[]> {
  return [
    ...(await payingFirst(c, amount)),
    ...(await settledFirst(c)),
    await build(c, 'subscribe', { amount, minSolvencyBps }),
  ];
}

/** Says how much of its withdrawn and matured capital a member wants paid at the next close; 0 takes it back. */
export async function askBack(c: Context, amount: bigint, minPriceBps?: number): Promise<Instruction[]> {
  return [
    ...(await readyFirst(c)).instructions,
    await build(c, 'askBack', { amount, minPriceBps: minPriceBps ?? notAbove(c) }),
  ];
}

/** Withdraws shares above the member share: they are paid at the next close. */
export async function withdrawShares(c: Context, amount: bigint, minPriceBps?: number): Promise<Instruction[]> {
  return [
    ...(await readyFirst(c)).instructions,
    await build(c, 'withdrawShares', { amount, minPriceBps: minPriceBps ?? notAbove(c) }),
  ];
}

/** The price of now; where a close comes first, which may change it by wear, any. */
const notAbove = (c: Context): number | undefined => (isOverdue(c.site.coop, c.site.now) ? 0 : undefined);

/** Draws on a mandate. */
export async function drawMandate(c: Context, mandate: number, amount: bigint): Promise<Instruction[]> {
  const { data } = await fetchMandate(c.rpc, await mandateOf(c.site.address, mandate));
  const worker = await membersAt(c.rpc, data.worker === NONE ? [] : [data.worker]);
  const { instructions } = await readyFirst(c, worker);
  return [...instructions, await tokenAccountFor(c, c.by.address), await build(c, 'drawMandate', { mandate, amount })];
}

/** Offers a service: paid to the offerer's own token account, made if it is missing. */
export async function offer(
  c: Context,
  name: string,
  maxTakeRateBps = c.site.coop.charter.takeRateBps,
  minProviderBps?: number,
  uri = '',
): Promise<Instruction[]> {
  return [
    await tokenAccountFor(c, c.by.address),
    await build(c, 'registerService', { name, uri, maxTakeRateBps, minProviderBps }),
  ];
}

/** Closes the open period, if it is over. */
export async function close(c: Context): Promise<Instruction[]> {
  const { coop, now } = c.site;
  if (coopStatus(coop) !== 'active')
    throw new Error(
      coopStatus(coop) === 'forming'
        ? 'the co-op has not started: its first period begins when its pool is settled'
        : 'a co-op that ends closes no more periods',
    );
  if (!isOverdue(coop, now))
    throw new Error(`period ${coop.period.number} is not over before ${formatTime(periodEnds(coop))}`);
  return (await closedFirst(c)).instructions;
}

/** Settles to everyone, or to one member, what closed periods decided; as many as fit in a transaction. */
export async function settle(c: Context, wallet?: Address): Promise<Instruction[]> {
  const all = wallet ? [await memberAt(c.rpc, c.site.address, wallet)] : await members(c.rpc, c.site.address);
  return (await settledFirst(c, all)).slice(0, 8);
}

/** Pays a member of a dissolving co-op its part, to its own token account; by anyone. */
export async function draw(c: Context, wallet: Address = c.by.address): Promise<Instruction[]> {
  const member = await memberAt(c.rpc, c.site.address, wallet);
  return [
    await tokenAccountFor(c, wallet),
    ...(await settledFirst(c, [member])),
    await build(c, 'drawCapital', { wallet }),
  ];
}

/** Passes on what nobody claims of a co-op that ends: over heirs that are at their end themselves to whoever inherits, in one go. */
export const passOn = async (c: Context): Promise<Instruction[]> => fitting(c, await passing(c));

/** Brings what strangers sent where it belongs: tokens to the reserve, lamports to whoever paid the rent of the account that they lie on. */
export async function sweep(c: Context): Promise<Instruction[]> {
  const {
    site: { address, coop, vaultBalance, vaultFrozen },
  } = c;
  const { tokens, lamports } = await strays(c.rpc, address);
  return fitting(
    c,
    await Promise.all([
      ...(vaultBalance > cash(coop) ? [build(c, 'syncVault', {})] : []),
      ...(vaultFrozen ? [] : tokens).map((stray) => build(c, 'sweep', { stray: stray.address })),
      ...lamports.map(({ pool }) => build(c, 'sweepLamports', { pool })),
    ]),
  );
}

/** Clears away an application that nobody has admitted; the deposit goes back in the same go, unless a membership before it keeps the account. */
export function clearApplication(
  c: Context,
  { address: member, rentPayer }: At<Member>,
  closes: boolean,
): Instruction[] {
  const coop = c.site.address;
  return [
    getWithdrawApplicationInstruction({ wallet: c.by, coop, member }),
    ...(closes ? [getReclaimMemberInstruction({ coop, member, rentPayer })] : []),
  ];
}

/** Ends what a member pledged to a pool that is settled: its shares are claimed, or it is paid back. `back`: what is owed in cash then; `then`: the member with its promise as it is by then. */
async function pledgeEnded(
  c: Context,
  member: At<Member>,
): Promise<{ instructions: Instruction[]; back: bigint; then: Member }> {
  const its = await pledgeOf(c.rpc, c.site.address, member);
  const status = its && poolStatus(its.pool, c.site.now);
  if (status === 'succeeded') {
    const { shares, back } = becomes(its!.pool, its!.pledge.amount);
    const earned = earnedUnclaimed(c.site.coop, its!.pool, member, shares);
    return {
      instructions: [await build(c, 'claimShares', { pool: its!.pool.index })],
      back: back + earned,
      then: afterClaim(c.site.coop, member, its!.pool),
    };
  }
  if (status !== 'failed') return { instructions: [], back: 0n, then: member };
  return {
    instructions: [await build(c, 'refundPledge', { pool: its!.pool.index })],
    back: 0n,
    then: its!.pledge.useAmount > 0n ? { ...member, promised: 0n } : member,
  };
}

/**
 * Everything that is the member's now: settles closed periods, claims shares or refunds of settled pools, takes what is
 * owed in cash; of a dissolving co-op the capital too, as far as the money reaches.
 */
export async function claimEverything(c: Context): Promise<Instruction[]> {
  const member = c.site.member;
  if (!member) return [];
  const { coop, now } = c.site;
  const { instructions: claims, back, then } = await pledgeEnded(c, member);
  // of what has lapsed only the accounts are left
  if (coop.sweptAt !== 0n) return claims.length ? [await tokenAccountFor(c, c.by.address), ...claims] : [];
  if (promiseIsDue(coop, then, now)) claims.push(await build(c, 'settleUse', {}));
  const first = await settledFirst(c);
  const after = [...first, ...claims];
  const waiting =
    first.length > 0
      ? (await fetchPeriod(c.rpc, await periodOf(c.site.address, member.unsettledPeriod))).data
      : undefined;
  const { paid, drawable } = position(coop, member, now, waiting);
  if (paid + back > 0n) after.push(await build(c, 'claimDividends', {}));
  // what is claimed only now can be drawn too; where there is nothing, drawing does nothing
  if (drawable > 0n || (coop.dissolvingAt !== 0n && claims.length > 0)) after.push(await build(c, 'drawCapital', {}));
  return after.length ? [await tokenAccountFor(c, c.by.address), ...after] : [];
}

/** Protests that are counted in the transaction of who leaves, at most. */
export const COUNTED = 6;

/**
 * Leaves. `ask`: all that is not bound is paid at the next close; `over`: in protest against this resolution, on the old terms.
 * A protest is counted against every open weighty resolution that one had a vote in, so that a twin of it gains nothing.
 * Where the vote on it has passed already, one is released at once from what binds it, and asks for that too.
 */
export async function leave(
  c: Context,
  { ask = true, over }: { ask?: boolean; over?: number | undefined } = {},
): Promise<Instruction[]> {
  const { instructions, open } = ask ? await closedFirst(c) : { instructions: [], open: c.site.coop.period.number };
  const { member, coop, now } = c.site;
  const period = member && waitsForSettlement(member, open) ? member.unsettledPeriod : undefined;
  // at a price of nothing nobody asks, and the program refuses it
  const asks = ask && priceBps(coop) > 0;
  const leaving = [...instructions, await build(c, 'resign', { ask: asks, protest: over !== undefined, period })];
  if (over === undefined || !member) return leaving;
  const against = (await proposals(c.rpc, c.site.address)).filter(
    (p) => p.weighty === 1 && !isOver(proposalStatus(p, coop, now)) && isOfSnapshot(coop, p, member),
  );
  const first = against.find(({ index }) => index === over);
  if (!first)
    throw new Error(
      `you can protest only against an open weighty resolution in which you have a vote, and proposal ${over} is not one: you can leave without a protest`,
    );
  const [said] = await ballots(c.rpc, [first.address], member.number);
  if (wouldRelease(first, coop, member, said?.choice, now)) {
    leaving.push(await build(c, 'release', { proposal: over }));
    // what the close before this decides is not known yet: then it is asked for afterwards
    const all = asks && instructions.length === 0 ? await allOnceReleased(c, member, period) : 0n;
    if (all > 0n) leaving.push(await build(c, 'askBack', { amount: all }));
  }
  const counted: Instruction[] = [];
  for (const p of [first, ...against.filter((one) => one !== first)].slice(0, COUNTED)) {
    counted.push(await build(c, 'countProtest', { proposal: p.index }));
    if (counted.length > 1 && !fits(payerOf(c), [...leaving, ...counted])) return [...leaving, ...counted.slice(0, -1)];
  }
  return [...leaving, ...counted];
}

/** What one who leaves now, and is released, can ask back: all of its capital, shares that it has not claimed too, but for what was paid in during the open period, and what answers for a promise whose time is over. */
async function allOnceReleased(c: Context, member: At<Member>, unsettled: number | undefined): Promise<bigint> {
  const [closed, its] = await Promise.all([
    unsettled === undefined ? undefined : fetchPeriod(c.rpc, await periodOf(c.site.address, unsettled)),
    pledgeOf(c.rpc, c.site.address, member),
  ]);
  const { capital, fresh } = position(c.site.coop, member, c.site.now, closed?.data);
  const answers = promiseRuns(member, c.site.now) ? 0n : member.bonded;
  return (
    capital -
    fresh -
    answers +
    (its && poolStatus(its.pool, c.site.now) === 'succeeded' ? becomes(its.pool, its.pledge.amount).shares : 0n)
  );
}

/** Closes what is left of a proposal that is over: its ballots, whose rent returns to whoever paid it, and by its proposer its account. */
export async function clearAway(c: Context, { index, address, proposer }: At<Proposal>): Promise<Instruction[]> {
  const pages = await ballotPages(c.rpc, address, c.site.coop.nextMember);
  const closed = pages.map((page) => build(c, 'reclaimBallots', { proposal: index, page }));
  return Promise.all([
    ...closed,
    ...(proposer === c.site.member?.address ? [build(c, 'reclaimProposal', { proposal: index })] : []),
  ]);
}

/** Why something is proposed, and a document that says more. */
export interface Reasons {
  why?: string;
  documentUri?: string;
  documentHash?: Uint8Array;
}

/** Proposes; the member's last proposal is cleared away first, if it is over, as a member has one at a time: whoever calls says so before. Refuses payees that are no wallets. What does not fit in one transaction comes in two: `proposeInParts`. */
export async function propose(c: Context, action: Kinds['action'], reasons: Reasons = {}): Promise<Instruction[]> {
  const { member, coop, now } = c.site;
  for (const { name, kind } of fieldsOf(action.__kind))
    if (kind === 'wallet') await checkPayee(c.rpc, c.site, name, (action as unknown as Record<string, Address>)[name]!);
  const first: Instruction[] = [];
  if (member?.openProposal === 1) {
    const { data } = await fetchProposal(c.rpc, await proposalOf(c.site.address, member.number, member.proposals - 1));
    if (isOver(proposalStatus(data, coop, now)))
      first.push(await build(c, 'reclaimProposal', { proposal: data.index }));
  }
  return [...first, await build(c, 'propose', { action, ...reasons })];
}

/** The same, in as many transactions as it takes: the reasons come in a second one where they do not fit beside the action. */
export async function proposeInParts(
  c: Context,
  action: Kinds['action'],
  reasons: Reasons = {},
): Promise<Instruction[][]> {
  const whole = await propose(c, action, reasons);
  const { member } = c.site;
  if (!member || fits(payerOf(c), whole)) return [whole];
  const proposal = await proposalOf(c.site.address, member.number, member.proposals);
  return [
    await propose(c, action),
    [
      getExplainInstruction({
        wallet: c.by,
        coop: c.site.address,
        member: member.address,
        proposal,
        ...whyAndDocument(reasons),
      }),
    ],
  ];
}

/** Begins the end, as was resolved or of a co-op without electors; an overdue period is closed first, so that whoever asked in it is paid. */
export async function dissolve(c: Context, proposal?: number): Promise<Instruction[]> {
  const { instructions, open } = await closedFirst(c);
  return [...instructions, await build(c, 'dissolve', { proposal, period: open })];
}

/** Does what was resolved, whatever it is; who is paid gets a token account if it has none. `people`: the members, if they are read already. */
export async function execute(
  c: Context,
  proposal: At<Proposal>,
  people?: readonly At<Member>[],
): Promise<Instruction[]> {
  const kind = KINDS[proposal.kind];
  if (!kind) throw new Error('this is an action of a newer program: use a newer client');
  if (kind === 'Dissolve') return dissolve(c, proposal.index);
  const { coop, now } = c.site;
  const { closes, pays, settles } = ACTIONS[kind].first ?? {};
  // a weighty resolution waits for a close, which may be the one that is overdue
  const turns = proposalStatus(proposal, coop, now) === 'awaiting turn' && isOverdue(coop, now);
  const { instructions: first, open } =
    closes || turns ? await closedFirst(c) : { instructions: [], open: coop.period.number };
  if (pays) first.push(await tokenAccountFor(c, proposal.target));
  const waits = settles === undefined || proposal[settles] === NONE ? undefined : proposal[settles];
  if (waits)
    first.push(
      ...(await settledFirst(
        c,
        [people?.find(({ address }) => address === waits) ?? (await membersAt(c.rpc, [waits]))[0]],
        open,
      )),
    );
  return [...first, await build(c, executionOf(kind) as 'executeSpend', { proposal: proposal.index })];
}

/** What is asked back by a resolution is asked at the price of the day on which it is carried out. */
const ANY_PRICE: Partial<Record<VerbName, object>> = {
  askBack: { minPriceBps: 0 },
  withdrawShares: { minPriceBps: 0 },
};

/** Proposes that the co-op, as a member of another one, does there what any member can: apply, vote, pay in shares, leave. */
export async function represent<N extends VerbName>(
  c: Context,
  other: Address,
  name: N,
  values: ParamsOf<N>,
  reasons: Reasons = {},
): Promise<Instruction[]> {
  const agent = await agentOf(c.site.address);
  const there: Context = { site: await site(c.rpc, other, agent), by: createNoopSigner(agent), rpc: c.rpc };
  const { accounts = [], data = new Uint8Array() } = await build(there, name, {
    ...ANY_PRICE[name as 'askBack'],
    ...values,
  });
  const metas = accounts.map(({ address, role }) => ({
    address,
    isSigner: isSignerRole(role),
    isWritable: isWritableRole(role),
  }));
  return propose(c, { __kind: 'Represent', coop: other, accounts: metas, data: Array.from(data) }, reasons);
}
