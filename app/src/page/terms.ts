/** The charter's terms in groups, as the founding form and the overview show them. */
import type { CharterTerms } from '../generated';

export type Key = keyof CharterTerms;

/** The terms by topic, in the order in which founders think of them. */
export const GROUPS: readonly (readonly [title: string, keys: readonly Key[]])[] = [
  ['Who shares the surplus', ['providerBps', 'workBps', 'reserveBps', 'solidarityBps', 'remitBps', 'interestCapBps']],
  ['Pioneers', ['pioneerBps', 'pioneerThreshold', 'pioneerSharesBps', 'pioneerStart', 'pioneerCapBps']],
  [
    'Members',
    ['memberShare', 'maxShares', 'vouchesRequired', 'vouchesPerPeriod', 'growthBps', 'growthFloor', 'seasoning'],
  ],
  ['Decisions', ['quorumBps', 'votingPeriod', 'timelock', 'executionWindow', 'exodusBps', 'panelSize', 'reviewBps']],
  ['Services', ['takeRateBps', 'takeRateCeilingBps', 'commitment']],
  ['Money', ['periodLength', 'budgetBps', 'depreciationBps', 'cashBps', 'revolvePeriods', 'redemptionBps']],
];
