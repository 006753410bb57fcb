/** What a member of a forming co-op can do about its pool now, by the chain's clock and with the same bounds as the pool. */
import { isSettleable, poolStatus, settlesFrom } from './poolRules';
import type { Site } from './reads/coops';
import type { Pledge, Pool } from '../generated';

export interface Step {
  /** Sentences, with times in unix seconds between them. */
  says: (string | bigint)[];
  does: 'pledge' | 'settle' | 'refund' | 'open' | 'look';
}

/** `pool`: the last one that was opened; `pledge`: the member's pledge to it. */
export function forming(
  site: Pick<Site, 'coop' | 'vaultFrozen' | 'now'>,
  pool: Pool | undefined,
  pledge: Pledge | undefined,
  founder: boolean,
): Step {
  const { now } = site;
  const open: Step = founder
    ? { says: ['The co-op is forming, and has no pool that takes pledges: open one.'], does: 'open' }
    : {
        says: ['The co-op is forming, and has no pool that takes pledges: its founder can open the next.'],
        does: 'look',
      };
  if (!pool) return open;
  const { opens, withdrawUntil, deadline } = pool.terms;
  const pledged = pledge !== undefined && pledge.amount > 0n;
  const status = poolStatus(pool, now);
  const gates = 'If every gate is passed by then, the co-op starts; if not, every pledge is refunded.';
  // a full pool that passes every gate need not wait for its deadline
  const settles = isSettleable(site, pool, now);
  switch (status) {
    case 'announced':
      return { says: ['The co-op is forming. Its pool takes pledges from ', opens, ' on.'], does: 'look' };
    case 'open':
      return pledged
        ? {
            says: [
              'You have pledged, and can take the pledge back until ',
              withdrawUntil,
              '. It is decided after ',
              deadline,
              `. ${gates}`,
            ],
            does: 'look',
          }
        : {
            says: [
              'The co-op is forming. Pledge until ',
              deadline,
              '; until ',
              withdrawUntil,
              ` a pledge can be taken back. ${gates}`,
            ],
            does: 'pledge',
          };
    case 'committed':
      return settles
        ? {
            says: ['The pool is full and every gate is passed: anyone may settle it, and the co-op starts.'],
            does: 'settle',
          }
        : pledged
          ? {
              says: [
                'You have pledged. Pledges can no longer be taken back; it is decided after ',
                deadline,
                `. ${gates}`,
              ],
              does: 'look',
            }
          : {
              says: [
                'The co-op is forming. Pledge until ',
                deadline,
                `; pledges can no longer be taken back. ${gates}`,
              ],
              does: 'pledge',
            };
    case 'due':
      return settles
        ? {
            says: [
              'The pool is over, and takes no more pledges. Anyone may settle it: the co-op starts, or every pledge is refunded.',
            ],
            does: 'settle',
          }
        : {
            says: [
              'The pool is over, and takes no more pledges. It can be settled from ',
              settlesFrom(site, pool),
              ' on.',
            ],
            does: 'look',
          };
    case 'failed':
      return pledged ? { says: ['The pool failed: you get everything back.'], does: 'refund' } : open;
    default:
      return { says: ['The pool passed every gate.'], does: 'look' };
  }
}
