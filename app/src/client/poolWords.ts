/** Pools and pledges in sentences: what they ask for, what they bind to, and when they are settled. */
import type { Member, Pledge, Pool } from '../generated';
import * as math from '../generated/math';
import {
  bondOf,
  failing,
  type Around,
  settlesFrom,
  staysUntil,
  voids,
  waitsForClaims,
  waitsForClose,
} from './poolRules';
import type { Site } from './reads/coops';
import { newcomersBps } from './rules/coop';
import { restsOf } from './rules/members';
import { formatBps, formatDuration, formatTime, showAmount } from './units';

/** Shown where shares wait to be claimed. */
export const EARNS = 'They earn from the period after the settlement, like all others, whenever they are claimed.';

/** Shown wherever a promise is made, or counted on. */
export const WORTH = 'A promise is worth its bond, or the cost of trading with oneself, whichever is less.';

type Where = Pick<Site, 'coop' | 'token' | 'now'>;

const solvency = ({ coop }: Pick<Where, 'coop'>, { terms }: Pool): string[] =>
  terms.minSolvencyBps === 0
    ? []
    : [
        `It fails, and every pledge is refunded, if the price of capital is below ${formatBps(terms.minSolvencyBps)} of par at the settlement; it is ${formatBps(newcomersBps(coop))} now.`,
      ];

/** The terms of a pool that bind whoever pledges. */
export const termsOf = (site: Where, pool: Pool): string[] =>
  pool.settledAt !== 0n && pool.succeeded === 0
    ? []
    : [
        `The capital rests for ${formatDuration(pool.terms.stay)} from the settlement, until ${pool.settledAt === 0n ? 'about ' : ''}${formatTime(staysUntil(pool))}.`,
        ...(pool.terms.maxUse === 0n
          ? []
          : [
              `Promises of use run as long. ${pool.terms.useBondBps === 0 ? 'No capital answers for them.' : `Capital of ${formatBps(pool.terms.useBondBps)} of each promise answers for it.`} ${WORTH}`,
            ]),
        ...(pool.settledAt === 0n ? solvency(site, pool) : []),
      ];

const FAILS = {
  'the end': 'the co-op ends, and the pool fails',
  'the resolution to end': 'it fails, because the co-op has resolved to dissolve, and everyone is refunded',
  'a gate': 'it would fail, because a gate is not passed',
  solvency: 'it would fail, because the price of capital is too low',
} as const;
/** When anyone may settle a pool if nothing changes, and what becomes of it then; undefined once it is settled. */
export function settling(site: Around & Pick<Site, 'now'>, pool: Pool): string | undefined {
  if (pool.settledAt !== 0n) return undefined;
  const { coop, vaultFrozen, now } = site;
  const [from, fails] = [settlesFrom(site, pool), failing(site, pool)];
  const amended = coop.amendedAt !== 0n && from === coop.amendedAt + math.AFTER_AMENDMENT;
  const stuck = vaultFrozen && !fails;
  const older = waitsForClaims(site, pool)
    ? ' Before that, the shares of an older pool must be claimed, which anyone may do: it takes up the place of this one.'
    : '';
  const over =
    waitsForClose(site, pool, now) && now >= from
      ? ` Before that, period ${coop.period.number} must be closed, which anyone may do: it is over.`
      : '';
  const why = stuck
    ? "it would fail then, because the co-op's vault is frozen; if that is thawed before, it would succeed"
    : fails
      ? FAILS[fails]
      : `it would succeed${voids(site, pool)}`;
  return `Anyone may settle it ${now >= from ? 'now' : `from ${formatTime(from)} on${amended ? `, ${formatDuration(math.AFTER_AMENDMENT)} after the charter was amended` : ''}`}: with the present pledges ${why}.${over}${older}`;
}

/** What a pledge, or an addition to one, would bind its member to. `had`: what it has pledged to the same pool. */
export function pledging(
  { coop, token, now }: Where,
  pool: Pool,
  m: Member,
  had: Pick<Pledge, 'amount' | 'useAmount'> | undefined,
  amount: bigint,
  use: bigint,
): string[] {
  const show = (n: bigint) => showAmount(n, token);
  const { terms } = pool;
  const ends = staysUntil(pool);
  const [money, promised] = [(had?.amount ?? 0n) + amount, (had?.useAmount ?? 0n) + use];
  const bond = bondOf(pool, promised);
  const rests = restsOf(m, now);
  return [
    `The capital rests for ${formatDuration(terms.stay)} from the settlement, until about ${formatTime(ends)}: it cannot be asked back before.`,
    ...(rests.length < m.rests.length || had
      ? []
      : [
          `It would be refused: your account already has resting capital from ${rests.length} pools. The first of them is free ${formatTime(rests[0]!.until)}.`,
        ]),
    ...(promised === 0n
      ? []
      : [
          bond > money
            ? `It would be refused: a promise of ${show(promised)} needs a pledge of at least ${show(bond)}.`
            : `${bond === 0n ? 'No capital answers' : `${show(bond)} of it answers`} for your promise of a turnover of ${show(promised)} through the co-op in that time: what you pay, and what you are paid as a provider or for work. If some of it is missing at the end, that part of the bond goes to the reserve.`,
          WORTH,
        ]),
    ...(now > terms.withdrawUntil
      ? [
          'It can no longer be taken back, unless the charter is amended, or you are released after leaving over a weighty resolution.',
        ]
      : []),
    ...solvency({ coop }, pool),
  ];
}
