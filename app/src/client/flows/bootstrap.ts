/** Pledging to a pool, and ending a pledge. */
import type { Instruction } from '@solana/kit';
import { afterClaim, promiseIsDue, promiseIsOver } from '../binding';
import { becomes, earnedUnclaimed, poolStatus } from '../poolRules';
import { pledgeOf } from '../reads/pools';
import { proposals } from '../reads/proposals';
import { type At } from '../reads/accounts';
import { isAdmissible } from '../rules/members';
import { endingOf } from '../rules/proposals';
import { payingFirst, tokenAccountFor } from '../tokenAccounts';
import { formatTime } from '../units';
import { build, type Context } from '../verbs';
import type { Member } from '../../generated';
import { closedFirst, readyFirst, settledFirst } from './first';

/**
 * Pledges under the charter as read, or under `charterVersion`, the one the user was shown; a candidate with enough vouches is
 * admitted first. A member has one pledge and one promise at a time: what is over of an earlier one is ended first, after the close of a
 * period that is over, if the promise is not kept.
 */
export async function pledge(
  c: Context,
  pool: number,
  amount: bigint,
  useAmount: bigint,
  charterVersion?: number,
): Promise<Instruction[]> {
  const { member, coop, now } = c.site;
  const ready = member && isAdmissible(coop, member, now);
  const first = ready ? [await build(c, 'admit', { wallet: member.wallet })] : [];
  const elsewhere = member && member.pledgedIn !== pool + 1;
  const { instructions, refunds, then } = elsewhere
    ? await pledgeEnded(c, member)
    : { instructions: [], refunds: false, then: member };
  if (elsewhere && member.pledgedIn !== 0 && instructions.length === 0)
    throw new Error(
      `you have a pledge in pool ${member.pledgedIn - 1}, and one at a time: withdraw it with \`coop withdraw-pledge\`, or wait until that pool is settled`,
    );
  // beside a pledge of money alone to this pool, the promise is of an earlier one
  const ends = useAmount > 0n && then && promiseIsOver(coop, then, now);
  if (elsewhere && useAmount > 0n && then!.promised > 0n && !ends)
    throw new Error(
      `you have a promise of use that runs until ${formatTime(then!.promiseEnds)}, and one promise at a time: pledge money alone, or keep that first`,
    );
  const closes = ends && !promiseIsDue(coop, then, now);
  first.push(...(closes ? (await readyFirst(c)).instructions : await settledFirst(c)), ...instructions);
  if (ends) first.push(await build(c, 'settleUse', {}));
  // the refund of an earlier pool that failed may be the money that is pledged
  return [
    ...(await payingFirst(c, amount, refunds)),
    ...first,
    await build(c, 'makePledge', { pool, amount, useAmount, charterVersion }),
  ];
}

/** Takes back a part of a pledge, or all of it, to the member's own token account. */
export const withdrawPledge = async (c: Context, pool: number, amount: bigint): Promise<Instruction[]> => [
  await tokenAccountFor(c, c.by.address),
  await build(c, 'withdrawPledge', { pool, amount }),
];

/**
 * Ends a pledge to a settled pool: claims shares, or the refund if it `pays`. `refunds`: money comes to the wallet; `back`: cash owed
 * then; `then`: the member with its promise then.
 */
export async function pledgeEnded(
  c: Context,
  member: At<Member>,
  pays = true,
): Promise<{ instructions: Instruction[]; refunds: boolean; back: bigint; then: Member }> {
  const its = await pledgeOf(c.rpc, c.site.address, member);
  const status = its && poolStatus(its.pool, c.site.now);
  if (status === 'succeeded') {
    const { shares, back } = becomes(its!.pool, its!.pledge.amount);
    const earned = earnedUnclaimed(c.site.coop, its!.pool, member, shares);
    return {
      instructions: [await build(c, 'claimShares', { pool: its!.pool.index })],
      refunds: false,
      back: back + earned,
      then: afterClaim(c.site.coop, member, its!.pool),
    };
  }
  if (status !== 'failed' || !pays) return { instructions: [], refunds: false, back: 0n, then: member };
  return {
    instructions: [await build(c, 'refundPledge', { pool: its!.pool.index })],
    refunds: true,
    back: 0n,
    then: its!.pledge.useAmount > 0n ? { ...member, promised: 0n } : member,
  };
}

/**
 * Settles a pool. If a resolution to dissolve has passed and stands, the pool fails by it and refunds everyone: one that succeeded would
 * make that resolution void, and bind the pledgers' capital. While the vote on one still lasts, it fails no pool: a pool that succeeds makes it void.
 */
export async function settlePool(c: Context, pool: number): Promise<Instruction[]> {
  const ending = endingOf(await proposals(c.rpc, c.site.address), c.site.coop, c.site.now)?.index;
  // a period that is over is closed first: a pool does not decide what the close would
  const { instructions } = ending === undefined ? await closedFirst(c) : { instructions: [] };
  return [...instructions, await build(c, 'settlePool', { pool, ending })];
}
