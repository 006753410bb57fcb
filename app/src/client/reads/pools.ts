/** Pools and pledges. */
import type { Address } from '@solana/kit';
import * as g from '../../generated';
import { PLACES } from '../../generated/accountTable';
import { pledgeOf as pledgeAt, poolOf } from '../addresses';
import { accountsAt, decoded, listed, type At, type Reader } from './accounts';

/** Pools, the latest first. */
export const pools = (rpc: Reader, coop: Address) =>
  listed(rpc, coop, g.POOL_DISCRIMINATOR, g.getPoolDecoder()).then((all) => all.sort((a, b) => b.index - a.index));
/** A pool, and what a member pledged to it, if anything; undefined if there is no such pool. */
export async function poolFor(
  rpc: Reader,
  coop: Address,
  index: number,
  member: Address,
): Promise<{ pool: At<g.Pool>; pledge?: At<g.Pledge> } | undefined> {
  const address = await poolOf(coop, index);
  const at = await pledgeAt(address, member);
  const [one, other] = await accountsAt(rpc, [address, at]);
  const [pool, pledge] = [
    decoded(one, g.POOL_DISCRIMINATOR, g.getPoolDecoder()),
    decoded(other, g.PLEDGE_DISCRIMINATOR, g.getPledgeDecoder()),
  ];
  return pool && { pool: { ...pool, address }, ...(pledge ? { pledge: { ...pledge, address: at } } : {}) };
}
/** The pool with a member's pledge, and the pledge; undefined if it has none. */
export async function pledgeOf(
  rpc: Reader,
  coop: Address,
  { address, pledgedIn }: At<g.Member>,
): Promise<{ pool: At<g.Pool>; pledge: At<g.Pledge> } | undefined> {
  const its = pledgedIn === 0 ? undefined : await poolFor(rpc, coop, pledgedIn - 1, address);
  return its?.pledge && { pool: its.pool, pledge: its.pledge };
}
/** Pledges to all pools of the co-op, by one member or by everyone. */
export const pledges = (rpc: Reader, coop: Address, member?: Address) =>
  listed(rpc, coop, g.PLEDGE_DISCRIMINATOR, g.getPledgeDecoder(), member && { at: PLACES.Pledge.member, is: member });
