/**
 * What follows from the accounts at a time, for showing: the rules of money are those of `coop-math`. The chain decides;
 * `test/golden.test.ts` compares these with what the Rust side says of the same accounts.
 */
export {
  type CoopStatus,
  coopStatus,
  mandateRoom,
  equity,
  operating,
  cash,
  priceBps,
  newcomersBps,
  freeFund,
  worth,
  budgetCapacity,
  budgetLeft,
  pioneerDate,
  closing,
  periodEnds,
  isOverdue,
  maturesWith,
  splitOf,
  feeOf,
  END,
  ELECTORLESS,
  soughtUntil,
} from './coop';
export {
  standing,
  isMember,
  isSuspended,
  isElector,
  isSuspendable,
  vouchesNeeded,
  vouchesNeededBy,
  isVouchedFor,
  protests,
  restsOf,
  restingAt,
  promiseRuns,
  isBound,
  mayReturnFrom,
  isUnsettled,
  waitsForSettlement,
  turnoverOf,
  quietUntil,
  isLost,
  lostFrom,
  clearableFrom,
  renamableFrom,
} from './members';
export {
  countsByPledge,
  isOfSnapshot,
  type ProposalStatus,
  opensAt,
  expiresAt,
  proposalStatus,
  executableFrom,
  isOver,
  missing,
  sitsOnPanel,
  isReviewable,
  mayCallPanel,
} from './proposals';
export { type Position, settled, position } from './position';
export { type Line, balanceSheet, waterfall } from './statements';
export { RATCHETS, loosens } from './ratchets';
