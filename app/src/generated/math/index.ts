// Written by `cargo xtask client` from the tables in app/math/src/lib.rs.
import * as wire from '../../client/wire';

export const DAY = 86400n;
export const YEAR = 31536000n;
export const SPECIAL_TIMELOCK = 604800;

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
const charter = wire.record<Charter>({
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

const charterRule = wire.choice([
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
export type CharterRule = wire.Of<typeof charterRule>;

const ratchet = wire.choice([
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
export type Ratchet = wire.Of<typeof ratchet>;

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
export const brokenBound = wire.call<[charter: Charter], CharterRule | undefined>('broken_bound', [charter], wire.option(charterRule));

/** The first ratchet that going from one charter to the next would loosen. */
export const loosenedRatchet = wire.call<[charter: Charter, next: Charter], Ratchet | undefined>('loosened_ratchet', [charter, charter], wire.option(ratchet));
