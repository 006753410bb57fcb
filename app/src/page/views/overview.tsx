/** The co-op as a whole: its books, the open period, who it belongs to, and what it has promised. */
import { rules, units, words } from '../../client';
import { NONE } from '../../client/addresses';
import { Figures, Money, Until, When } from '../parts';
import { useNow, type ViewProps } from '../state';

const WAY = { down: 'can only fall', up: 'can only rise', fixed: 'never' } as const;

export function Overview({ site }: ViewProps<undefined>) {
  const { coop } = site;
  const now = useNow(site);
  const status = rules.coopStatus(coop);
  const uri = units.text(coop.statutesUri);
  const equity = rules.equity(coop);
  const solvency = coop.operating >= equity || equity === 0n ? 10_000 : Number((coop.operating * 10_000n) / equity);
  const owed = coop.dividends + coop.interest + coop.pioneers;
  const ends = coop.period.startedAt + BigInt(coop.charter.periodLength);
  return (
    <>
      <section aria-labelledby="books">
        <h2 id="books">Books</h2>
        {status === 'forming' ? <p>It holds no money yet: pledges wait in the pool's own account until every gate is passed.</p> : (
          <Figures of={[
            ['Free for business', <Money of={coop.operating} site={site} />, <>{units.formatBps(solvency)} of all members' capital</>],
            ['Reserve', <Money of={coop.reserve} site={site} />, 'indivisible: only another co-op can ever get it'],
            ['Owed to members', <Money of={owed} site={site} />, 'dividends and returns, to be taken'],
            ['Members\' capital', <Money of={equity} site={site} />, 'shares and kept dividends'],
            ['Solidarity', <Money of={coop.solidarity} site={site} />, 'for grants, by vote'],
            ...(coop.invested > 0n ? [['Invested', <Money of={coop.invested} site={site} />, 'written off over time'] as const] : []),
            ...(coop.lossCarried > 0n ? [['Losses to make good', <Money of={coop.lossCarried} site={site} />, 'before anything is shared'] as const] : []),
          ]} />
        )}
        {site.vaultBalance > coop.operating + coop.reserve + coop.solidarity + owed && <p>Somebody sent money unasked; it will be booked to the reserve.</p>}
      </section>
      {status === 'active' && (
        <section aria-labelledby="period">
          <h2 id="period">Period {coop.period.number}, open now</h2>
          <Figures of={[
            ['Ends', <Until at={ends} now={now} />, <When at={ends} />],
            ['Fees and income', <Money of={coop.period.revenue} site={site} />, <>by members <Money of={coop.period.memberUnits} site={site} />, by others <Money of={coop.period.outsideUnits} site={site} /></>],
            ['Spent', <Money of={coop.period.expenses} site={site} />, 'without investments'],
            ['Left of the budget', <Money of={rules.budgetLeft(coop)} site={site} />, 'for decisions by simple majority'],
          ]} />
        </section>
      )}
      {status === 'dissolving' && (
        <section aria-labelledby="end">
          <h2 id="end">The end</h2>
          <ol className="end">
            <li><When at={coop.dissolvingAt} />: it began. All capital can be taken at today's worth of {units.formatBps(solvency)}.</li>
            <li><When at={coop.dissolvingAt + rules.END.passesAfter} />: the reserve passes to {coop.heir === NONE ? 'nobody: no heir is named' : <>the heir <a href={`#/coop/${coop.heir}`}>{units.short(coop.heir)}</a></>}. It never reaches members.</li>
            <li><When at={coop.dissolvingAt + rules.END.lapsesAfter} />: what was not claimed follows.</li>
          </ol>
        </section>
      )}
      <section aria-labelledby="what">
        <h2 id="what">What it is</h2>
        <dl className="facts">
          <div><dt>Founded</dt><dd><When at={coop.foundedAt} /> by <code>{units.short(coop.founder)}</code></dd></div>
          <div><dt>Statutes</dt><dd>{/^https?:\/\//.test(uri) ? <a href={uri} rel="noreferrer">{uri}</a> : uri || 'none named'}</dd></div>
          <div><dt>Counts in</dt><dd>the token <code>{coop.mint}</code></dd></div>
          <div><dt>Address</dt><dd><code>{site.address}</code></dd></div>
          <div><dt>Federation</dt><dd>{coop.federation === NONE ? (coop.federationSought === NONE ? 'none' : <>asked to join <a href={`#/coop/${coop.federationSought}`}>{units.short(coop.federationSought)}</a></>) : <a href={`#/coop/${coop.federation}`}>{units.short(coop.federation)}</a>}</dd></div>
          <div><dt>Heir</dt><dd>{coop.heir === NONE ? 'none named' : <a href={`#/coop/${coop.heir}`}>{units.short(coop.heir)}</a>}</dd></div>
        </dl>
      </section>
      <section aria-labelledby="charter">
        <h2 id="charter">Charter, version {coop.charterVersion}</h2>
        <p>Whatever may change takes two thirds of the votes, and at least seven days in which anyone can leave on the old terms. Marked terms can only get better for members: no majority can turn them back.</p>
        <table className="terms">
          <thead><tr><th scope="col">Term</th><th scope="col" className="number">Now</th><th scope="col">May change</th></tr></thead>
          <tbody>{words.CHARTER.map(({ key, label, help, shape }) => {
            const way = rules.RATCHETS[key];
            return <tr key={key}><th scope="row">{label}<small>{help}</small></th><td className="number">{words.term(shape, coop.charter[key], site.decimals)}</td><td>{way ? <b className="ratchet">{WAY[way]}</b> : 'by two thirds'}</td></tr>;
          })}</tbody>
        </table>
      </section>
    </>
  );
}
