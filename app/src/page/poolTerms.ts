/** A pool's terms as forms ask for them, and as refusals of the program are put into words. */

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
