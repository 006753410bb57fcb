/** Proposals: what they would do, also to the reader, how the votes stand, and the way out before they take effect. */
import { useEffect, useState } from 'react';
import type { Address } from '@solana/kit';
import { actions, reads, rules } from '../../client';
import { isOnMember } from '../../client/refusedFor';
import { Boundary } from '../boundary';
import { rpc } from '../chain';
import { Empty } from '../parts';
import { useNow, type ViewProps } from '../state';
import { Closed } from './decided';
import { usePeople } from './people';
import { Propose } from './propose';
import { PAY_WALLETS, ProposalCard } from './proposalCard';
import { type Proposed, type Read } from './proposed';
import { MandateCard } from './mandateCard';

export async function readProposals(coop: Address): Promise<Read> {
  const [proposals, mandates, periods] = await Promise.all([
    reads.proposals(rpc, coop),
    reads.mandates(rpc, coop),
    reads.periods(rpc, coop),
  ]);
  return { proposals, mandates, periods };
}

export function Proposals(props: ViewProps<Read>) {
  const { site, data } = props;
  const now = useNow(site);
  const elector = site.member && (rules.isElector(site.member) || rules.countsByPledge(site.coop, site.member));
  const isOpen = (p: Proposed) => !rules.isOver(rules.proposalStatus(p, site.coop, now));
  const open = data.proposals.filter(isOpen);
  const over = data.proposals.filter((p) => !isOpen(p));
  const mine = data.proposals.find((p) => p.proposer === site.member?.address);
  const said = useBallots(open, site.member?.number, site.coop.seq);
  const people = usePeople(
    site,
    data.proposals.flatMap((p) => [p.proposer, ...(isOnMember(p) ? [p.target] : [])]),
    [
      ...data.proposals.filter((p) => PAY_WALLETS.has(actions.KINDS[p.kind]!)).map((p) => p.target),
      ...data.mandates.map(({ holder }) => holder),
    ],
  );
  const named = { ...people, who: actions.naming(people.who, data.mandates, site.token) };
  return (
    <section aria-labelledby="proposals">
      <h2 id="proposals">Proposals</h2>
      {open.length === 0 && (
        <Empty>
          Nothing is open.{' '}
          {rules.coopStatus(site.coop) === 'dissolving'
            ? 'The co-op is dissolving and can pass no more resolutions.'
            : elector
              ? 'You can propose something.'
              : 'Members with a vote propose.'}
        </Empty>
      )}
      {open.map((p) => (
        <Boundary key={p.address} what={`Proposal ${p.index}`}>
          <ProposalCard {...props} proposal={p} ballots={said} people={named} />
        </Boundary>
      ))}
      {elector &&
        rules.coopStatus(site.coop) === 'active' &&
        (mine && isOpen(mine) ? (
          <p>
            <small>
              You can propose something else once your proposal {mine.index} is over, or cancelled before the first
              ballot: a member has one at a time.
            </small>
          </p>
        ) : (
          <Propose site={site} again={props.again} mandates={data.mandates} last={mine} />
        ))}
      {data.mandates.length > 0 && (
        <>
          <h2>Mandates</h2>
          {data.mandates.map((mandate) => (
            <MandateCard key={mandate.address} {...props} mandate={mandate} who={people.who} />
          ))}
        </>
      )}
      {over.length > 0 && (
        <>
          <h2>Decided</h2>
          {over.map((p) => (
            <Boundary key={p.address} what={`Proposal ${p.index}`}>
              <ProposalCard {...props} proposal={p} ballots={undefined} people={named} />
            </Boundary>
          ))}
        </>
      )}
      <Closed site={site} all={data.proposals} />
    </section>
  );
}

/** The reader's ballots on open proposals; read after the proposals, as the addresses of ballots derive from theirs. */
function useBallots(
  open: readonly Proposed[],
  me: number | undefined,
  seq: bigint,
): Map<Address, reads.Ballot> | undefined {
  const [said, set] = useState<{ by: number; ballots: Map<Address, reads.Ballot> }>();
  const key = `${me ?? ''}|${seq}|${open.map(({ address }) => address).join()}`;
  useEffect(() => {
    let wanted = true;
    if (me === undefined || open.length === 0) return;
    reads
      .ballots(
        rpc,
        open.map(({ address }) => address),
        me,
      )
      .then(
        (all) =>
          wanted &&
          set({
            by: me,
            ballots: new Map(all.flatMap((ballot, i) => (ballot ? [[open[i]!.address, ballot] as const] : []))),
          }),
        () => {}, // the next read tries again
      );
    return () => {
      wanted = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `key` stands for who asks, for what, and as of when
  }, [key]);
  // ballots of a wallet that was connected before are never shown as the reader's
  return said?.by === me ? said?.ballots : undefined;
}
