/** The charter in words for people who have not read the documents. */
import type { Charter, CharterTerms, PoolTermsArgs } from '../generated';
import { baseUnits, decimalsOf, exactDuration, formatAmount, formatBps, type Measure } from './units';

/** How a value is written. */
export type Shape = 'money' | 'bps' | 'duration' | 'count';

/** Every term of the charter in the program's order: its name, its meaning, and how its value is written. */
export const CHARTER: readonly { key: keyof CharterTerms; label: string; help: string; shape: Shape }[] = [
  { key: 'memberShare', label: 'Member share', help: 'Capital that gives a member its one vote', shape: 'money' },
  { key: 'maxShares', label: 'Most capital of one member', help: 'Nobody can hold more', shape: 'money' },
  {
    key: 'vouchesRequired',
    label: 'Vouches needed',
    help: 'Members who must vouch for a newcomer; 1 to 16',
    shape: 'count',
  },
  {
    key: 'vouchesPerPeriod',
    label: 'Vouches per member',
    help: 'In one period, or in total while forming; 1 to 32',
    shape: 'count',
  },
  { key: 'growthBps', label: 'Growth', help: 'Admissions in 30 days, as a share of the members', shape: 'bps' },
  {
    key: 'growthFloor',
    label: 'Admissions always allowed',
    help: 'In 30 days, however few members there are',
    shape: 'count',
  },
  {
    key: 'seasoning',
    label: 'Seasoning',
    help: 'From the payment of the member share to the first vote; at most 90 days',
    shape: 'duration',
  },
  { key: 'quorumBps', label: 'Quorum', help: 'Share of the electors who must vote; 1 to 50 %', shape: 'bps' },
  { key: 'votingPeriod', label: 'Voting period', help: '3 to 30 days', shape: 'duration' },
  {
    key: 'timelock',
    label: 'Timelock',
    help: 'Time to leave between a vote and its effect; 1 to 90 days; can only become longer',
    shape: 'duration',
  },
  {
    key: 'executionWindow',
    label: 'Execution window',
    help: 'How long a resolution can be carried out after its timelock; 3 to 30 days',
    shape: 'duration',
  },
  {
    key: 'exodusBps',
    label: 'Exit threshold',
    help: 'A weighty resolution is stopped if two or more electors, and more than this share of them, leave in protest; can only fall',
    shape: 'bps',
  },
  {
    key: 'periodLength',
    label: 'Period',
    help: 'How often the surplus is shared and leavers are paid; 7 to 92 days; can only become shorter',
    shape: 'duration',
  },
  {
    key: 'budgetBps',
    label: 'Budget',
    help: "What ordinary decisions may spend in 30 days, of the money at the period's start or now, whichever is less; at most 25 %",
    shape: 'bps',
  },
  { key: 'takeRateBps', label: 'Take rate', help: 'Fee on payments to services', shape: 'bps' },
  {
    key: 'takeRateCeilingBps',
    label: 'Take rate ceiling',
    help: 'The fee can never be higher than this; can only fall',
    shape: 'bps',
  },
  {
    key: 'providerBps',
    label: "Provider's part",
    help: 'Part of the use for which a fee counts that goes to the member that provides the service; the rest goes to the buyer; kept for each service',
    shape: 'bps',
  },
  {
    key: 'commitment',
    label: 'Rate promise',
    help: "How long a service's rate and part cannot become worse; at most 10 years; can only become longer",
    shape: 'duration',
  },
  {
    key: 'reserveBps',
    label: 'To the reserve',
    help: 'Part of every surplus that is kept for ever; 5 to 50 %; can only rise',
    shape: 'bps',
  },
  { key: 'solidarityBps', label: 'To solidarity', help: 'Part of every surplus; at most 40 %', shape: 'bps' },
  {
    key: 'remitBps',
    label: 'Solidarity to the federation',
    help: 'Part of solidarity that is due to the federation, if there is one',
    shape: 'bps',
  },
  {
    key: 'interestCapBps',
    label: 'Return on capital',
    help: 'A year, on paid-in capital; at most 15 %; can only fall',
    shape: 'bps',
  },
  {
    key: 'depreciationBps',
    label: 'Depreciation',
    help: 'A year, of invested money; 5 to 100 %; can only rise',
    shape: 'bps',
  },
  {
    key: 'workBps',
    label: 'To work',
    help: "Part of the shared surplus that goes to members' work before their use; at most the pay for work",
    shape: 'bps',
  },
  {
    key: 'cashBps',
    label: 'Dividends in cash',
    help: "The rest is kept as the member's capital; at least 20 %",
    shape: 'bps',
  },
  {
    key: 'revolvePeriods',
    label: 'Kept dividends mature after',
    help: 'Periods; 1 to 8; can only fall',
    shape: 'count',
  },
  {
    key: 'redemptionBps',
    label: 'Asked back in a period',
    help: 'Part of its own matured capital that a staying member may ask back; 5 to 100 %; can only rise',
    shape: 'bps',
  },
  {
    key: 'pioneerBps',
    label: 'To pioneers',
    help: "Part of the members' surplus; at most 20 %; fixed for ever",
    shape: 'bps',
  },
  {
    key: 'pioneerThreshold',
    label: 'Pioneers until',
    help: 'Lifetime surplus at which no more pioneer units are made; 0: none ever; fixed for ever',
    shape: 'money',
  },
  {
    key: 'pioneerSharesBps',
    label: 'Units of a founding share',
    help: 'Pioneer units for each share of the founding pool that is still held when pioneers begin to be paid; fixed for ever',
    shape: 'bps',
  },
  {
    key: 'pioneerStart',
    label: 'Pioneers are paid from',
    help: 'After the start; no more units are made then; 180 days to 5 years; fixed for ever',
    shape: 'duration',
  },
  {
    key: 'pioneerCapBps',
    label: 'Pioneer bonus, at most',
    help: 'The most that a pioneer unit can ever return; at most the share “To the reserve”; fixed for ever',
    shape: 'bps',
  },
  { key: 'panelSize', label: 'Review panel', help: 'Members drawn by lot; 9 to 32', shape: 'count' },
  { key: 'reviewBps', label: 'Review of spends above', help: 'Share of the operating money', shape: 'bps' },
];

/** A term's value as people write it. */
export function term(shape: Shape, value: bigint | number, token: Measure): string {
  switch (shape) {
    case 'money':
      return formatAmount(BigInt(value), token);
    case 'bps':
      return formatBps(Number(value));
    case 'duration':
      return exactDuration(value);
    case 'count':
      return String(value);
  }
}

/** The terms that differ between two charters. */
export const differences = (before: Charter | CharterTerms, after: Charter | CharterTerms) =>
  CHARTER.filter(({ key }) => before[key] !== after[key]).map((entry) => ({
    ...entry,
    before: before[entry.key],
    after: after[entry.key],
  }));

/** The terms of a pool in the program's order: their labels, and how their values are written. */
export const POOL: readonly { key: keyof PoolTermsArgs; label: string; shape: Shape | 'moment' | 'text' }[] = [
  { key: 'minRaise', label: 'Money needed', shape: 'money' },
  { key: 'maxRaise', label: 'Money taken, at most', shape: 'money' },
  { key: 'minMembers', label: 'People needed', shape: 'count' },
  { key: 'minUse', label: 'Use needed', shape: 'money' },
  { key: 'maxPledge', label: 'Money of one member, at most', shape: 'money' },
  { key: 'maxUse', label: 'Use of one member, at most', shape: 'money' },
  { key: 'opens', label: 'Opens', shape: 'moment' },
  { key: 'withdrawUntil', label: 'Taken back until', shape: 'moment' },
  { key: 'deadline', label: 'Decided after', shape: 'moment' },
  { key: 'stay', label: 'Capital stays', shape: 'duration' },
  { key: 'useBondBps', label: 'Bond behind promised use', shape: 'bps' },
  { key: 'minSolvencyBps', label: 'Least price of capital', shape: 'bps' },
  { key: 'purpose', label: 'What the money is for', shape: 'text' },
];

/** The most decimals that usual terms are scaled by; tokens with more get as many base units, since no account holds more. */
const MOST_DECIMALS = 12;
/** Base units of a number of tokens, for usual terms. */
export const usual = (tokens: number, token: Measure): bigint =>
  baseUnits(BigInt(tokens) * 10n ** BigInt(Math.min(decimalsOf(token), MOST_DECIMALS)), token);

/** The charter that a co-op begins with unless its founders change it. */
export function usualCharter(token: Measure): CharterTerms {
  const money = (tokens: number) => usual(tokens, token);
  const day = 86_400;
  return {
    memberShare: money(100),
    maxShares: money(10_000),
    vouchesRequired: 2,
    vouchesPerPeriod: 8,
    growthBps: 2_000,
    growthFloor: 5,
    seasoning: 30 * day,
    quorumBps: 2_000,
    votingPeriod: 7 * day,
    timelock: 3 * day,
    executionWindow: 14 * day,
    exodusBps: 2_000,
    periodLength: 30 * day,
    budgetBps: 1_000,
    takeRateBps: 300,
    takeRateCeilingBps: 1_000,
    providerBps: 3_000,
    commitment: 730 * day,
    reserveBps: 2_000,
    solidarityBps: 500,
    remitBps: 5_000,
    interestCapBps: 500,
    depreciationBps: 2_000,
    workBps: 3_000,
    cashBps: 5_000,
    revolvePeriods: 4,
    redemptionBps: 2_000,
    pioneerBps: 1_000,
    pioneerThreshold: money(1_000_000),
    pioneerSharesBps: 1_000,
    pioneerStart: 365 * day,
    pioneerCapBps: 1_000,
    panelSize: 12,
    reviewBps: 2_000,
  };
}
