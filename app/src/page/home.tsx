/** The start page: what this is, the reader's own co-ops, and all others. */
import { lazy, useState } from 'react';
import { isAddress, type Address } from '@solana/kit';
import type { At } from '../client';
import type { Coop, Member } from '../generated';
import * as reads from '../client/reads';
import * as rules from '../client/rules';
import * as units from '../client/units';
import { Boundary } from './boundary';
import { chain, rpc } from './chain';
import { Empty, Pill } from './parts';
import { useRead, useShared } from './state';

const WaitsEverywhere = lazy(() =>
  import('./views/waiting').then(({ WaitsEverywhere }) => ({ default: WaitsEverywhere })),
);

/** The most that are listed at once: the rest is found by searching. */
const SHOWN = 100;

export function Home() {
  const [typed, type] = useState('');
  const sought = typed.trim();
  const { connected } = useShared();
  const wallet = connected?.address;
  const { data, error } = useRead(
    async () => {
      const [coops, mine, moved, { twinsIn }] = await Promise.all([
        reads.coops(rpc),
        wallet ? reads.memberships(rpc, wallet) : [],
        wallet ? reads.movedFrom(rpc, wallet) : [],
        import('./twins'),
      ]);
      return { coops: coops.sort((a, b) => b.members - a.members), mine, moved, twins: twinsIn(coops) };
    },
    `coops|${wallet ?? ''}`,
  );
  const said = sought.toLowerCase();
  const shown = data?.coops.filter(
    (coop) => units.text(coop.name).toLowerCase().includes(said) || coop.address === sought,
  );
  const own = data?.coops.filter(({ address }) =>
    data.mine.some((m) => m.coop === address && ['candidate', 'member'].includes(rules.standing(m))),
  );
  const among = (members: readonly At<Member>[]) =>
    data?.coops.filter(({ address }) => members.some((m) => m.coop === address && m.numbered === 1)) ?? [];
  // first where a membership was moved away; former members may still have something to claim
  const waiting = data && [...new Set([...among(data.moved), ...among(data.mine)])];
  return (
    <section aria-labelledby="home">
      {wallet && waiting && waiting.length > 0 && (
        <Boundary what="What waits for you" wait="Loading your open tasks…">
          <WaitsEverywhere coops={waiting} wallet={wallet} />
        </Boundary>
      )}
      <div className="hero">
        <h1 id="home">Co-operatives whose promises are kept by software</h1>
        <ul>
          <li>
            <b>Start together or not at all.</b> Enough money, people and promised use by a date, or every unit is
            refunded.
          </li>
          <li>
            <b>One member, one vote.</b> Some terms can only ever get better for members, whatever the majority.
          </li>
          <li>
            <b>Shared in proportion to use.</b> The surplus goes to members who buy, provide and work, and into a
            reserve that nobody can loot.
          </li>
          <li>
            <b>Leave before it changes.</b> Weighty resolutions wait for the turn of a period: members who left in time
            are paid first, all at one price.
          </li>
        </ul>
        <a className="button" href="#/found">
          Found a co-operative
        </a>
      </div>
      {own && own.length > 0 && (
        <>
          <h2>Yours</h2>
          <Coops of={own} twins={data!.twins} />
        </>
      )}
      <h2>Find one</h2>
      <label className="field">
        <span>Name or address</span>
        <input type="search" value={typed} onChange={(event) => type(event.target.value)} />
      </label>
      {error && (
        <p className="down" role="alert">
          {error}
        </p>
      )}
      {!shown ? (
        !error && (
          <p className="empty" aria-busy="true">
            Looking…
          </p>
        )
      ) : (
        <>
          <p role="status">
            {shown.length} of {data!.coops.length} on {chain.slice(7)}
          </p>
          {shown.length === 0 &&
            (isAddress(sought) ? (
              <p>
                <a href={`#/coop/${sought}`}>Go to {units.short(sought)}</a>
              </p>
            ) : (
              <Empty>
                {data!.coops.length === 0
                  ? 'There is none on this network yet. Found the first.'
                  : 'None has this name.'}
              </Empty>
            ))}
          <Coops of={shown.slice(0, SHOWN)} twins={data!.twins} />
          {shown.length > SHOWN && <p>The largest {SHOWN} are listed; a name finds the others.</p>}
        </>
      )}
    </section>
  );
}

const SAYS = { forming: ['forming', 'wait'], active: ['at work', 'good'], dissolving: ['ending', 'bad'] } as const;

const Coops = ({ of, twins }: { of: readonly At<Coop>[]; twins: ReadonlySet<Address> }) => (
  <ul className="coops">
    {of.map((coop) => {
      const [says, tone] = SAYS[rules.coopStatus(coop)];
      const twin = twins.has(coop.address);
      return (
        <li key={coop.address}>
          <a href={`#/coop/${coop.address}`}>
            <b>{units.text(coop.name)}</b>
          </a>{' '}
          {!twin && <code>{units.short(coop.address)}</code>} <Pill tone={tone}>{says}</Pill>
          {twin && (
            <small>
              Another co-op has a name like this one. Compare the address with the one that a member gave you:{' '}
              <code>{coop.address}</code>
            </small>
          )}
          <small>
            {coop.members} {coop.members === 1 ? 'member' : 'members'}, keeps{' '}
            {units.formatBps(coop.charter.takeRateBps)} of sales, founded {units.formatTime(coop.foundedAt)}
          </small>
        </li>
      );
    })}
  </ul>
);
