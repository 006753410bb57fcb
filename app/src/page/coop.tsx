/** One co-op: its name, what to do next, and its views. */
import { lazy, useEffect, useState, type ReactNode } from 'react';
import type { Address } from '@solana/kit';
import { addresses, reads, rules, units } from '../client';
import { Addr } from './addr';
import { Boundary } from './boundary';
import { rpc } from './chain';
import { Next } from './next';
import { Pill } from './parts';
import { SharedContext, useRead, useShared, type Seen, type ViewProps } from './state';
import { knownAs } from './who';

// fetched once the co-op is shown
const CalendarFile = lazy(() => import('./calendar').then(({ CalendarFile }) => ({ default: CalendarFile })));

const Ended = lazy(() => import('./views/ended').then(({ Ended }) => ({ default: Ended })));
const Address = lazy(() => import('./views/waiting').then(({ Address }) => ({ default: Address })));
const Waits = lazy(() => import('./views/waiting').then(({ Waits }) => ({ default: Waits })));

/** What a view shows, and what it reads from the chain, all at the same time. */
interface View<T> {
  read: (coop: Address, me: Address | undefined) => Promise<T>;
  Show: (props: ViewProps<T>) => ReactNode;
}
const view = <T,>(read: View<T>['read'], Show: View<T>['Show']) => ({ read, Show }) as unknown as View<unknown>;

/** Each is fetched when it is opened; `every`: after how many seconds it is read again. */
const VIEWS: Readonly<Record<string, { label: string; load: () => Promise<View<unknown>>; every?: number }>> = {
  overview: {
    label: 'Overview',
    load: async () => view(async () => undefined, (await import('./views/overview')).Overview),
  },
  pools: { label: 'Pools', load: async () => import('./views/pools').then((it) => view(it.readPools, it.Pools)) },
  services: {
    label: 'Services',
    load: async () => import('./views/services').then((it) => view(it.readServices, it.Services)),
  },
  results: {
    label: 'Results',
    load: async () => import('./views/results').then((it) => view(it.readResults, it.Results)),
  },
  me: {
    label: 'My position',
    load: async () => import('./views/position').then((it) => view(it.readPosition, it.Position)),
  },
  members: {
    label: 'Members',
    load: async () => import('./views/members').then((it) => view(it.readMembers, it.Members)),
    every: 60,
  },
  proposals: {
    label: 'Proposals',
    load: async () => import('./views/proposals').then((it) => view(it.readProposals, it.Proposals)),
  },
  chores: {
    label: 'To do',
    load: async () => import('./views/chores').then((it) => view(it.readChores, it.Chores)),
    every: 60,
  },
};

/** Scrolls the bar of views so that the current one is visible, also where the bar is wider than the screen. */
const seenInNav = (link: HTMLElement | null) => {
  const bar = link?.parentElement;
  if (link && bar)
    bar.scrollLeft = Math.max(0, link.offsetLeft - bar.offsetLeft - (bar.clientWidth - link.clientWidth) / 2);
};

interface Read {
  wallet: Address | undefined;
  site: Seen;
  data: unknown;
  shown: string;
  Show: View<unknown>['Show'];
}
async function readAll(at: Address, wallet: Address | undefined, shown: string): Promise<Read> {
  // every address is derived before the first request, so that all requests leave together
  const [me, { read, Show }] = await Promise.all([
    wallet && addresses.memberOf(at, wallet),
    VIEWS[shown]!.load(),
    addresses.vaultOf(at),
  ]);
  const [site, accounts, early] = await Promise.all([
    reads.site(rpc, at, wallet),
    wallet && reads.tokenAccounts(rpc, wallet),
    read(at, me),
  ]);
  // a membership that was moved here has the address that it had before
  const data = site.member && site.member.address !== me ? await read(at, site.member.address) : early;
  const held = wallet && accounts ? await reads.payable(wallet, site, accounts, site.lamports ?? 0n) : 0n;
  return { wallet, site: { ...site, held }, data, shown, Show };
}

/** That a co-op is over is no failure to read it. */
const unlessEnded = (failed: unknown): reads.Ended => {
  if (failed instanceof reads.Ended) return failed;
  throw failed;
};

/** Shows an address in full when one is pressed. */
function Pressed() {
  const [pressed, set] = useState<{ of: string; time: number }>();
  useEffect(() => {
    const show = (event: Event) => set({ of: (event as CustomEvent<string>).detail, time: Date.now() });
    addEventListener('coop:address', show);
    return () => removeEventListener('coop:address', show);
  }, []);
  return pressed ? (
    <Boundary key={pressed.time} what="The address">
      <Address {...pressed} />
    </Boundary>
  ) : null;
}

export function CoopPage({ at, view: asked }: { at: Address; view: string }) {
  const unknown = asked !== '' && !Object.hasOwn(VIEWS, asked);
  const name = unknown ? 'overview' : asked || 'overview';
  const { label, every } = VIEWS[name]!;
  const shared = useShared();
  const wallet = shared.connected?.address;
  const { data, error, again } = useRead(
    () => readAll(at, wallet, name).catch(unlessEnded),
    `${at}|${wallet ?? ''}`,
    name,
    every,
  );
  const ended = data instanceof reads.Ended;
  const seen = ended ? undefined : data;
  const site = seen?.site;
  useEffect(() => {
    document.title = site ? `${units.text(site.coop.name)} · ${label}` : 'Coop';
    return () => {
      document.title = 'Coop';
    };
  }, [site, label]);
  useEffect(
    () => (knownAs(rules.isMember(site?.member) ? units.person(site!.member!) : undefined), () => knownAs(undefined)),
    [site],
  );
  if (ended) return <Ended coop={data.coop} heir={data.heir} />;
  if (!site)
    return error ? (
      <p className="down" role="alert">
        {error}
      </p>
    ) : (
      <p className="empty" aria-busy="true">
        Reading the co-op…
      </p>
    );
  const status = rules.coopStatus(site.coop);
  // what was read for nobody is shown to nobody, until it is read for the wallet that has connected
  const connected = seen.wallet === wallet ? shared.connected : undefined;
  return (
    <SharedContext value={{ ...shared, connected }}>
      <div className="title">
        <h1>{units.text(site.coop.name)}</h1>
        <Addr of={at} />
        <Pill tone={{ forming: 'wait', active: 'good', dissolving: 'bad' }[status] as 'wait'}>
          {{ forming: 'forming', active: 'at work', dissolving: 'ending' }[status]}
        </Pill>
        <p>
          {site.coop.members} {site.coop.members === 1 ? 'member' : 'members'}
          {status !== 'forming' && `, ${site.coop.electors} with a vote`}
          {rules.isMember(site.member) && `. You are ${units.person(site.member!)}.`}
        </p>
        <Boundary>
          <CalendarFile sites={[site]} />
        </Boundary>
      </div>
      {units.text(site.coop.about) && <p className="lead about">{units.text(site.coop.about)}</p>}
      {error && (
        <p className="down" role="alert">
          {error}
        </p>
      )}
      <Boundary what="What to do next">
        <Next site={site} again={again} />
      </Boundary>
      {connected && (site.member || site.moved || status === 'active') && (
        <Boundary what="What waits for you">
          <Waits site={site} wallet={connected.address} />
        </Boundary>
      )}
      <nav aria-label="Views">
        {Object.entries(VIEWS).map(([key, { label: says }]) => (
          <a
            key={key}
            href={`#/coop/${at}/${key}`}
            aria-current={key === name && !unknown ? 'page' : undefined}
            ref={key === name ? seenInNav : undefined}
          >
            {says}
          </a>
        ))}
      </nav>
      {unknown ? (
        <p className="down" role="alert">
          A co-op has no page “{units.bare(asked)}” here: choose one of those above.
        </p>
      ) : seen.shown === name ? (
        <Boundary key={name} what="This view">
          <seen.Show site={site} data={seen.data} again={again} />
        </Boundary>
      ) : (
        <p className="empty" aria-busy="true">
          {error ?? `Reading ${label.toLowerCase()}…`}
        </p>
      )}
      <Pressed />
    </SharedContext>
  );
}
