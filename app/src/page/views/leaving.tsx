/** What a member would get if it left now, and the form to leave. */
import { Fragment, useState, type ReactNode } from 'react';
import { binding, rules, units } from '../../client';
import type { Period } from '../../generated';
import { leaving } from '../figures';
import { Money, Sum, Until, When } from '../parts';
import { flow, useAct, useNow, type Seen } from '../state';
import { Overdue, PriceNow } from './askingBack';
import { Leave, StaysBound, useItsPool } from './leave';

/**
 * What a member gets if it leaves now. `over`: a resolution, before its effect; `protests`: it has a vote in that; `released`: that
 * has passed and frees it.
 */
export function Leaving({
  site,
  again,
  period,
  over,
  protests = false,
  released = false,
}: {
  site: Seen;
  again: () => void;
  period?: Period | undefined;
  over?: number;
  protests?: boolean;
  released?: boolean;
}) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const [later, setLater] = useState(false);
  const { coop } = site;
  const member = site.member!;
  const pool = useItsPool(site);
  const p = rules.position(coop, member, now, period);
  const overdue = rules.isOverdue(coop, now);
  // what is asked for after a close that comes first is paid at the close after that
  const paidAt = overdue ? now + BigInt(coop.charter.periodLength) : rules.periodEnds(coop);
  // after a close in the same transaction, what is freed is asked for separately
  const l = leaving(coop, p, released && !overdue, rules.promiseRuns(member, now) ? 0n : p.bonded);
  // asking is refused while a move of the membership can be undone; leaving is not
  const quiet = rules.quietUntil(member);
  const paysNothing = rules.askPriceBps(coop, 0n) === 0;
  const ask = !later && l.free > 0n && now >= quiet && !paysNothing;
  const rows: [ReactNode, bigint, ReactNode?][] = [
    ['Your capital', l.capital, 'shares, kept dividends, matured capital: all of it matures at once'],
    ['Rests until the close', -l.fresh, 'came in during this period; ask for it afterwards'],
    [
      'Stays with its pool',
      -l.resting,
      <>
        until{' '}
        {p.rests.map(({ until }, i) => (
          <Fragment key={until}>
            {i > 0 && ' and '}
            <When at={until} />
          </Fragment>
        ))}
        ; ask for it then
      </>,
    ],
    [
      'Answers for your promise',
      -l.bonded,
      p.promise && p.promise.ends > 0n ? (
        <>
          until that is settled, <When at={p.promise.ends} /> at the latest
        </>
      ) : (
        'until that is settled'
      ),
    ],
    ['Falls short of par', l.paid - l.free, <>the present price is {units.formatBps(rules.priceBps(coop))}</>],
  ];
  return (
    <article
      className="card leaving"
      aria-label={over === undefined ? 'If you left now' : `If you left over proposal ${over}`}
    >
      <header>
        <h3>{over === undefined ? 'If you left now' : 'If you left over this'}</h3>
      </header>
      <Sum
        site={site}
        label="Paid at the close"
        total={
          <>
            Paid at the next close{' '}
            <small>
              about; <When at={paidAt} />, <Until at={paidAt} now={now} />
            </small>
          </>
        }
        of={rows}
      />
      <p>
        Besides, <Money of={p.paid} site={site} /> in cash is yours at once.
        {p.done.period === coop.period.number && p.done.units + p.done.work > 0n && (
          <> When this period closes, you also get your part of its surplus, all of it in cash.</>
        )}
      </p>
      {!overdue && (
        <p>
          <PriceNow site={site} now={now} />
        </p>
      )}
      {overdue && <Overdue site={site} />}
      <fieldset className="plain-choice">
        <legend>When do you want it?</legend>
        <label className="check">
          <input type="radio" name={`when ${over ?? ''}`} checked={!later} onChange={() => setLater(false)} /> At the
          next close
        </label>
        <label className="check">
          <input type="radio" name={`when ${over ?? ''}`} checked={later} onChange={() => setLater(true)} /> Later: I
          expect a better price, and will ask then
        </label>
      </fieldset>
      {now < quiet && (
        <p>
          Your membership was moved to this wallet: it can ask for its capital from <When at={quiet} /> on, and until
          then the move can be undone. You can leave now and ask then.
        </p>
      )}
      {paysNothing && (
        <p>Capital has no price now: nothing can be asked for. You can leave now, and ask once it has one again.</p>
      )}
      <p>
        Your vote, this period's return on your shares, and your pioneer units end. Leaving is never refused.
        {protests &&
          ' It counts as a protest against every open weighty resolution in which you had a vote; you can apply again after 120 days.'}
      </p>
      {released ? (
        <>
          <p>
            The resolution has passed, and you did not vote yes: when you leave, you are released from everything that
            binds you.
          </p>
          <ul>
            {binding.freed({ ...site, now }, member, pool).map((told) => (
              <li key={told}>{told}</li>
            ))}
          </ul>
        </>
      ) : (
        <StaysBound told={binding.leaving({ ...site, now }, member, pool, over !== undefined)} />
      )}
      <Leave
        label={`Leave${over === undefined ? '' : ' before it takes effect'}…`}
        yes={`Yes, leave${over === undefined ? '' : ` over proposal ${over}`}${ask ? ', and ask for my capital' : ''}`}
        act={(done) => act('Leaving', flow('leave', { ask, over }), done)}
      />
    </article>
  );
}
