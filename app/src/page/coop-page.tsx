/** One co-op: its name, what to do next, and its views. */
import { useEffect } from 'react';
import type { Address } from '@solana/kit';
import { reads, rules, units } from '../client';
import { rpc } from './chain';
import { useRead, useShared } from './state';
import { Me, Members, Next, Overview, Periods, Pools, Proposals, Services } from './views';

const VIEWS = {
  overview: ['Overview', Overview], pools: ['Pools', Pools], services: ['Services', Services], results: ['Results', Periods], me: ['My position', Me],
  members: ['Members', Members], proposals: ['Proposals', Proposals],
} as const;
type View = keyof typeof VIEWS;

export function CoopPage({ at, view: asked }: { at: Address; view: string }) {
  const view = (asked in VIEWS ? asked : 'overview') as View;
  const { connected } = useShared();
  const { data: site, error, again } = useRead(() => reads.site(rpc, at, connected?.address), [at, connected?.address]);
  const [, Shown] = VIEWS[view];
  useEffect(() => { document.title = site ? `${units.text(site.coop.name)} · ${VIEWS[view][0]}` : 'Coop'; }, [site, view]);
  if (!site) return error ? <p className="wrong" role="alert">{error}</p> : <p aria-busy="true">Reading the co-op…</p>;
  return (
    <>
      <h1>{units.text(site.coop.name)} <small>{rules.coopStatus(site.coop)}, {site.coop.members} {site.coop.members === 1 ? 'member' : 'members'}, {site.coop.electors} with a vote</small></h1>
      {error && <p className="wrong" role="alert">{error}. What you see is from before.</p>}
      <Next site={site} again={again} />
      <nav aria-label="Views">{(Object.keys(VIEWS) as View[]).map((name) => <a key={name} href={`#/coop/${at}/${name}`} aria-current={name === view ? 'page' : undefined}>{VIEWS[name][0]}</a>)}</nav>
      <Shown site={site} again={again} />
    </>
  );
}
