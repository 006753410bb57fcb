/** Asking capital back, withdrawing shares, and the price that is paid for them. */
import { useState } from 'react';
import { rules, units } from '../../client';
import { priceRange } from '../figures';
import { Field, Form, type Said } from '../forms';
import { Do, Money, When } from '../parts';
import { flow, useAct, useNow, type Seen } from '../state';

/** The price now, and what can still change it until the close. */
export function PriceNow({ site, now }: { site: Seen; now: bigint }) {
  const { coop } = site;
  const { now: bps, low } = priceRange(coop, now);
  return (
    <>
      Everyone is paid at one price when period {coop.period.number} closes, <When at={rules.periodEnds(coop)} /> or a
      little later. At present it is <b>{units.formatBps(bps)}</b>, at most 100 %.{' '}
      {low < bps ? (
        <>
          Ordinary spending until then could lower it, at most to about {units.formatBps(low)}; wear can lower it a
          little more, and income can raise it.
        </>
      ) : bps < 10_000 ? (
        'Income can raise it until then; wear can lower it a little.'
      ) : (
        'Ordinary spending cannot lower it until then; only wear, or a spend that two thirds have decided before, can.'
      )}
    </>
  );
}

/** The price that was shown, as the minimum; undefined while an overdue close comes first, at a price of its own. */
const shownPrice = ({ coop }: Seen, now: bigint, fresh = 0n): number | undefined =>
  rules.isOverdue(coop, now) ? undefined : rules.askPriceBps(coop, fresh);

export function Ask({ site, mine, again }: { site: Seen; mine: rules.Position; again: () => void }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const { coop } = site;
  const { asked } = mine.atClose;
  const [opens] = useState(asked > 0n);
  if (mine.askable === 0n && asked === 0n) return null;
  const filled = asked > 0n ? asked : mine.askable;
  const read = (said: Said) => said.filled('ask') ?? units.parseAmount(said('ask'), site.token);
  if (asked > 0n && rules.isOverdue(coop, now))
    return (
      <p className="card">
        Period {coop.period.number} is over: the <Money of={asked} site={site} /> that you asked for are paid at its
        close, which anyone may do. That can no longer be changed; after the close you can ask for more.
      </p>
    );
  return (
    <details className="card" open={opens}>
      <summary>Ask capital back</summary>
      <PriceToCome site={site} now={now} />
      <Form
        key={String(asked)}
        button={asked > 0n ? 'Change what you ask for' : 'Ask for it'}
        label="Ask capital back"
        onSubmit={(said) => {
          const amount = read(said);
          const least = said('least')
            ? units.parsePrice(said('least'))
            : shownPrice(site, now, rules.freshPart({ ...site, now }, amount));
          return act('Asking back', flow('askBack', amount, least));
        }}
        tell={(said) => {
          const amount = read(said);
          return amount > mine.askable ? (
            <span className="wrong">
              You may ask for <Money of={mine.askable} site={site} /> at most.
            </span>
          ) : (
            <>
              You would be paid about <Money of={rules.paidFor(coop, amount, amount - asked)} site={site} /> when the
              period closes. An ask is for one period; any part that is not paid stays yours.
            </>
          );
        }}
      >
        <div className="grid">
          <Field
            name="ask"
            label="Amount to ask for"
            inputMode="decimal"
            required
            defaultValue={units.plainAmount(filled, site.token)}
            filled={filled}
            hint={
              <>
                At most <Money of={mine.askable} site={site} /> in this period.
              </>
            }
          />
          <Field
            name="least"
            label="Only if the price now is at least, %"
            inputMode="decimal"
            placeholder={String(rules.priceBps(coop) / 100)}
            hint="Checked when you ask, in case it falls before that; empty: the price shown above"
          />
        </div>
      </Form>
      {asked > 0n && (
        <Do quiet act={() => void act('Taking it back', flow('askBack', 0n, 0))}>
          Take the ask back
        </Do>
      )}
    </details>
  );
}
/** What happens to a request while a period waits to be closed. */
export const Overdue = ({ site }: { site: Seen }) => (
  <p>
    Period {site.coop.period.number} is over and not closed yet. Your action here closes it first, at its own price; the
    capital that you ask for is paid at the next close after that.
  </p>
);

/** The price at which a request of now is paid. */
const PriceToCome = ({ site, now }: { site: Seen; now: bigint }) =>
  rules.isOverdue(site.coop, now) ? (
    <Overdue site={site} />
  ) : (
    <p>
      <PriceNow site={site} now={now} />
    </p>
  );

export function Withdraw({ site, mine, again }: { site: Seen; mine: rules.Position; again: () => void }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const { coop } = site;
  if (mine.withdrawable === 0n) return null;
  return (
    <details className="card">
      <summary>Withdraw shares, and stay a member</summary>
      <PriceToCome site={site} now={now} />
      <Form
        button="Withdraw shares"
        onSubmit={(said) => {
          const amount = units.parseAmount(said('withdraw'), site.token, { least: 1n });
          return act('Withdrawing', flow('withdrawShares', amount, shownPrice(site, now)));
        }}
        tell={(said) => {
          const amount = units.parseAmount(said('withdraw'), site.token);
          return (
            <>
              They stop earning at once, and you would be paid about{' '}
              <Money of={rules.paidFor(coop, amount, amount)} site={site} /> when the period closes.
            </>
          );
        }}
      >
        <Field
          name="withdraw"
          label="Shares to withdraw"
          inputMode="decimal"
          required
          hint={
            <>
              At most <Money of={mine.withdrawable} site={site} />: your member share must stay, and so must capital
              that answers for a promise, resting capital of a pool, and capital that came in during this period.
            </>
          }
        />
      </Form>
    </details>
  );
}
