/** One co-op: its name, what to do next, and its views. */
import { useEffect, type ReactNode } from 'react';
import type { Address } from '@solana/kit';
import { addresses, reads, rules, units, type Site } from '../client';
import { rpc } from './chain';
import { Next } from './next';
import { Pill } from './parts';
import { useRead, useShared, type Seen, type ViewProps } from './state';
import { Chores, readChores } from './views/chores';
import { Members, readMembers } from './views/members';
import { Overview } from './views/overview';
import { Pools, readPools } from './views/pools';
import { Position, readPosition } from './views/position';
import { Proposals, readProposals } from './views/proposals';
import { readResults, Results } from './views/results';
import { readServices, Services } from './views/services';

/** What a view shows, and what it asks the chain for; all of it at once. */
interface View<T> {
  label: string;
  read(coop: Address, me: Address | undefined): Promise<T>;
  Show(props: ViewProps<T>): ReactNode;
  /** Seconds until it is read again; 10. */
  every?: number;
}
const view = <T,>(of: View<T>) => of as unknown as View<unknown>;

const VIEWS: Readonly<Record<string, View<unknown>>> = {
  overview: view({ label: 'Overview', read: async () => undefined, Show: Overview }),
  pools: view({ label: 'Pools', read: readPools, Show: Pools }),
  services: view({ label: 'Services', read: readServices, Show: Services }),
  results: view({ label: 'Results', read: readResults, Show: Results }),
  me: view({ label: 'My position', read: readPosition, Show: Position }),
  members: view({ label: 'Members', read: readMembers, Show: Members, every: 60 }),
  proposals: view({ label: 'Proposals', read: readProposals, Show: Proposals }),
  chores: view({ label: 'To do', read: readChores, Show: Chores, every: 60 }),
};

async function readAll(at: Address, wallet: Address | undefined, { read }: View<unknown>, shown: string): Promise<{ site: Seen; data: unknown; shown: string }> {
  // every address is known before the first question, so that all questions leave together
  const [me] = await Promise.all([wallet && addresses.memberOf(at, wallet), addresses.vaultOf(at)]);
  const [site, purse, data] = await Promise.all([reads.site(rpc, at, wallet), wallet && reads.purse(rpc, wallet), read(at, me)]);
  return { site: { ...(site as Site), held: (purse && purse.get(site.mint)) || 0n }, data, shown };
}

export function CoopPage({ at, view: asked }: { at: Address; view: string }) {
  const name = asked in VIEWS ? asked : 'overview';
  const { label, Show, every } = VIEWS[name]!;
  const { connected } = useShared();
  const { data: seen, error, again } = useRead(() => readAll(at, connected?.address, VIEWS[name]!, name), `${at}|${connected?.address}`, name, every);
  const site = seen?.site;
  useEffect(() => { document.title = site ? `${units.text(site.coop.name)} · ${label}` : 'Coop'; }, [site, label]);
  if (!site) return error ? <p className="down" role="alert">{error}. Trying again…</p> : <p className="empty" aria-busy="true">Reading the co-op…</p>;
  const status = rules.coopStatus(site.coop);
  return (
    <>
      <div className="title">
        <h1>{units.text(site.coop.name)}</h1>
        <Pill tone={{ forming: 'wait', active: 'good', dissolving: 'bad' }[status] as 'wait'}>{{ forming: 'forming', active: 'at work', dissolving: 'ending' }[status]}</Pill>
        <p>{site.coop.members} {site.coop.members === 1 ? 'member' : 'members'}{status !== 'forming' && `, ${site.coop.electors} with a vote`}{site.member && rules.standing(site.member) === 'member' && `. You are number ${site.member.number}.`}</p>
      </div>
      {error && <p className="down" role="alert">{error}. What you see is from before; trying again…</p>}
      <Next site={site} again={again} />
      <nav aria-label="Views">{Object.entries(VIEWS).map(([key, { label: says }]) => <a key={key} href={`#/coop/${at}/${key}`} aria-current={key === name ? 'page' : undefined}>{says}</a>)}</nav>
      {seen.shown === name ? <Show site={site} data={seen.data} again={again} /> : <p className="empty" aria-busy="true">{error ?? `Reading ${label.toLowerCase()}…`}</p>}
    </>
  );
}
