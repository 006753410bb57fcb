/** The end of a co-op: what is paid, when, and who inherits. Apart, for only a co-op that ends shows it. */
import type { Address } from '@solana/kit';
import { endings, rules, units } from '../../client';
import { Money, When } from '../parts';
import type { Seen } from '../state';

export function Ending({ site }: { site: Seen }) {
  const { coop } = site;
  return (
    <section aria-labelledby="end">
      <h2 id="end">The end</h2>
      {coop.sweptAt === 0n ? (
        <p>
          All capital is a claim: <Money of={coop.claims} site={site} /> in all, of which{' '}
          <Money of={coop.claimsPaid} site={site} /> {coop.claimsPaid === 0n ? 'is' : 'was'} paid so far. Every claim is
          paid the same part, whoever draws first: {units.formatBps(rules.priceBps(coop))} with the money that is there.
          Money that comes home later tops everyone up.
        </p>
      ) : (
        <p>
          Claims that nobody drew lapsed <When at={coop.sweptAt} />.
        </p>
      )}
      <ol className="end">
        <li>
          <When at={coop.dissolvingAt} />: it began. Anyone may draw for anyone, to the claimant's own wallet.
        </li>
        <li>
          <When at={coop.dissolvingAt + rules.END.passesAfter} />: the reserve passes to <Inherits site={site} /> It
          never reaches members.
        </li>
        <li>
          <When at={coop.dissolvingAt + rules.END.lapsesAfter} />: money that was not claimed follows.
        </li>
      </ol>
    </section>
  );
}

/** Who inherits, and who was passed over because it is at its end itself. */
function Inherits({ site: { coop } }: { site: Seen }) {
  const { successor, as, first, more } = endings.inheritance(coop);
  const link = (to: Address) => <a href={`#/coop/${to}`}>{units.short(to)}</a>;
  return (
    <>
      {as === 'nobody' ? (
        <>nobody, as {first ? 'nobody is left who could inherit' : 'no heir is named'}: the money is burned.</>
      ) : (
        <>
          {as === 'next' ? 'the co-op' : `the ${as}`} {link(successor)}
          {as === 'next' && ', which inherits in its place'}. If that co-op is no longer active by then, its own
          successor inherits.
        </>
      )}
      {first && (
        <>
          {' '}
          Passed over, because no longer active: {first === coop.heir ? 'the heir' : 'the federation'} {link(first)}
          {more > 0 && `, and ${more} more`}.
        </>
      )}
    </>
  );
}
