/** Joining, buying shares, and leaving. */
import type { Address, Instruction } from '@solana/kit';
import { periodOf, vouchOf } from '../addresses';
import { wouldRelease } from '../binding';
import { isClosable } from '../endings';
import { becomes, poolStatus } from '../poolRules';
import { ballots, proposals } from '../reads/proposals';
import { pledgeOf } from '../reads/pools';
import { type At } from '../reads/accounts';
import { memberAt } from '../reads/members';
import { askPriceBps } from '../rules/coop';
import { isOfSnapshot, isOver, proposalStatus } from '../rules/proposals';
import { isRedirectOver, promiseRuns, quietUntil, standing, waitsForSettlement } from '../rules/members';
import { position } from '../rules/position';
import { fits } from '../message';
import { person } from '../units';
import { payingFirst } from '../tokenAccounts';
import { build, payerOf, type Context } from '../verbs';
import {
  fetchMaybeVouch,
  fetchPeriod,
  getReclaimMemberInstruction,
  getReclaimRedirectInstruction,
  getWithdrawApplicationInstruction,
  Standing,
  type Member,
} from '../../generated';
import { closedFirst, readyFirst, settledFirst } from './first';

/**
 * Applies, applies again after having left, or signs anew once the statutes are restated: those in force when the co-op was read.
 * An overdue period is closed, and what was done in a closed one is settled, before somebody applies again. The redirect of a wallet
 * that a membership was moved to, and has left, is in the place of an application: it is closed first.
 */
export async function join(c: Context, name = '', statutesHash?: Uint8Array): Promise<Instruction[]> {
  const { address: coop, member, moved, redirect, now } = c.site;
  const instructions = member && standing(member) === 'left' ? (await readyFirst(c)).instructions : [];
  if (!member && redirect && isRedirectOver(moved, redirect.wallet, now)) {
    const { address, member, rentPayer } = redirect;
    instructions.push(getReclaimRedirectInstruction({ coop, redirect: address, member, rentPayer }));
  }
  return [...instructions, await build(c, member ? 'reapply' : 'apply', { name, statutesHash })];
}

/** Vouches for a candidate; a vouch for an earlier application of it, which counts no more, is closed first. */
export async function vouchFor(c: Context, candidate: Address): Promise<Instruction[]> {
  const { address, member } = c.site;
  const its = member && (await memberAt(c.rpc, address, candidate));
  if (its && its.address !== member.address && standing(its) === 'member')
    throw new Error(`${person(its)} is a member already, and needs no vouch`);
  const vouch = its && (await fetchMaybeVouch(c.rpc, await vouchOf(its.address, member.address)));
  const over = vouch?.exists && vouch.data.application !== its!.application;
  return [
    ...(over ? [await build(c, 'reclaimVouch', { candidate, voucher: member!.wallet })] : []),
    await build(c, 'vouchFor', { candidate }),
  ];
}

/** Buys shares; refused if solvency falls below `minSolvencyBps`, by default what it is now. */
export async function subscribe(c: Context, amount: bigint, minSolvencyBps?: number): Promise<Instruction[]> {
  return [
    ...(await payingFirst(c, amount)),
    ...(await settledFirst(c)),
    await build(c, 'subscribe', { amount, minSolvencyBps }),
  ];
}

/** Ends an application; the deposit is returned too, unless an earlier membership keeps the account. */
export function clearApplication({ site, by }: Context, one: At<Member>): Instruction[] {
  const { address: coop, now } = site;
  const { address: member, rentPayer } = one;
  const closes = isClosable(site.coop, { ...one, standing: Standing.Left, leftAt: now }, now);
  return [
    getWithdrawApplicationInstruction({ wallet: by, coop, member }),
    ...(closes ? [getReclaimMemberInstruction({ coop, member, rentPayer })] : []),
  ];
}
/** Withdraws one's own application, or clears away that of a wallet that nobody admitted. */
export async function withdrawApplication(c: Context, wallet?: Address): Promise<Instruction[]> {
  const its = wallet ? await memberAt(c.rpc, c.site.address, wallet) : c.site.member;
  return its ? clearApplication(c, its) : [await build(c, 'withdrawApplication', { wallet })];
}

/** The most protests that are counted in one transaction. */
export const COUNTED = 6;

/**
 * Leaves. `ask`: all that is not bound is to be paid at the next close; `over`: because of this resolution, on the old terms. A
 * member with a vote in it protests: this is counted against every open weighty resolution in which it has a vote, so that a
 * duplicate gains nothing. If that resolution has passed already, the member is released at once from what binds it, and asks for
 * that too, with a vote or without.
 */
export async function leave(
  c: Context,
  { ask = true, over }: { ask?: boolean; over?: number | undefined } = {},
): Promise<Instruction[]> {
  const { instructions, open } = ask ? await closedFirst(c) : { instructions: [], open: c.site.coop.period.number };
  const { member, coop, now } = c.site;
  const period = member && waitsForSettlement(member, open) ? member.unsettledPeriod : undefined;
  // the program refuses to ask at a price of 0, and while a move of the membership can be undone
  const asks = ask && askPriceBps(coop, 0n) > 0 && now >= (member ? quietUntil(member) : 0n);
  const resigning = (protest: boolean) => build(c, 'resign', { ask: asks, protest, period });
  if (over === undefined || !member) return [...instructions, await resigning(false)];
  const weighty = (await proposals(c.rpc, c.site.address)).filter(
    (p) => p.weighty === 1 && !isOver(proposalStatus(p, coop, now)),
  );
  const first = weighty.find(({ index }) => index === over);
  if (!first)
    throw new Error(
      `you can leave over an open weighty resolution only, and proposal ${over} is not one: you can leave without naming it`,
    );
  const protests = isOfSnapshot(coop, first, member);
  const others = weighty.filter((p) => p !== first && isOfSnapshot(coop, p, member));
  const leaving = [...instructions, await resigning(protests)];
  const [said] = await ballots(c.rpc, [first.address], member.number);
  if (wouldRelease(first, coop, member, said?.choice, now)) {
    leaving.push(await build(c, 'release', { proposal: over }));
    // after a close in the same transaction the amount is not known yet: it can be asked for afterwards
    const all = asks && instructions.length === 0 ? await allOnceReleased(c, member, period) : 0n;
    if (all > 0n) leaving.push(await build(c, 'askBack', { amount: all }));
  }
  const counted: Instruction[] = [];
  for (const p of (protests ? [first, ...others] : []).slice(0, COUNTED)) {
    counted.push(await build(c, 'countProtest', { proposal: p.index }));
    if (counted.length > 1 && !fits(payerOf(c), [...leaving, ...counted])) return [...leaving, ...counted.slice(0, -1)];
  }
  return [...leaving, ...counted];
}

/** What a released leaver can ask back: all its capital, unclaimed shares too, but not the bond of a promise that is over. */
async function allOnceReleased(c: Context, member: At<Member>, unsettled: number | undefined): Promise<bigint> {
  const [closed, its] = await Promise.all([
    unsettled === undefined ? undefined : fetchPeriod(c.rpc, await periodOf(c.site.address, unsettled)),
    pledgeOf(c.rpc, c.site.address, member),
  ]);
  const { capital } = position(c.site.coop, member, c.site.now, closed?.data);
  const answers = promiseRuns(member, c.site.now) ? 0n : member.bonded;
  return (
    capital -
    answers +
    (its && poolStatus(its.pool, c.site.now) === 'succeeded' ? becomes(its.pool, its.pledge.amount).shares : 0n)
  );
}
