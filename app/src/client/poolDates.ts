/** The dates of a pool, for the calendar. */
import { capitalised } from './capitalised';
import type { Member, Pool } from '../generated';
import type { Dated } from './dates';
import { smaller } from './larger';
import { becomes, bondOf, poolStatus, settlesFrom, staysUntil, type Around } from './poolRules';
import type { At } from './reads/accounts';
import type { Site } from './reads/coops';
import { showAmount, text } from './units';

/** When a pool opens, closes and is settled, and until when what `me` brings to it is bound. */
export function ofPool(site: Site & Around, pool: At<Pool>, me: At<Member> | undefined): Dated[] {
  const { now } = site;
  const status = poolStatus(pool, now);
  if (status === 'failed') return [];
  const mine = me?.pledgedIn === pool.index + 1;
  const name = pool.founding === 1 ? 'the founding pool' : `pool ${pool.index}`;
  const more = text(pool.purpose)
    ? `It is for: ${text(pool.purpose)}`
    : 'If a gate is not passed, every pledge is refunded.';
  const dated = (id: string, at: bigint, is: Dated['is'], what: string): Dated => ({
    id: `pool-${pool.index}-${id}`,
    kind: 'pool',
    at,
    is,
    mine,
    what,
    more,
  });
  const show = (n: bigint) => showAmount(n, site.token);
  const bond = smaller(bondOf(pool, me?.promised ?? 0n), becomes(pool, me?.pledged ?? 0n).shares);
  const missing = mine && me.promiseStands === 0 && me.turnover < me.promised;
  const bound: Dated[] = [
    ...(mine && me.pledged > 0n
      ? [dated('stays', staysUntil(pool), 'from', `Your capital from ${name} may be asked back, about`)]
      : []),
    ...(missing
      ? [
          {
            id: `member-${me.number}-promise`,
            kind: 'promise' as const,
            at: staysUntil(pool) - 1n,
            is: 'until' as const,
            mine,
            what: `Your promise of ${show(me.promised)} ends, about`,
            more: `Your turnover so far is ${show(me.turnover)}. If some is missing at the end, that part of ${show(bond)} of your capital is forfeited.`,
          },
        ]
      : []),
  ];
  if (status === 'succeeded') return bound;
  return [
    ...(status === 'announced' ? [dated('opens', pool.terms.opens, 'from', `${capitalised(name)} takes pledges`)] : []),
    dated('withdraw', pool.terms.withdrawUntil, 'until', `Pledges to ${name} can be taken back until now`),
    dated('deadline', pool.terms.deadline, 'until', `${capitalised(name)} takes its last pledges`),
    ...(settlesFrom(site, pool) > 0n
      ? [dated('settles', settlesFrom(site, pool), 'from', `Anyone may settle ${name}, with the present pledges`)]
      : []),
    ...bound,
  ];
}
