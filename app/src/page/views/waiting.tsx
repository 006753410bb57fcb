/** What waits for the connected wallet: in one co-op, or in all of its co-ops. */
import { lazy, useState } from 'react';
import type { Address, TransactionSigner } from '@solana/kit';
import { reads, units, type At, type Site } from '../../client';
import { waitingFor, waitingLists, type WaitingLists } from '../../client/waiting';
import type { Coop } from '../../generated';
import { Boundary } from '../boundary';
import { rpc } from '../chain';
import { unlessBusy, Until, When } from '../parts';
import { useNow, useRead, useShared, type Seen } from '../state';
import { usePeople } from './people';

const CalendarFile = lazy(() => import('../calendar').then(({ CalendarFile }) => ({ default: CalendarFile })));

/** In the same chunk, which members load anyway: a chunk of its own would split what every visitor loads first. */
export { Address } from './whole';

/** How many are shown before the reader asks for more. */
const SHOWN = 6;

/** What waits in one co-op: read again after something has happened there, and once a minute. */
export function Waits({ site, wallet }: { site: Seen; wallet: Address }) {
  const { data, error } = useRead(
    () => waitingLists(rpc, site, wallet),
    `waits ${site.address} ${wallet}`,
    String(site.coop.seq),
    60,
  );
  if (data) return <List site={site} lists={data} />;
  return error ? <p className="wrong">What waits for you could not be read: {error}</p> : null;
}

function List({ site, lists, named }: { site: Site; lists: WaitingLists; named?: boolean }) {
  const now = useNow(site);
  const [all, setAll] = useState(false);
  const { who } = usePeople(
    site,
    lists.proposals.map(({ target }) => target),
    lists.given.map(({ holder }) => holder),
  );
  const waiting = waitingFor(site, lists, now, who);
  if (waiting.length === 0) return null;
  return (
    <section
      className="waits"
      aria-label={named ? `What waits for you at ${units.text(site.coop.name)}` : 'What waits for you'}
    >
      {named ? (
        <h3>
          <a href={`#/coop/${site.address}`}>{units.text(site.coop.name)}</a>
        </h3>
      ) : (
        <h2>What waits for you</h2>
      )}
      <ul className="plain">
        {waiting.slice(0, all ? undefined : SHOWN).map(({ kind, what, by, view }) => (
          <li key={kind + what}>
            <span>
              {what}
              {by !== undefined && (
                <small className="why">
                  until <When at={by} />, <Until at={by} now={now} />
                </small>
              )}
            </span>
            <a className="button quiet" href={`#/coop/${site.address}/${view}`}>
              Go there<span className="for-readers">: {what}</span>
            </a>
          </li>
        ))}
      </ul>
      {waiting.length > SHOWN && !all && (
        <button type="button" className="quiet" onClick={() => setAll(true)}>
          {waiting.length - SHOWN} more
        </button>
      )}
    </section>
  );
}

/** Claims everything that is due to a wallet in all of its co-ops, in as few transactions as it fits in. */
function TakeAll({ wallet, sites }: { wallet: Address; sites: readonly Site[] }) {
  const { act, busy } = useShared();
  // shown from the co-ops as they were read; read again before anything is sent
  const { data: due, again } = useRead(
    async () => {
      const { dueIn } = await import('../../client/parts');
      const by = { address: wallet } as TransactionSigner;
      return Promise.all(sites.flatMap((site) => (site.member ? [dueIn({ site, by, rpc }, site.member)] : [])));
    },
    `due ${wallet}`,
    sites.map(({ address, coop }) => `${address} ${coop.seq}`).join(),
    60,
  );
  const some = due?.filter(({ instructions }) => instructions.length > 0) ?? [];
  if (some.length < 2) return null;
  return (
    <button
      type="button"
      {...unlessBusy(
        busy,
        () =>
          void act(
            'Taking what is due',
            async (connected) => {
              const [{ dueEverywhere }, { signerOf }] = await Promise.all([
                import('../../client/parts'),
                import('../signer'),
              ]);
              return { apart: await dueEverywhere(rpc, signerOf(connected)) };
            },
            again,
          ),
      )}
    >
      Take all that is due to you, in {some.length} co-ops
    </button>
  );
}

/** How many co-ops are read at most: those of which the wallet is a member, or was and still has something in. */
const READ = 12;
export function WaitsEverywhere({ coops, wallet }: { coops: readonly At<Coop>[]; wallet: Address }) {
  const read = coops.slice(0, READ);
  const asked = read.map(({ address }) => address);
  // read again after something has happened in one of them, and once a minute
  const { data, error } = useRead(
    async () =>
      Promise.all(
        asked.map(async (at) => {
          const site = await reads.site(rpc, at, wallet);
          return { site, lists: await waitingLists(rpc, site, wallet) };
        }),
      ),
    `waits ${wallet} ${asked.join()}`,
    read.map(({ seq }) => seq).join(),
    60,
  );
  if (!data)
    return (
      <p className="empty" aria-busy={!error}>
        {error ? `Your open tasks could not be read: ${error}` : 'Loading your open tasks…'}
      </p>
    );
  return (
    <section className="everywhere" aria-labelledby="waits">
      <h2 id="waits">What waits for you</h2>
      {error && <p className="wrong">Your open tasks could not be read again: {error}</p>}
      <div className="does">
        <TakeAll wallet={wallet} sites={data.map(({ site }) => site)} />
        <Boundary>
          <CalendarFile sites={data.map(({ site }) => site)} />
        </Boundary>
      </div>
      <Lists of={data} />
      {coops.length > READ && (
        <p>
          <small>
            Of {READ} of your {coops.length} co-ops; open the others to see what waits there.
          </small>
        </p>
      )}
    </section>
  );
}

/** What waits in each of some co-ops, by one clock: also what begins or ends to wait between two reads. */
function Lists({ of }: { of: readonly { site: Site; lists: WaitingLists }[] }) {
  const now = useNow(of[0]!.site);
  const some = of.filter(({ site, lists }) => waitingFor(site, lists, now).length > 0);
  return some.length === 0 ? (
    <p>Nothing, in {of.length === 1 ? 'your co-op' : `your ${of.length} co-ops`}.</p>
  ) : (
    some.map(({ site, lists }) => <List key={site.address} site={site} lists={lists} named />)
  );
}
