/** Services: what is sold through the co-op, at a fee that was promised. */
import type { Address } from '@solana/kit';
import { reads, rules, units, type At } from '../../client';
import type { Service } from '../../generated';
import { rpc } from '../chain';
import { Do, Empty, Field, Form, Money, Pill, When } from '../parts';
import { flow, one, useAct, useNow, useShared, type ViewProps } from '../state';

export const readServices = (coop: Address): Promise<At<Service>[]> => reads.services(rpc, coop);

export function Services({ site, data, again }: ViewProps<At<Service>[]>) {
  const act = useAct({ site, again });
  const { connected } = useShared();
  const now = useNow(site);
  const active = rules.coopStatus(site.coop) === 'active';
  const member = site.member?.standing === 2;
  return (
    <section aria-labelledby="services">
      <h2 id="services">Services</h2>
      {data.length === 0 && <Empty>{active ? 'Nobody sells through the co-op yet. Offer the first service.' : 'Services come once the co-op has started.'}</Empty>}
      {data.length > 0 && <p>Whoever sells through the co-op was promised its fee. Nobody can raise it before the promise ends.</p>}
      {data.map((service) => {
        const fee = (amount: bigint) => (amount * BigInt(service.takeRateBps) + 9_999n) / 10_000n;
        const kept = now < service.promisedUntil;
        return (
          <article className="card" key={service.address} aria-label={units.text(service.name)}>
            <header><h3>{units.text(service.name)}</h3><Pill tone={kept ? 'good' : 'wait'}>fee {units.formatBps(service.takeRateBps)}</Pill></header>
            <p className="lead">{kept ? <>Promised until <When at={service.promisedUntil} />.</> : <>Its promise has ended: the fee may become today's {units.formatBps(site.coop.charter.takeRateBps)}.</>} Offered by <code>{units.short(service.owner)}</code>.</p>
            {active && (
              <Form button="Pay" label={`Pay ${units.text(service.name)}`} onSubmit={(said) => act('Paying', flow('pay', service.index, units.parseAmount(said('amount'), site.decimals)))}
                tell={(said) => {
                  const amount = units.parseAmount(said('amount'), site.decimals);
                  return <>The service gets <Money of={amount - fee(amount)} site={site} />, the co-op <Money of={fee(amount)} site={site} />{member ? <>, which counts as your use: your part of this period's surplus grows with it.</> : <>. You are no member, so this use earns you no part of the surplus.</>}</>;
                }}>
                <Field name="amount" label="Amount" inputMode="decimal" required hint={connected ? <>You hold <Money of={site.held} site={site} />.</> : 'You pay from your wallet.'} />
              </Form>
            )}
            <div className="does">
              {!kept && service.takeRateBps !== site.coop.charter.takeRateBps && <Do quiet act={() => void act('New rate', one('repriceService', { service: service.index }))}>Set it to today's rate</Do>}
              {connected?.address === service.owner && <Do quiet act={() => void act('Retiring', one('retireService', { service: service.index }))}>Retire the service</Do>}
            </div>
          </article>
        );
      })}
      {active && (
        <details className="card">
          <summary>Offer a service</summary>
          <Form button="Register" onSubmit={(said) => act('Registering', async (c) => [
            await (await import('../../client/flows')).tokenAccountFor(c, c.by.address), ...(await one('registerService', { name: said('name'), maxTakeRateBps: site.coop.charter.takeRateBps })(c)),
          ])}>
            <Field name="name" label="Name of the service" required maxLength={32} hint={<>The co-op keeps {units.formatBps(site.coop.charter.takeRateBps)} of what is paid, promised for {units.formatDuration(site.coop.charter.commitment)}. The rest goes to your wallet. Anyone may offer one.</>} />
          </Form>
        </details>
      )}
    </section>
  );
}
