// Written by generate.mjs from programs/coop/math/src/charter.rs.

/** A bound of a term: a number, or the term that it may not pass. */
type Bound = number | bigint | keyof typeof TERMS;
/** How far each term of the charter may go, and which way an amendment may move it; without a ratchet both. */
export const TERMS = {
  memberShare: { least: 1, ratchet: 'down' },
  maxShares: { least: 'memberShare' },
  vouchesRequired: { least: 1, most: 16 },
  vouchesPerPeriod: { least: 1, most: 32 },
  growthBps: { least: 1, most: 10000 },
  growthFloor: { least: 1 },
  seasoning: { most: 7776000 },
  quorumBps: { least: 100, most: 5000 },
  votingPeriod: { least: 259200, most: 2592000 },
  timelock: { least: 86400, most: 7776000, ratchet: 'up' },
  executionWindow: { least: 259200, most: 2592000 },
  exodusBps: { least: 500, most: 5000, ratchet: 'down' },
  periodLength: { least: 604800, most: 7948800, ratchet: 'down' },
  budgetBps: { most: 2500 },
  takeRateBps: { most: 'takeRateCeilingBps' },
  takeRateCeilingBps: { most: 5000, ratchet: 'down' },
  providerBps: { most: 10000 },
  commitment: { most: 315360000, ratchet: 'up' },
  reserveBps: { least: 500, most: 5000, ratchet: 'up' },
  solidarityBps: { most: 4000 },
  remitBps: { most: 10000 },
  interestCapBps: { most: 1500, ratchet: 'down' },
  depreciationBps: { least: 500, most: 10000, ratchet: 'up' },
  workBps: { most: 10000 },
  cashBps: { least: 2000, most: 10000 },
  revolvePeriods: { least: 1, most: 8, ratchet: 'down' },
  redemptionBps: { least: 500, most: 10000, ratchet: 'up' },
  pioneerBps: { most: 2000, ratchet: 'fixed' },
  pioneerThreshold: { most: 4611686018427387904n, ratchet: 'fixed' },
  pioneerSharesBps: { most: 10000, ratchet: 'fixed' },
  pioneerStart: { least: 15552000, most: 157680000, ratchet: 'fixed' },
  pioneerCapBps: { most: 'reserveBps', ratchet: 'fixed' },
  panelSize: { least: 9, most: 32 },
  reviewBps: { most: 10000 },
} as const;
export type TermName = keyof typeof TERMS;
export type Term = { readonly least?: Bound; readonly most?: Bound; readonly ratchet?: 'down' | 'up' | 'fixed' };
