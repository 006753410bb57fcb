/** One mandate: who can draw how much on it, and the form to draw. */
import { addresses, rules, units, type At } from '../../client';
import { limitsDraws } from '../../client/refusedFor';
import type { Mandate } from '../../generated';
import { Addr } from '../addr';
import { Field, Form } from '../forms';
import { Do, Money, Pill, When } from '../parts';
import { flow, one, useAct, useNow, useShared, type ViewProps } from '../state';
import type { Read } from './proposed';

export function MandateCard({
  mandate: m,
  site,
  again,
  who,
}: ViewProps<Read> & { mandate: At<Mandate>; who: (address: string) => string }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const { connected } = useShared();
  const left = rules.mandateRoomNow(m, site.coop, now);
  const worker = m.worker !== addresses.NONE;
  const valid = now <= m.until && rules.coopStatus(site.coop) === 'active';
  return (
    <article className="card" aria-label={`Mandate ${m.index}`}>
      <header>
        <h3>
          <span className="index">{m.index}</span>
          <span title={m.holder}>{who(m.holder)}</span> may draw <Money of={m.perPeriod} site={site} /> a period
        </h3>
        <Pill tone={valid ? 'good' : 'plain'}>{valid ? 'valid' : 'ended'}</Pill>
      </header>
      <p className="lead">
        Until <When at={m.until} />.
        {m.work === 1 &&
          (worker
            ? ' It pays for work: the money counts as patronage of the holder, who is a member.'
            : ' It pays for the work of a non-member.')}{' '}
        {valid && (
          <>
            {rules.isOverdue(site.coop, now) ? 'Once the period is closed, which is done first' : 'Left in this period'}
            : <Money of={left} site={site} />
            {limitsDraws(m, site, now)}; the rest does not roll over.
          </>
        )}
      </p>
      <ul className="named" aria-label="Its address and its holder's, in full">
        <li>
          <Addr of={m.address} name="Mandate" full />
        </li>
        <li>
          <Addr of={m.holder} name="Holder" full />
        </li>
      </ul>
      {valid && left > 0n && !site.vaultFrozen && connected?.address === m.holder && (
        <Form
          button="Draw"
          label={`Draw on mandate ${m.index}`}
          onSubmit={(said) =>
            act('Drawing', flow('drawMandate', m.index, units.parseAmount(said('amount'), site.token, { least: 1n })))
          }
        >
          <Field name="amount" label="Amount" inputMode="decimal" required />
        </Form>
      )}
      {now > m.until && (
        <Do quiet act={() => void act('Clearing away', one('reclaimMandate', { mandate: m.index }))}>
          Clear it away
        </Do>
      )}
    </article>
  );
}
