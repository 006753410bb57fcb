/** The whole co-op: its books, the open period, who owns it, and its charter. */
import { lazy, Suspense } from 'react';
import { multiplied, rules, units } from '../../client';
import { NONE } from '../../client/addresses';
import { Addr } from '../addr';
import { Figures, Money, Sum, Until, When } from '../parts';
import { useNow, useShared, type Seen, type ViewProps } from '../state';
import { Document } from './words';

// below everything else: fetched once the books are shown
const Sent = lazy(() => import('./sent').then(({ Sent }) => ({ default: Sent })));
// of a co-op that ends
const Ending = lazy(() => import('./ending').then(({ Ending }) => ({ default: Ending })));
const Charter = lazy(() => import('./charter').then(({ Charter }) => ({ default: Charter })));

export function Overview({ site, again }: ViewProps<undefined>) {
  const { coop } = site;
  const { connected } = useShared();
  const now = useNow(site);
  const status = rules.coopStatus(coop);
  const uri = units.text(coop.statutesUri);
  return (
    <>
      <section aria-labelledby="books">
        <h2 id="books">Books</h2>
        {status === 'forming' ? (
          <p>It holds no money yet: pledges wait in the pool's own account until every gate is passed.</p>
        ) : (
          <Books site={site} />
        )}
        {connected && (
          <Suspense>
            <Sent site={site} again={again} />
          </Suspense>
        )}
      </section>
      {status === 'active' && <Open site={site} now={now} />}
      {status === 'dissolving' && (
        <Suspense>
          <Ending site={site} />
        </Suspense>
      )}
      <section aria-labelledby="what">
        <h2 id="what">What it is</h2>
        <dl className="facts">
          <div>
            <dt>Founded</dt>
            <dd>
              <When at={coop.foundedAt} /> by <Addr of={coop.founder} />
            </dd>
          </div>
          <div>
            <dt>Statutes</dt>
            <dd>
              {rules.hasStatutes(coop) ? (
                <Document
                  what={uri ? 'Applicants sign them' : 'No link; applicants sign the text with this fingerprint'}
                  uri={uri}
                  hash={coop.statutesHash}
                />
              ) : (
                'This co-op has no statutes'
              )}
            </dd>
          </div>
          <div>
            <dt>Counts in</dt>
            <dd>
              {site.token.symbol}, the token <Addr of={coop.mint} />
              {multiplied(site.token) && <small> {multiplied(site.token)}</small>}
            </dd>
          </div>
          <div>
            <dt>Address</dt>
            <dd>
              <Addr of={site.address} />{' '}
              <small>
                This identifies the co-op. Do not send money to it: that would count as nobody's payment, and could only
                become reserve.
              </small>
            </dd>
          </div>
          <div>
            <dt>Money for it</dt>
            <dd>
              {status === 'active' ? (
                <>
                  Pay through this page, under <a href={`#/coop/${site.address}/services`}>Services</a>: a purchase as a
                  payment, other income or a gift as “Bring in other money”.
                </>
              ) : status === 'forming' ? (
                'Pay through this page: before the co-op starts, members pledge under Pools.'
              ) : (
                'It takes no more money, because it is dissolving.'
              )}{' '}
              <small>
                Its vault is <Addr of={site.vault} />: money that a wallet sends there is a donation, and becomes
                reserve.
              </small>
            </dd>
          </div>
          <div>
            <dt>Federation</dt>
            <dd>
              {coop.federation === NONE ? (
                coop.federationSought === NONE ? (
                  'none'
                ) : (
                  <>
                    asked to join <a href={`#/coop/${coop.federationSought}`}>{units.short(coop.federationSought)}</a>;
                    the federation can propose to accept until <When at={rules.soughtUntil(coop)!} />
                  </>
                )
              ) : (
                <a href={`#/coop/${coop.federation}`}>{units.short(coop.federation)}</a>
              )}
            </dd>
          </div>
          <div>
            <dt>Heir</dt>
            <dd>{coop.heir === NONE ? 'none named' : <a href={`#/coop/${coop.heir}`}>{units.short(coop.heir)}</a>}</dd>
          </div>
        </dl>
      </section>
      <Suspense
        fallback={
          <p className="empty" aria-busy="true">
            One moment…
          </p>
        }
      >
        <Charter site={site} />
      </Suspense>
    </>
  );
}

/** Three tables that add up: the assets behind capital, whom these are owed to, and all the cash. */
function Books({ site }: { site: Seen }) {
  const { coop } = site;
  const { books: b } = coop;
  const active = rules.coopStatus(coop) === 'active';
  return (
    <>
      {active && (
        <Figures
          of={[
            [
              'To spend',
              <Money of={rules.operating(coop)} site={site} />,
              'the fund, and the earnings of this period so far',
            ],
            ['Reserve', <Money of={b.reserve} site={site} />, "nobody's share: only another co-op can ever get it"],
            [
              'Price of capital',
              units.formatBps(rules.priceBps(coop)),
              'what a unit of capital would be paid at the close as things stand',
            ],
            [
              'Asked back',
              <Money of={b.asked + b.forfeited} site={site} />,
              <>paid when the period closes, everyone at one price</>,
            ],
          ]}
        />
      )}
      {active && (
        <div className="sheet" role="group" aria-label="Balance sheet">
          <div>
            <h3>What covers members' capital</h3>
            <Sum
              site={site}
              label="What covers capital"
              total="Together"
              of={[
                ['Fund', b.fund, 'money in the vault'],
                ['Invested', b.invested, 'at cost, less wear; it can be sold by resolution'],
                ['At the agent', b.atAgent, "sent to the co-op's own account in other programs, to come home"],
                [
                  'Losses',
                  b.loss,
                  'spending beyond earnings; the next income makes them good before anything is shared',
                ],
              ]}
            />
          </div>
          <div>
            <h3>To whom it belongs</h3>
            <Sum
              site={site}
              label="To whom it belongs"
              total="Together"
              of={[
                ["Members' shares", b.sharesTotal, 'paid in'],
                ['Shares to be claimed', b.sharesInTransit, 'of pools that succeeded; they earn like the others'],
                ['Kept dividends and matured capital', b.retainedTotal, "members', until it is paid out"],
                [
                  "The reserve's, later",
                  b.reserveDue,
                  'given up by members who left below par; it becomes reserve when it comes home',
                ],
              ]}
            />
          </div>
        </div>
      )}
      <h3>All the money in the vault</h3>
      <Sum
        site={site}
        label="Money in the vault"
        total="In the vault"
        of={[
          [
            active ? 'Fund' : 'For claims',
            active ? b.fund : rules.operating(coop),
            active ? "covers members' capital" : 'paid to members, by capital',
          ],
          ['Earned in this period', active ? b.earnings : 0n, 'shared when it closes'],
          ['Reserve', b.reserve, 'indivisible'],
          ['Solidarity', b.solidarity, 'for grants to members, by vote'],
          ['Due to the federation', b.federationDue, 'anyone may pass it on'],
          ['Owed to members', b.dividends, 'dividends, and capital paid out, for them to take'],
          ['Return on shares', b.interest, 'owed, but not settled to the holders yet'],
          ['Pioneers', b.pioneers, 'owed, but not settled yet'],
          [
            'Sent to the vault directly',
            site.vaultBalance > rules.cash(coop) ? site.vaultBalance - rules.cash(coop) : 0n,
            'becomes reserve',
          ],
        ]}
      />
    </>
  );
}

function Open({ site, now }: { site: Seen; now: bigint }) {
  const { coop } = site;
  const { period, books } = coop;
  const at = rules.periodEnds(coop);
  const { done, rates } = period;
  return (
    <section aria-labelledby="period">
      <h2 id="period">Period {period.number}, open now</h2>
      <Figures
        of={[
          ['Ends', <Until at={at} now={now} />, <When at={at} />],
          ['Came in', <Money of={period.revenue} site={site} />, 'fees, sales, other income'],
          ['Spent', <Money of={period.expenses} site={site} />, 'without investments'],
          books.loss > 0n
            ? ['Losses to make good', <Money of={books.loss} site={site} />, 'before anything is shared']
            : ['Earned so far', <Money of={books.earnings} site={site} />, 'before wear; shared at the close'],
          [
            'Free to decide on',
            <Money of={rules.budgetLeft(coop, now)} site={site} />,
            'simple majorities may spend this much now; it refills as time passes',
          ],
        ]}
      />
      <table>
        <caption>Business in this period, which decides who shares</caption>
        <thead>
          <tr>
            <th scope="col">By</th>
            <th scope="col" className="number">
              Use: fees and purchases
            </th>
            <th scope="col" className="number">
              Pay for work
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              Members<small>buyers and providers share the part for use, workers the part for work</small>
            </th>
            <td className="number">
              <Money of={done.memberUnits} site={site} column />
            </td>
            <td className="number">
              <Money of={done.memberWork} site={site} column />
            </td>
          </tr>
          <tr>
            <th scope="row">
              Others<small>their part goes to the reserve</small>
            </th>
            <td className="number">
              <Money of={done.outsideUnits} site={site} column />
            </td>
            <td className="number">
              <Money of={done.outsideWork} site={site} column />
            </td>
          </tr>
        </tbody>
      </table>
      <p>
        <small>
          The terms with which this period began: {units.formatBps(rates.reserveBps)} to the reserve,{' '}
          {units.formatBps(rates.solidarityBps)} to solidarity
          {rates.solidarityBps > 0 && coop.federation !== NONE && (
            <> ({units.formatBps(rates.remitBps)} of it to the federation)</>
          )}
          , at most {units.formatBps(rates.interestCapBps)} a year on shares, {units.formatBps(rates.workBps)} of the
          rest to work, then by use; {units.formatBps(rates.cashBps)} of a dividend in cash.
        </small>
      </p>
    </section>
  );
}
