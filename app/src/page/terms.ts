/** The charter's terms in groups, as the founding form and the overview show them. */
import type { CharterTerms } from '../generated';

export type Key = keyof CharterTerms;

/** The terms by what they are about, in the order in which founders think of them. */
export const GROUPS: readonly (readonly [title: string, keys: readonly Key[]])[] = [
  ['Who shares in what is left over', ['providerBps', 'workBps', 'reserveBps', 'solidarityBps', 'remitBps', 'interestCapBps']],
  ['Those who come first', ['pioneerBps', 'pioneerThreshold', 'pioneerSharesBps', 'pioneerStart', 'pioneerCapBps']],
  ['Members', ['memberShare', 'maxShares', 'vouchesRequired', 'vouchesPerPeriod', 'growthBps', 'growthFloor', 'seasoning']],
  ['Decisions', ['quorumBps', 'votingPeriod', 'timelock', 'executionWindow', 'exodusBps', 'panelSize', 'reviewBps']],
  ['Services', ['takeRateBps', 'takeRateCeilingBps', 'commitment']],
  ['Money', ['periodLength', 'budgetBps', 'depreciationBps', 'cashBps', 'revolvePeriods', 'redemptionBps']],
];

/** The terms of a pool that people are asked for: the field of each, and what it is called. Times are asked for in days from the opening. */
export const POOL = {
  purpose: { name: 'purpose', label: 'What the money is for' },
  minRaise: { name: 'minRaise', label: 'Money needed' },
  maxRaise: { name: 'maxRaise', label: 'Money taken, at most' },
  minMembers: { name: 'minMembers', label: 'People needed' },
  minUse: { name: 'minUse', label: 'Use needed' },
  maxPledge: { name: 'maxPledge', label: 'Money of one member, at most' },
  maxUse: { name: 'maxUse', label: 'Use of one member, at most' },
  useBondBps: { name: 'useBond', label: 'Bond behind promised use' },
  withdrawUntil: { name: 'withdrawDays', label: 'Taken back until' },
  deadline: { name: 'deadlineDays', label: 'Decided after' },
  stay: { name: 'stay', label: 'Capital stays' },
  minSolvencyBps: { name: 'minSolvency', label: 'Least price of capital' },
} as const;
