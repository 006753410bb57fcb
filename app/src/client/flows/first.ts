/** What is due before something else can be done: a close, a settlement. */
import type { Instruction } from '@solana/kit';
import { type At } from '../reads/accounts';
import { isOverdue } from '../rules/coop';
import { waitsForSettlement } from '../rules/members';
import { countsByPledge } from '../rules/proposals';
import { fits } from '../message';
import { build, payerOf, type Context } from '../verbs';
import type { Member } from '../../generated';

/** The first of these instructions, as many as fit in one transaction. */
export function fitting(c: Context, all: readonly Instruction[]): Instruction[] {
  let count = Math.min(all.length, 1);
  while (count < all.length && fits(payerOf(c), all.slice(0, count + 1))) count += 1;
  return all.slice(0, count);
}

/** What has to go first, and the number of the period that is open after it. */
interface First {
  instructions: Instruction[];
  open: number;
}

/** Closes an overdue period: until then nothing leaves operating money, and nothing can be asked back. */
export async function closedFirst(c: Context): Promise<First> {
  const { coop, now } = c.site;
  if (!isOverdue(coop, now)) return { instructions: [], open: coop.period.number };
  return {
    instructions: [await build(c, 'closePeriod', { number: coop.period.number })],
    open: coop.period.number + 1,
  };
}

/** Settles closed periods to these members, as the program requires; none once claims lapsed. `open`: the period open by then. */
export async function settledFirst(
  c: Context,
  members: readonly (At<Member> | undefined)[] = [c.site.member],
  open = c.site.coop.period.number,
): Promise<Instruction[]> {
  if (c.site.coop.sweptAt !== 0n) return [];
  const waiting = new Map(members.flatMap((one) => (one && waitsForSettlement(one, open) ? [[one.address, one]] : [])));
  return Promise.all(
    [...waiting.values()].map((one) =>
      build(c, 'settlePatronage', { member: one.address, period: one.unsettledPeriod }),
    ),
  );
}

/**
 * Claims the shares of a member that the settlement of the founding pool made an elector: until then the program takes neither its vote
 * nor its proposal.
 */
export async function claimedFirst(c: Context): Promise<Instruction[]> {
  const { member, coop } = c.site;
  if (!member || !countsByPledge(coop, member)) return [];
  return [...(await settledFirst(c)), await build(c, 'claimShares', { pool: member.pledgedIn - 1 })];
}

/** Closes an overdue period, and settles closed ones to these members. */
export async function readyFirst(
  c: Context,
  members: readonly (At<Member> | undefined)[] = [c.site.member],
): Promise<First> {
  const { instructions, open } = await closedFirst(c);
  return { instructions: [...instructions, ...(await settledFirst(c, members, open))], open };
}
