/** What people mean, as the instructions it takes: several in one transaction where one would not do. */
import { getCreateAssociatedTokenIdempotentInstruction } from '@solana-program/token';
import { createNoopSigner, isSignerRole, isWritableRole, type Address, type Instruction, type TransactionSigner } from '@solana/kit';
import { ACTIONS, executionOf, KINDS } from './actions';
import { agentOf, coopOf, mandateOf, NONE, periodOf, proposalOf, serviceOf, tokensOf } from './addresses';
import { allBallots, ballotPages, CLOSED, memberAt, members, membersAt, periods, pledges, pools, proposals, site, token, type At, type Reader, type Site } from './reads';
import {
  becomes, cash, coopStatus, ELECTORLESS, END, isElector, isOfSnapshot, isOver, isOverdue, isSuspendable, isSuspended, maySettle, opensAt, periodEnds, poolStatus, proposalStatus, position, priceBps, protests, standing, waitsForSettlement,
} from './rules';
import { fits } from './send';
import { formatTime, person } from './units';
import { build, payerOf, VERBS, whyAndDocument, type Context, type Kinds, type ParamsOf, type VerbName } from './verbs';
import { fetchMandate, fetchPeriod, fetchProposal, fetchService, getExplainInstruction, getReclaimBallotsInstruction, type BallotPage, type Coop, type Member, type Period, type Pledge, type Pool, type Proposal } from '../generated';

/** A token account for a wallet, made if it is missing. */
export async function tokenAccountFor(c: Pick<Context, 'by' | 'payer'> & { site: Pick<Site, 'mint' | 'tokenProgram'> }, wallet: Address): Promise<Instruction> {
  const { mint, tokenProgram } = c.site;
  return getCreateAssociatedTokenIdempotentInstruction({ payer: payerOf(c), ata: await tokensOf(wallet, mint, tokenProgram), owner: wallet, mint, tokenProgram });
}

/** The number of the period that is open once what goes first is done, and what that is. */
interface First {
  instructions: Instruction[];
  open: number;
}

/** An overdue period is closed first: while it is, nothing leaves operating money and nothing is asked back. */
async function closedFirst(c: Context): Promise<First> {
  const { coop, now } = c.site;
  if (!isOverdue(coop, now)) return { instructions: [], open: coop.period.number };
  return { instructions: [await build(c, 'closePeriod', { number: coop.period.number })], open: coop.period.number + 1 };
}

/** What waits of a closed period is settled first, or the program refuses. `open`: the period that is open by then. */
export async function settledFirst(c: Context, members: readonly (At<Member> | undefined)[] = [c.site.member], open = c.site.coop.period.number): Promise<Instruction[]> {
  const waiting = new Map(members.flatMap((one) => (one && waitsForSettlement(one, open) ? [[one.address, one]] : [])));
  return Promise.all([...waiting.values()].map((one) => build(c, 'settlePatronage', { member: one.address, period: one.unsettledPeriod })));
}

/** Both: closed, and settled to these members. */
async function readyFirst(c: Context, members: readonly (At<Member> | undefined)[] = [c.site.member]): Promise<First> {
  const { instructions, open } = await closedFirst(c);
  return { instructions: [...instructions, ...(await settledFirst(c, members, open))], open };
}

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
  rpc: Reader, by: TransactionSigner, founding: Founding, payer?: TransactionSigner,
): Promise<{ coop: Address; instructions: Instruction[]; then: Instruction[] }> {
  const { tokenProgram, decimals } = await token(rpc, founding.mint);
  const address = await coopOf(by.address, founding.id);
  const site = { address, mint: founding.mint, tokenProgram, decimals, coop: { pools: 0 } } as Site;
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

/** Pledges; a candidate whose vouches are complete is admitted in the same go. */
export async function pledge(c: Context, pool: number, amount: bigint, useAmount: bigint): Promise<Instruction[]> {
  const member = c.site.member;
  const ready = member && standing(member) === 'candidate' && member.vouchesReceived >= member.vouchesNeeded;
  const admitted = ready ? [await build(c, 'admit', { wallet: member.wallet })] : [];
  return [...admitted, ...(await settledFirst(c)), await build(c, 'makePledge', { pool, amount, useAmount })];
}

/** The member that is paid for: one that is said, else the payer. */
const buyerIn = async (c: Context, buyer?: Address): Promise<At<Member> | undefined> => {
  if (!buyer) return c.site.member;
  const found = await memberAt(c.rpc, c.site.address, buyer);
  if (!found) throw new Error(`${buyer} is not a member of this co-op: leave out for whom, or name a member's wallet`);
  return found;
};

/** Pays a service, as a member or for one; what the buyer and the provider have to settle goes first. */
export async function pay(c: Context, service: number, amount: bigint, buyer?: Address): Promise<Instruction[]> {
  const { data } = await fetchService(c.rpc, await serviceOf(c.site.address, service));
  const [provider, bought] = await Promise.all([membersAt(c.rpc, data.provider === NONE ? [] : [data.provider]), buyerIn(c, buyer)]);
  return [...(await settledFirst(c, [bought, ...provider])), await build(c, 'payService', { service, amount, buyer })];
}

/** Pays the co-op itself for what it sells, as a member or for one. */
export async function payCoop(c: Context, amount: bigint, buyer?: Address): Promise<Instruction[]> {
  return [...(await settledFirst(c, [await buyerIn(c, buyer)])), await build(c, 'payCoop', { amount, buyer })];
}

/** Buys shares; refused if the price falls below what it is now, unless said. */
export async function subscribe(c: Context, amount: bigint, minSolvencyBps?: number): Promise<Instruction[]> {
  return [...(await settledFirst(c)), await build(c, 'subscribe', { amount, minSolvencyBps })];
}

/** Says how much of its withdrawn and matured capital a member wants paid at the next close; 0 takes it back. */
export async function askBack(c: Context, amount: bigint, minPriceBps?: number): Promise<Instruction[]> {
  return [...(await readyFirst(c)).instructions, await build(c, 'askBack', { amount, minPriceBps: minPriceBps ?? notAbove(c) })];
}

/** Withdraws shares above the member share: they are paid at the next close. */
export async function withdrawShares(c: Context, amount: bigint, minPriceBps?: number): Promise<Instruction[]> {
  return [...(await readyFirst(c)).instructions, await build(c, 'withdrawShares', { amount, minPriceBps: minPriceBps ?? notAbove(c) })];
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
export async function offer(c: Context, name: string, maxTakeRateBps = c.site.coop.charter.takeRateBps, minProviderBps?: number, uri = ''): Promise<Instruction[]> {
  return [await tokenAccountFor(c, c.by.address), await build(c, 'registerService', { name, uri, maxTakeRateBps, minProviderBps })];
}

/** Closes the open period, if it is over. */
export async function close(c: Context): Promise<Instruction[]> {
  const { coop, now } = c.site;
  if (!isOverdue(coop, now)) throw new Error(`period ${coop.period.number} is not over before ${formatTime(periodEnds(coop))}`);
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
  return [await tokenAccountFor(c, wallet), ...(await settledFirst(c, [member])), await build(c, 'drawCapital', { wallet })];
}

/**
 * Everything that is the member's now: settles closed periods, claims shares or refunds of settled pools, takes what is
 * owed in cash; of a dissolving co-op the capital too, as far as the money reaches.
 */
export async function claimEverything(c: Context): Promise<Instruction[]> {
  const member = c.site.member;
  if (!member) return [];
  const { coop, now } = c.site;
  const [mine, all] = member.openPledges > 0 || member.bonded > 0n ? await Promise.all([pledges(c.rpc, c.site.address, member.address), pools(c.rpc, c.site.address)]) : [[], []];
  const claims: Instruction[] = [];
  let back = 0n;
  for (const one of mine.filter(({ amount, bond }) => amount > 0n || bond > 0n)) {
    const pool = all.find(({ address }) => address === one.pool);
    const status = pool && poolStatus(pool, now);
    if (pool && one.amount > 0n && status === 'succeeded') {
      claims.push(await build(c, 'claimShares', { pool: pool.index }));
      back += becomes(pool, one.amount).back;
    }
    if (pool && one.bond > 0n && useIsDue(coop, pool, now)) claims.push(await build(c, 'settleUse', { pool: pool.index }));
    if (one.amount > 0n && status === 'failed') claims.push(await build(c, 'refundPledge', { pool: pool!.index }));
  }
  const first = await settledFirst(c);
  const after = [...first, ...claims];
  const waiting = first.length > 0 ? (await fetchPeriod(c.rpc, await periodOf(c.site.address, member.unsettledPeriod))).data : undefined;
  const { paid, drawable } = position(coop, member, waiting);
  if (paid + back > 0n) after.push(await build(c, 'claimDividends', {}));
  if (drawable > 0n) after.push(await build(c, 'drawCapital', {}));
  return after.length ? [await tokenAccountFor(c, c.by.address), ...after] : [];
}

/**
 * Two periods after the settlement have closed, or none of them ever will: a promise of use can be compared with what was done.
 * While a period is overdue what is forfeited waits for its close.
 */
const useIsDue = (coop: Coop, pool: Pool, now: bigint): boolean => coop.dissolvingAt !== 0n || (coop.period.number > pool.useFrom + 1 && !isOverdue(coop, now));

/** Protests that are counted in the transaction of who leaves, at most. */
const COUNTED = 6;

/**
 * Leaves. `ask`: all that does not rest is paid at the next close; `over`: in protest against this resolution, on the old terms.
 * A protest is counted against every open resolution of weight that one had a vote in, so that a twin of it gains nothing.
 */
export async function leave(c: Context, { ask = true, over }: { ask?: boolean; over?: number | undefined } = {}): Promise<Instruction[]> {
  const { instructions, open } = ask ? await closedFirst(c) : { instructions: [], open: c.site.coop.period.number };
  const { member, coop, now } = c.site;
  const period = member && waitsForSettlement(member, open) ? member.unsettledPeriod : undefined;
  // at a price of nothing nobody asks, and the program refuses it
  const leaving = [...instructions, await build(c, 'resign', { ask: ask && priceBps(coop) > 0, protest: over !== undefined, period })];
  if (over === undefined || !member) return leaving;
  const against = (await proposals(c.rpc, c.site.address)).filter((p) => p.weighty === 1 && !isOver(proposalStatus(p, coop, now)) && isOfSnapshot(coop, p, member));
  const first = against.findIndex(({ index }) => index === over);
  if (first < 0) throw new Error(`no protest counts against proposal ${over}: only against an open one of weight that you had a vote in; you can leave without protest`);
  const counted = [against[first]!, ...against.filter((_, i) => i !== first)].slice(0, COUNTED);
  return [...leaving, ...(await Promise.all(counted.map(({ index }) => build(c, 'countProtest', { proposal: index }))))];
}

/** Closes what is left of a proposal that is over: its ballots, whose rent returns to whoever paid it, and by its proposer its account. */
export async function clearAway(c: Context, { index, address, proposer }: At<Proposal>): Promise<Instruction[]> {
  const pages = await ballotPages(c.rpc, address, c.site.coop.nextMember);
  const closed = pages.map((page) => build(c, 'reclaimBallots', { proposal: index, page }));
  return Promise.all([...closed, ...(proposer === c.site.member?.address ? [build(c, 'reclaimProposal', { proposal: index })] : [])]);
}

/** Why something is proposed, and a document that says more. */
export interface Reasons {
  why?: string;
  documentUri?: string;
  documentHash?: Uint8Array;
}

/** Proposes; the member's last proposal is cleared away first, if it is over. What does not fit in one transaction comes in two: `proposeInParts`. */
export async function propose(c: Context, action: Kinds['action'], reasons: Reasons = {}): Promise<Instruction[]> {
  const { member, coop, now } = c.site;
  const first: Instruction[] = [];
  if (member?.openProposal === 1) {
    const { data } = await fetchProposal(c.rpc, await proposalOf(c.site.address, member.number, member.proposals - 1));
    if (isOver(proposalStatus(data, coop, now))) first.push(await build(c, 'reclaimProposal', { proposal: data.index }));
  }
  return [...first, await build(c, 'propose', { action, ...reasons })];
}

/** The same, in as many transactions as it takes: the reasons come in a second one where they do not fit beside the action. */
export async function proposeInParts(c: Context, action: Kinds['action'], reasons: Reasons = {}): Promise<Instruction[][]> {
  const whole = await propose(c, action, reasons);
  const { member } = c.site;
  if (!member || fits(payerOf(c), whole)) return [whole];
  const proposal = await proposalOf(c.site.address, member.number, member.proposals);
  return [await propose(c, action), [getExplainInstruction({ wallet: c.by, coop: c.site.address, member: member.address, proposal, ...whyAndDocument(reasons) })]];
}

/** Begins the end, as was resolved or of a co-op without electors; an overdue period is closed first, so that whoever asked in it is paid. */
async function dissolve(c: Context, proposal?: number): Promise<Instruction[]> {
  const { instructions, open } = await closedFirst(c);
  return [...instructions, await build(c, 'dissolve', { proposal, period: open })];
}

/** Does what was resolved, whatever it is; who is paid gets a token account if it has none. `people`: the members, if they are read already. */
export async function execute(c: Context, proposal: At<Proposal>, people?: readonly At<Member>[]): Promise<Instruction[]> {
  const kind = KINDS[proposal.kind];
  if (!kind) throw new Error('this is an action of a newer program: use a newer client');
  if (kind === 'Dissolve') return dissolve(c, proposal.index);
  const { coop, now } = c.site;
  const { closes, pays, settles } = ACTIONS[kind].first ?? {};
  // a weighty resolution waits for a close, which may be the one that is overdue
  const turns = proposalStatus(proposal, coop, now) === 'awaiting turn' && isOverdue(coop, now);
  const { instructions: first, open } = closes || turns ? await closedFirst(c) : { instructions: [], open: coop.period.number };
  if (pays) first.push(await tokenAccountFor(c, proposal.target));
  const waits = settles === undefined || proposal[settles] === NONE ? undefined : proposal[settles];
  if (waits) first.push(...(await settledFirst(c, [people?.find(({ address }) => address === waits) ?? (await membersAt(c.rpc, [waits]))[0]], open)));
  return [...first, await build(c, executionOf(kind) as 'executeSpend', { proposal: proposal.index })];
}

/** What is asked back by a resolution is asked at the price of the day on which it is carried out. */
const ANY_PRICE: Partial<Record<VerbName, object>> = { askBack: { minPriceBps: 0 }, withdrawShares: { minPriceBps: 0 } };

/** Proposes that the co-op, as a member of another one, does there what any member can: apply, vote, pay in shares, leave. */
export async function represent<N extends VerbName>(c: Context, other: Address, name: N, values: ParamsOf<N>, reasons: Reasons = {}): Promise<Instruction[]> {
  const agent = await agentOf(c.site.address);
  const there: Context = { site: await site(c.rpc, other, agent), by: createNoopSigner(agent), rpc: c.rpc };
  const { accounts = [], data = new Uint8Array() } = await build(there, name, { ...ANY_PRICE[name as 'askBack'], ...values });
  const metas = accounts.map(({ address, role }) => ({ address, isSigner: isSignerRole(role), isWritable: isWritableRole(role) }));
  return propose(c, { __kind: 'Represent', coop: other, accounts: metas, data: Array.from(data) }, reasons);
}

export interface Chore {
  what: string;
  make(c: Context): Promise<Instruction[]>;
}

/** What anyone may do for the co-op, so that nobody waits: settle, close, admit, enrol, carry out, pass on. */
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
export function choresIn({ site: { address, coop, now } }: Pick<Context, 'site'>, lists: ChoreLists): Chore[] {
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
  for (const pledge of lists.pledges) {
    const [pool, one] = [all.find(({ address }) => address === pledge.pool), people.find(({ address }) => address === pledge.member)];
    if (!pool || !one) continue;
    const values = { pool: pool.index, wallet: one.wallet };
    const status = poolStatus(pool, now);
    if (pledge.amount > 0n && status === 'succeeded') due.push({ what: `book the shares of ${person(one)} in pool ${pool.index}`, make: async (c) => [await build(c, 'claimShares', values)] });
    if (pledge.amount > 0n && status === 'failed') {
      due.push({ what: `pay ${person(one)} back what it pledged to pool ${pool.index}`, make: async (c) => [await tokenAccountFor(c, one.wallet), await build(c, 'refundPledge', values)] });
    }
    const waits = waitsForSettlement(one, coop.period.number);
    if (pledge.bond > 0n && useIsDue(coop, pool, now) && !waits) due.push({ what: `compare the use of ${person(one)} with its promise to pool ${pool.index}`, make: async (c) => [await build(c, 'settleUse', values)] });
  }
  if (coop.federation !== NONE && coop.books.federationDue > 0n && coop.sweptAt === 0n) due.push({ what: 'pass on what is due to the federation', make: async (c) => [await build(c, 'remitSolidarity', {})] });
  if (coop.dissolvingAt !== 0n && coop.sweptAt === 0n && now >= coop.dissolvingAt + END.passesAfter && coop.books.reserve + coop.books.solidarity > 0n) {
    due.push({ what: 'pass the reserve on', make: async (c) => [await build(c, 'finishDissolution', {})] });
  }
  for (const pool of all.filter((pool) => maySettle(pool, now))) {
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
    if (coop.dissolvingAt !== 0n && coop.sweptAt === 0n && !waits && position(coop, one).drawable > 0n) {
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
