/** Paying, earning and taking out: services, periods, capital that is asked back, what is owed in cash. */
import type { Address, Instruction } from '@solana/kit';
import { NONE, periodOf, serviceOf } from '../addresses';
import { promiseIsDue } from '../binding';
import { endsUnpaid } from '../endings';
import { WrongInput } from '../failures';
import { memberAt, members, membersAt } from '../reads/members';
import { type At } from '../reads/accounts';
import { cash, coopStatus, isOverdue, lastingTakeRate, periodEnds } from '../rules/coop';
import { isMember, quietUntil, waitsForSettlement } from '../rules/members';
import { position } from '../rules/position';
import { strays } from '../strays';
import { payableFirst, payingFirst, payoutsFirst, tokenAccountFor } from '../tokenAccounts';
import { formatTime, showAmount } from '../units';
import { build, type Context, type Kinds } from '../verbs';
import { fetchPeriod, fetchService, type Member } from '../../generated';
import { closedFirst, fitting, readyFirst, settledFirst } from './first';
import { pledgeEnded } from './bootstrap';

/** The member that a payment is for: the one named, else the payer. */
const buyerIn = async (c: Context, buyer?: Address): Promise<At<Member> | undefined> => {
  if (!buyer) return c.site.member;
  const found = await memberAt(c.rpc, c.site.address, buyer);
  // what a candidate or a former member buys counts as nobody's
  if (!found || !isMember(found))
    throw new WrongInput(
      'wallet',
      `${buyer} is not a member of this co-op: leave out for whom, or name a member's wallet`,
    );
  return found;
};

/** Pays a service, as a member or for one, after settling both. `maxFee`: the fee that was shown, by default the current one. */
export async function pay(
  c: Context,
  service: number,
  amount: bigint,
  buyer?: Address,
  maxFee?: bigint,
): Promise<Instruction[]> {
  const { data } = await fetchService(c.rpc, await serviceOf(c.site.address, service));
  const [provider, bought] = await Promise.all([
    membersAt(c.rpc, data.provider === NONE ? [] : [data.provider]),
    buyerIn(c, buyer),
  ]);
  const pays = [
    ...(await settledFirst(c, [bought, ...provider])),
    await build(c, 'payService', { service, amount, buyer, maxFee }),
  ];
  return [...(await payingFirst(c, amount)), ...(await payoutsFirst(c, pays, [data.owner])), ...pays];
}

/** Pays the co-op itself for what it sells, as a member or for one. */
export async function payCoop(c: Context, amount: bigint, buyer?: Address): Promise<Instruction[]> {
  return [
    ...(await payingFirst(c, amount)),
    ...(await settledFirst(c, [await buyerIn(c, buyer)])),
    await build(c, 'payCoop', { amount, buyer }),
  ];
}

/** Brings in money that is no payment for what the co-op sells: income, the price of what it sold, or a gift. */
export async function bookIncome(c: Context, amount: bigint, kind: Kinds['income']): Promise<Instruction[]> {
  return [...(await payingFirst(c, amount)), await build(c, 'bookIncome', { amount, kind })];
}

/**
 * Asks for so much withdrawn and matured capital to be paid at the next close; 0 takes the request back. What was asked for in a
 * period that is over is paid at its close, and can no longer be changed.
 */
export async function askBack(c: Context, amount: bigint, minPriceBps?: number): Promise<Instruction[]> {
  const { coop, member, now, token } = c.site;
  // what was asked for in an earlier period is paid already: its settlement, which goes first, books that
  const stands = member && isOverdue(coop, now) && !waitsForSettlement(member, coop.period.number);
  const asked = stands ? member.asked : 0n;
  if (asked > 0n)
    throw new Error(
      `period ${coop.period.number} is over, and the ${showAmount(asked, token)} that you asked for are paid at its close: that can no longer be changed. Close the period, which anyone may do, before you ask for more`,
    );
  return [
    ...(await readyFirst(c)).instructions,
    await build(c, 'askBack', { amount, minPriceBps: minPriceBps ?? notAbove(c) }),
  ];
}

/** Withdraws shares above the member share: they are paid at the next close. */
export async function withdrawShares(c: Context, amount: bigint, minPriceBps?: number): Promise<Instruction[]> {
  return [
    ...(await readyFirst(c)).instructions,
    await build(c, 'withdrawShares', { amount, minPriceBps: minPriceBps ?? notAbove(c) }),
  ];
}

/** Undefined for the price of now; 0, any price, if a close comes first, whose wear may change it. */
const notAbove = (c: Context): number | undefined => (isOverdue(c.site.coop, c.site.now) ? 0 : undefined);

/** Offers a service, paid to the caller's own token account, which is created if it is missing. */
export async function offer(
  c: Context,
  name: string,
  maxTakeRateBps = lastingTakeRate(c.site.coop),
  minProviderBps?: number,
  uri = '',
): Promise<Instruction[]> {
  return [
    ...(await payableFirst(c, c.by.address)),
    await build(c, 'registerService', { name, uri, maxTakeRateBps, minProviderBps }),
  ];
}

/** Has a service paid to the caller's own token account from now on, which is created if it is missing. */
export const payToMe = async (c: Context, service: number): Promise<Instruction[]> => [
  ...(await payableFirst(c, c.by.address)),
  await build(c, 'updatePayout', { service }),
];

/** Closes the open period, if it is over. */
export async function close(c: Context): Promise<Instruction[]> {
  const { coop, now } = c.site;
  if (coopStatus(coop) !== 'active')
    throw new Error(
      coopStatus(coop) === 'forming'
        ? 'the co-op has not started: its first period begins when its pool is settled'
        : 'a co-op that ends closes no more periods',
    );
  if (!isOverdue(coop, now))
    throw new Error(`period ${coop.period.number} is not over before ${formatTime(periodEnds(coop))}`);
  return (await closedFirst(c)).instructions;
}

/** Members that are settled in one transaction, at most: their events fit in its log. */
const SETTLED = 8;
/** Settles to everyone, or to one member, what closed periods decided; in as many transactions as it takes. */
export async function settle(c: Context, wallet?: Address): Promise<Instruction[][]> {
  const all = wallet ? [await memberAt(c.rpc, c.site.address, wallet)] : await members(c.rpc, c.site.address);
  const due = await settledFirst(c, all);
  return Array.from({ length: Math.ceil(due.length / SETTLED) }, (_, i) => due.slice(i * SETTLED, (i + 1) * SETTLED));
}

/** Sweeps what strangers sent: tokens to the reserve, lamports to whoever paid the rent of the account that has them. */
export async function sweep(c: Context): Promise<Instruction[]> {
  const {
    site: { address, coop, vaultBalance, vaultFrozen },
  } = c;
  const { tokens, lamports } = await strays(c.rpc, address);
  return fitting(
    c,
    await Promise.all([
      ...(vaultBalance > cash(coop) ? [build(c, 'syncVault', {})] : []),
      ...(vaultFrozen ? [] : tokens).map((stray) => build(c, 'sweep', { stray: stray.address })),
      ...lamports.map(({ pool }) => build(c, 'sweepLamports', { pool })),
    ]),
  );
}

/**
 * Claims everything that is the member's now: settles closed periods, claims shares or refunds of settled pools, takes cash that
 * is owed, and draws the capital in a dissolving co-op, as far as the money reaches.
 * A frozen vault pays nothing, and keeps nothing else back.
 */
export async function claimEverything(c: Context): Promise<Instruction[]> {
  const member = c.site.member;
  if (!member) return [];
  const { coop, now } = c.site;
  // nothing is paid out while a move of the membership can be undone
  const pays = now >= quietUntil(member);
  const { instructions: claims, back, then } = await pledgeEnded(c, member, pays);
  // once claims have lapsed, only the accounts are left to close
  if (coop.sweptAt !== 0n) return claims.length ? [await tokenAccountFor(c, c.by.address), ...claims] : [];
  if (promiseIsDue(coop, then, now)) claims.push(await build(c, 'settleUse', {}));
  const first = await settledFirst(c);
  const after = [...first, ...claims];
  const waiting =
    first.length > 0
      ? (await fetchPeriod(c.rpc, await periodOf(c.site.address, member.unsettledPeriod))).data
      : undefined;
  const { paid, drawable, capital } = position(coop, member, now, waiting);
  const paying: Instruction[] = [];
  if (pays && paid + back > 0n) paying.push(await build(c, 'claimDividends', {}));
  // shares that are claimed here can be drawn too; if there is nothing to draw, drawing does nothing
  const draws = drawable > 0n || (coop.dissolvingAt !== 0n && claims.length > 0);
  if (pays && (draws || endsUnpaid(coop, member, capital))) paying.push(await build(c, 'drawCapital', {}));
  // a frozen vault pays nothing: the rest is done without it; if there is none, the refusal says why
  if (!c.site.vaultFrozen || after.length === 0) after.push(...paying);
  return after.length ? [await tokenAccountFor(c, c.by.address), ...after] : [];
}
