// Written by `cargo xtask client` from the tables in app/math/src/lib.rs.
import * as wire from '../../client/wire';

export const DAY = 86400n;
export const YEAR = 31536000n;
export const SPECIAL_TIMELOCK = 604800;
export const ELECTORLESS = 15552000n;
export const SOUGHT = 7776000n;
export const LOST = 15552000n;
export const QUIET = 15552000n;
export const NAME_KEPT = 2592000n;
export const PROTEST_KEPT = 10368000n;
export const APPLICATION_KEPT = 7776000n;
export const LEFT_KEPT = 25920000n;
export const AFTER_AMENDMENT = 604800n;
export const UNPAYABLE = 2592000n;
export const POOL_LONGEST = 15552000n;
export const SHORTEST_STAY = 2592000;
export const LONGEST_STAY = 31622400;
export const MIN_USE_BOND_BPS = 500;
export const MAX_USE_BOND_BPS = 5000;
export const REHOME_TIMELOCK = 2592000;

export interface Charter {
  memberShare: bigint;
  maxShares: bigint;
  vouchesRequired: number;
  vouchesPerPeriod: number;
  growthBps: number;
  growthFloor: number;
  seasoning: number;
  quorumBps: number;
  votingPeriod: number;
  timelock: number;
  executionWindow: number;
  exodusBps: number;
  periodLength: number;
  budgetBps: number;
  takeRateBps: number;
  takeRateCeilingBps: number;
  providerBps: number;
  commitment: number;
  reserveBps: number;
  solidarityBps: number;
  remitBps: number;
  interestCapBps: number;
  depreciationBps: number;
  workBps: number;
  cashBps: number;
  revolvePeriods: number;
  redemptionBps: number;
  pioneerBps: number;
  pioneerThreshold: bigint;
  pioneerSharesBps: number;
  pioneerStart: number;
  pioneerCapBps: number;
  panelSize: number;
  reviewBps: number;
}
const charterCodec = wire.record<Charter>({
  memberShare: wire.u64,
  maxShares: wire.u64,
  vouchesRequired: wire.u8,
  vouchesPerPeriod: wire.u8,
  growthBps: wire.u16,
  growthFloor: wire.u32,
  seasoning: wire.u32,
  quorumBps: wire.u16,
  votingPeriod: wire.u32,
  timelock: wire.u32,
  executionWindow: wire.u32,
  exodusBps: wire.u16,
  periodLength: wire.u32,
  budgetBps: wire.u16,
  takeRateBps: wire.u16,
  takeRateCeilingBps: wire.u16,
  providerBps: wire.u16,
  commitment: wire.u32,
  reserveBps: wire.u16,
  solidarityBps: wire.u16,
  remitBps: wire.u16,
  interestCapBps: wire.u16,
  depreciationBps: wire.u16,
  workBps: wire.u16,
  cashBps: wire.u16,
  revolvePeriods: wire.u8,
  redemptionBps: wire.u16,
  pioneerBps: wire.u16,
  pioneerThreshold: wire.u64,
  pioneerSharesBps: wire.u16,
  pioneerStart: wire.u32,
  pioneerCapBps: wire.u16,
  panelSize: wire.u8,
  reviewBps: wire.u16,
});

const charterRuleCodec = wire.choice([
  'MemberShare',
  'MaxShares',
  'VouchesRequired',
  'VouchesPerPeriod',
  'GrowthBps',
  'GrowthFloor',
  'Seasoning',
  'Quorum',
  'VotingPeriod',
  'Timelock',
  'ExecutionWindow',
  'Exodus',
  'PeriodLength',
  'Budget',
  'TakeRateCeiling',
  'TakeRate',
  'Provider',
  'Commitment',
  'Reserve',
  'Solidarity',
  'Remit',
  'InterestCap',
  'Depreciation',
  'Work',
  'Cash',
  'RevolvePeriods',
  'Redemption',
  'PioneerShare',
  'PioneerThreshold',
  'PioneerShares',
  'PioneerStart',
  'PioneerCap',
  'PanelSize',
  'Review',
]);
export type CharterRule = wire.Of<typeof charterRuleCodec>;

const ratchetCodec = wire.choice([
  'MemberShareRaised',
  'TimelockShortened',
  'ExodusRaised',
  'PeriodLengthened',
  'TakeRateCeilingRaised',
  'CommitmentShortened',
  'ReserveLowered',
  'InterestCapRaised',
  'DepreciationLowered',
  'RevolvingLengthened',
  'RedemptionLowered',
  'PioneerTermsChanged',
]);
export type Ratchet = wire.Of<typeof ratchetCodec>;

export interface Books {
  fund: bigint;
  earnings: bigint;
  reserve: bigint;
  solidarity: bigint;
  federationDue: bigint;
  dividends: bigint;
  interest: bigint;
  pioneers: bigint;
  invested: bigint;
  atAgent: bigint;
  loss: bigint;
  reserveDue: bigint;
  covered: bigint;
  sharesTotal: bigint;
  sharesInTransit: bigint;
  retainedTotal: bigint;
  fresh: bigint;
  movedOut: bigint;
  movedBack: bigint;
  bought: bigint;
  asked: bigint;
  forfeited: bigint;
  interestOwed: bigint;
  pioneersOwed: bigint;
  investedSeconds: bigint;
  agentSeconds: bigint;
  accruedAt: bigint;
  investedRemainder: bigint;
  agentRemainder: bigint;
  interestRemainder: bigint;
}
const booksCodec = wire.record<Books>({
  fund: wire.u64,
  earnings: wire.u64,
  reserve: wire.u64,
  solidarity: wire.u64,
  federationDue: wire.u64,
  dividends: wire.u64,
  interest: wire.u64,
  pioneers: wire.u64,
  invested: wire.u64,
  atAgent: wire.u64,
  loss: wire.u64,
  reserveDue: wire.u64,
  covered: wire.u64,
  sharesTotal: wire.u64,
  sharesInTransit: wire.u64,
  retainedTotal: wire.u64,
  fresh: wire.u64,
  movedOut: wire.u64,
  movedBack: wire.u64,
  bought: wire.u64,
  asked: wire.u64,
  forfeited: wire.u64,
  interestOwed: wire.u128,
  pioneersOwed: wire.u128,
  investedSeconds: wire.u128,
  agentSeconds: wire.u128,
  accruedAt: wire.i64,
  investedRemainder: wire.u64,
  agentRemainder: wire.u64,
  interestRemainder: wire.u64,
});

export interface Price {
  numerator: bigint;
  denominator: bigint;
}
const priceCodec = wire.record<Price>({
  numerator: wire.u64,
  denominator: wire.u64,
});

const booksRuleCodec = wire.choice([
  'MoreThanOperating',
  'MoreThanFund',
  'MoreThanSolidarity',
  'Overflow',
]);
export type BooksRule = wire.Of<typeof booksRuleCodec>;

export interface Rates {
  reserveBps: number;
  solidarityBps: number;
  remitBps: number;
  interestCapBps: number;
  depreciationBps: number;
  workBps: number;
  cashBps: number;
  pioneerBps: number;
}
const ratesCodec = wire.record<Rates>({
  reserveBps: wire.u16,
  solidarityBps: wire.u16,
  remitBps: wire.u16,
  interestCapBps: wire.u16,
  depreciationBps: wire.u16,
  workBps: wire.u16,
  cashBps: wire.u16,
  pioneerBps: wire.u16,
});

export interface Use {
  memberUnits: bigint;
  outsideUnits: bigint;
  leavingUnits: bigint;
  memberWork: bigint;
  outsideWork: bigint;
  leavingWork: bigint;
}
const useCodec = wire.record<Use>({
  memberUnits: wire.u64,
  outsideUnits: wire.u64,
  leavingUnits: wire.u64,
  memberWork: wire.u64,
  outsideWork: wire.u64,
  leavingWork: wire.u64,
});

export interface Pioneers {
  units: bigint;
  foundingShares: bigint;
  perUnit: bigint;
  threshold: bigint;
  capBps: number;
  sharesBps: number;
  due: boolean;
}
const pioneersCodec = wire.record<Pioneers>({
  units: wire.u64,
  foundingShares: wire.u64,
  perUnit: wire.u128,
  threshold: wire.u64,
  capBps: wire.u16,
  sharesBps: wire.u16,
  due: wire.bool,
});

export interface Facts {
  rates: Rates;
  done: Use;
  pioneers: Pioneers;
  sharesEarning: bigint;
  lifetimeSurplus: bigint;
  startedAt: bigint;
  now: bigint;
  federated: boolean;
  last: boolean;
}
const factsCodec = wire.record<Facts>({
  rates: ratesCodec,
  done: useCodec,
  pioneers: pioneersCodec,
  sharesEarning: wire.u64,
  lifetimeSurplus: wire.u64,
  startedAt: wire.i64,
  now: wire.i64,
  federated: wire.bool,
  last: wire.bool,
});

export interface Closed {
  wear: bigint;
  loss: bigint;
  asked: bigint;
  paid: bigint;
  retired: bigint;
  paidToMembers: bigint;
  retiredOfMembers: bigint;
  priceBps: number;
  surplus: bigint;
  reserve: bigint;
  solidarity: bigint;
  federation: bigint;
  interest: bigint;
  work: bigint;
  outside: bigint;
  pioneers: bigint;
  members: bigint;
  retained: bigint;
  memberRate: bigint;
  workRate: bigint;
  interestPerShare: bigint;
  pioneerPerUnit: bigint;
  pioneerUnitsMade: bigint;
  pioneerUnits: bigint;
  cashBps: number;
}
const closedCodec = wire.record<Closed>({
  wear: wire.u64,
  loss: wire.u64,
  asked: wire.u64,
  paid: wire.u64,
  retired: wire.u64,
  paidToMembers: wire.u64,
  retiredOfMembers: wire.u64,
  priceBps: wire.u16,
  surplus: wire.u64,
  reserve: wire.u64,
  solidarity: wire.u64,
  federation: wire.u64,
  interest: wire.u64,
  work: wire.u64,
  outside: wire.u64,
  pioneers: wire.u64,
  members: wire.u64,
  retained: wire.u64,
  memberRate: wire.u128,
  workRate: wire.u128,
  interestPerShare: wire.u128,
  pioneerPerUnit: wire.u128,
  pioneerUnitsMade: wire.u64,
  pioneerUnits: wire.u64,
  cashBps: wire.u16,
});

export interface Business {
  units: bigint;
  work: bigint;
  asked: bigint;
  staying: boolean;
}
const businessCodec = wire.record<Business>({
  units: wire.u64,
  work: wire.u64,
  asked: wire.u64,
  staying: wire.bool,
});

export interface Settlement {
  paid: bigint;
  retired: bigint;
  cash: bigint;
  retained: bigint;
  pioneerUnits: bigint;
}
const settlementCodec = wire.record<Settlement>({
  paid: wire.u64,
  retired: wire.u64,
  cash: wire.u64,
  retained: wire.u64,
  pioneerUnits: wire.u64,
});

export interface Claims {
  all: bigint;
  paid: bigint;
}
const claimsCodec = wire.record<Claims>({
  all: wire.u64,
  paid: wire.u64,
});

export interface Bucket {
  capacity: bigint;
  window: number;
}
const bucketCodec = wire.record<Bucket>({
  capacity: wire.u64,
  window: wire.u32,
});

export interface Capital {
  shares: bigint;
  withdrawn: bigint;
  matured: bigint;
  bonded: bigint;
  resting: bigint;
  fresh: bigint;
  staying: boolean;
}
const capitalCodec = wire.record<Capital>({
  shares: wire.u64,
  withdrawn: wire.u64,
  matured: wire.u64,
  bonded: wire.u64,
  resting: wire.u64,
  fresh: wire.u64,
  staying: wire.bool,
});

export interface Terms {
  minRaise: bigint;
  maxRaise: bigint;
  minMembers: number;
  minUse: bigint;
  maxPledge: bigint;
  maxUse: bigint;
  opens: bigint;
  withdrawUntil: bigint;
  deadline: bigint;
  stay: number;
  useBondBps: number;
  minSolvencyBps: number;
  shareFloor: bigint;
}
const termsCodec = wire.record<Terms>({
  minRaise: wire.u64,
  maxRaise: wire.u64,
  minMembers: wire.u32,
  minUse: wire.u64,
  maxPledge: wire.u64,
  maxUse: wire.u64,
  opens: wire.i64,
  withdrawUntil: wire.i64,
  deadline: wire.i64,
  stay: wire.u32,
  useBondBps: wire.u16,
  minSolvencyBps: wire.u16,
  shareFloor: wire.u64,
});

export interface Totals {
  raised: bigint;
  pledgers: number;
  people: number;
  peopleRaised: bigint;
  usePledged: bigint;
}
const totalsCodec = wire.record<Totals>({
  raised: wire.u64,
  pledgers: wire.u32,
  people: wire.u32,
  peopleRaised: wire.u64,
  usePledged: wire.u64,
});

const gateCodec = wire.choice([
  'Money',
  'Members',
  'Use',
]);
export type Gate = wire.Of<typeof gateCodec>;

export interface Settled {
  raised: bigint;
  accepted: bigint;
  pledgers: number;
  shareFloor: bigint;
}
const settledCodec = wire.record<Settled>({
  raised: wire.u64,
  accepted: wire.u64,
  pledgers: wire.u32,
  shareFloor: wire.u64,
});

const classCodec = wire.choice([
  'Ordinary',
  'Special',
]);
export type Class = wire.Of<typeof classCodec>;

export interface Tally {
  yes: number;
  no: number;
  abstain: number;
}
const tallyCodec = wire.record<Tally>({
  yes: wire.u32,
  no: wire.u32,
  abstain: wire.u32,
});

export interface Timeline {
  ends: bigint;
  timelock: number;
  executionWindow: number;
}
const timelineCodec = wire.record<Timeline>({
  ends: wire.i64,
  timelock: wire.u32,
  executionWindow: wire.u32,
});

export interface Vote {
  class: Class;
  tally: Tally;
  electors: number;
  quorumBps: number;
  timeline: Timeline;
  protests: number;
  exodusBps: number;
  stale: boolean;
  vetoed: boolean;
  executed: boolean;
  closedUntil: bigint | undefined;
}
const voteCodec = wire.record<Vote>({
  class: classCodec,
  tally: tallyCodec,
  electors: wire.u32,
  quorumBps: wire.u16,
  timeline: timelineCodec,
  protests: wire.u32,
  exodusBps: wire.u16,
  stale: wire.bool,
  vetoed: wire.bool,
  executed: wire.bool,
  closedUntil: wire.option(wire.i64),
});

const stageCodec = wire.choice([
  'Voting',
  'Waiting',
  'AwaitingTurn',
  'Executable',
  'Executed',
  'RejectedByQuorum',
  'RejectedByMajority',
  'Expired',
  'Stale',
  'Vetoed',
  'Abandoned',
]);
export type Stage = wire.Of<typeof stageCodec>;

/** Whether a text may not have this character, by its code point: nobody would see it. */
export const isHidden = wire.call<[code: number], boolean>('is_hidden', [wire.u32], wire.bool);

/** ⌊amount × bps ÷ 10 000⌋. */
export const bpsFloor = wire.call<[amount: bigint, bps: number], bigint>('bps_floor', [wire.u64, wire.u16], wire.u64);

/** ⌈amount × bps ÷ 10 000⌉. */
export const bpsCeil = wire.call<[amount: bigint, bps: number], bigint>('bps_ceil', [wire.u64, wire.u16], wire.u64);

/** ⌊a × b ÷ c⌋, or nothing if c = 0 or it exceeds 64 bits. */
export const mulDivFloor = wire.call<[a: bigint, b: bigint, c: bigint], bigint | undefined>('mul_div_floor', [wire.u64, wire.u64, wire.u64], wire.option(wire.u64));

/** amount ÷ units as Q64.64, rounded down; 0 if there are no units. */
export const q64Ratio = wire.call<[amount: bigint, units: bigint], bigint>('q64_ratio', [wire.u64, wire.u64], wire.u128);

/** ⌊per_unit × units⌋ of a Q64.64 number. Stops at 2⁶⁴ − 1. */
export const q64Floor = wire.call<[perUnit: bigint, units: bigint], bigint>('q64_floor', [wire.u128, wire.u64], wire.u64);

/** The first bound that the charter breaks. */
export const brokenBound = wire.call<[charter: Charter], CharterRule | undefined>('broken_bound', [charterCodec], wire.option(charterRuleCodec));

/** The first ratchet that going from one charter to the next would loosen. */
export const loosenedRatchet = wire.call<[charter: Charter, next: Charter], Ratchet | undefined>('loosened_ratchet', [charterCodec, charterCodec], wire.option(ratchetCodec));

/** All capital: E. */
export const equity = wire.call<[books: Books], bigint>('equity', [booksCodec], wire.u64);

/** What the co-op can spend: fund and earnings. */
export const operating = wire.call<[books: Books], bigint>('operating', [booksCodec], wire.u64);

/** Everything the vault must cover. */
export const cash = wire.call<[books: Books], bigint>('cash', [booksCodec], wire.u64);

/** What a unit of capital is paid when it leaves, as the books stand. */
export const priceOf = wire.call<[books: Books], Price>('price_of', [booksCodec], priceCodec);

/** The price in basis points, rounded down; all if there is no capital to price. */
export const solvencyBps = wire.call<[books: Books], number>('solvency_bps', [booksCodec], wire.u16);

/** What a newcomer's money would stand beside, in basis points, rounded down; all if there is no other capital. */
export const newcomersBps = wire.call<[books: Books], number>('newcomers_bps', [booksCodec], wire.u16);

/** What of the fund can be moved to assets while those who have asked wait for their close. */
export const spare = wire.call<[books: Books], bigint>('spare', [booksCodec], wire.u64);

/** The books after an income. */
export const income = wire.call<[books: Books, amount: bigint], Books>('income', [booksCodec, wire.u64], booksCodec);

/** The books after an expense, or why they refuse it. */
export const expense = wire.call<[books: Books, amount: bigint], wire.Result<Books, BooksRule>>('expense', [booksCodec, wire.u64], wire.result(booksCodec, booksRuleCodec));

/** The books after an investment, or why they refuse it. */
export const invest = wire.call<[books: Books, amount: bigint, weighty: boolean, now: bigint], wire.Result<Books, BooksRule>>('invest', [booksCodec, wire.u64, wire.bool, wire.i64], wire.result(booksCodec, booksRuleCodec));

/** The books after money went to the co-op's agent, or why they refuse it. */
export const sendToAgent = wire.call<[books: Books, amount: bigint, weighty: boolean, now: bigint], wire.Result<Books, BooksRule>>('send_to_agent', [booksCodec, wire.u64, wire.bool, wire.i64], wire.result(booksCodec, booksRuleCodec));

/** The books after money came home from the agent. */
export const comeHome = wire.call<[books: Books, amount: bigint, now: bigint], Books>('come_home', [booksCodec, wire.u64, wire.i64], booksCodec);

/** The books after a loss was covered from the reserve. */
export const coverLoss = wire.call<[books: Books, upTo: bigint], Books>('cover_loss', [booksCodec, wire.u64], booksCodec);

/** What a close would decide. */
export const close = wire.call<[books: Books, facts: Facts], Closed>('close', [booksCodec, factsCodec], closedCodec);

/** A member's part of what a close decided. */
export const settle = wire.call<[closed: Closed, business: Business], Settlement>('settle', [closedCodec, businessCodec], settlementCodec);

/** What a claim on a dissolving co-op can draw now, rounded down. */
export const draw = wire.call<[claims: Claims, books: Books, claim: bigint, drawn: bigint], bigint>('draw', [claimsCodec, booksCodec, wire.u64, wire.u64], wire.u64);

/** How many can be admitted in 30 days, as a bucket. */
export const growth = wire.call<[members: number, growthBps: number, growthFloor: number], Bucket>('growth', [wire.u32, wire.u16, wire.u32], bucketCodec);

/** The most that can be asked back at the next close. */
export const askable = wire.call<[capital: Capital, redemptionBps: number], bigint>('askable', [capitalCodec, wire.u16], wire.u64);

/** The most shares that a staying member can withdraw. */
export const withdrawable = wire.call<[capital: Capital, memberShare: bigint], bigint>('withdrawable', [capitalCodec, wire.u64], wire.u64);

/** The first gate of a pool that is not passed. */
export const closedGate = wire.call<[terms: Terms, totals: Totals], Gate | undefined>('closed_gate', [termsCodec, totalsCodec], wire.option(gateCodec));

/** Whether a pool's own terms let it be settled now. */
export const maySettle = wire.call<[terms: Terms, totals: Totals, now: bigint], boolean>('may_settle', [termsCodec, totalsCodec, wire.i64], wire.bool);

/** The shares that a pledge becomes, rounded down; the rest of it is given back. */
export const sharesOf = wire.call<[settled: Settled, pledged: bigint], bigint>('shares_of', [settledCodec, wire.u64], wire.u64);

/** What capital answers for a promise of turnover, rounded up. */
export const bondCeil = wire.call<[useAmount: bigint, useBondBps: number], bigint>('bond_ceil', [wire.u64, wire.u16], wire.u64);

/** Vouches that a candidate needs. */
export const vouchesNeeded = wire.call<[required: number, members: number], number>('vouches_needed', [wire.u8, wire.u32], wire.u8);

/** Whether the member share was paid long enough ago. */
export const isSeasoned = wire.call<[paidAt: bigint, seasoning: number, now: bigint], boolean>('is_seasoned', [wire.i64, wire.u32, wire.i64], wire.bool);

/** What of a payment to a service counts as turnover, rounded down: less if it pays less than `promised_at`. */
export const turnoverFloor = wire.call<[amount: bigint, takeRateBps: number, promisedAtBps: number], bigint>('turnover_floor', [wire.u64, wire.u16, wire.u16], wire.u64);

/** What of a bond is lost when there was less turnover than promised, rounded down. */
export const forfeitFloor = wire.call<[bond: bigint, turnover: bigint, promised: bigint], bigint>('forfeit_floor', [wire.u64, wire.u64, wire.u64], wire.u64);

/** Whether a vintage has matured. */
export const isMature = wire.call<[period: number, open: number, revolvePeriods: number], boolean>('is_mature', [wire.u32, wire.u32, wire.u8], wire.bool);

/** What pioneer units and founding shares are owed at a return of one unit, Q64.64: rounded down. */
export const pioneersOwed = wire.call<[perUnit: bigint, units: bigint, founding: bigint, sharesBps: number], bigint>('pioneers_owed', [wire.u128, wire.u64, wire.u64, wire.u16], wire.u64);

/** The bucket of ordinary spends. */
export const budget = wire.call<[atStart: bigint, operating: bigint, budgetBps: number, periodLength: number], Bucket>('budget', [wire.u64, wire.u64, wire.u16, wire.u32], bucketCodec);

/** What a bucket has room for, rounded down; `full`: when it will be empty. */
export const bucketRoom = wire.call<[bucket: Bucket, full: bigint, now: bigint], bigint>('bucket_room', [bucketCodec, wire.i64, wire.i64], wire.u64);

/** Where a proposal is in its life. */
export const voteStatus = wire.call<[vote: Vote, now: bigint], Stage>('vote_status', [voteCodec, wire.i64], stageCodec);

/** Whether an elector may be suspended: silent, or short of the member share, for too long. */
export const isSuspendable = wire.call<[electorSince: bigint, lastActiveAt: bigint, shortSince: bigint, now: bigint], boolean>('is_suspendable', [wire.i64, wire.i64, wire.i64, wire.i64], wire.bool);

/** Whether an elector is drawn for a panel by the high 64 bits of a hash. */
export const isDrawn = wire.call<[draw: bigint, electors: number, panelSize: number], boolean>('is_drawn', [wire.u64, wire.u32, wire.u8], wire.bool);
