/** Past decisions: what an amendment changed, who voted how, and proposals whose accounts are closed, from the chain's history. */
import { useEffect, useState, type ReactNode } from 'react';
import type { Address } from '@solana/kit';
import { actions, reads, rules, units, words, type At } from '../../client';
import { sentence } from '../../client/failures';
import type { Decision, Vote } from '../../client/decisions';
import type { Charter, CharterTerms, Member } from '../../generated';
import { rpc } from '../chain';
import { Money, Pill, When } from '../parts';
import type { Seen } from '../state';
import { Document } from './words';

const WAY = { down: 'can only fall', up: 'can only rise', fixed: 'fixed' } as const;

/** What is asked for once, when it is wanted; again after it failed and was closed. `load` can tell what it has of it so far. */
export function useOnce<T>(
  load: (tell: (part: T) => void) => Promise<T>,
  wanted: boolean,
  of: string,
): { data?: T; error?: string } {
  const [state, set] = useState<{ of: string; data?: T; error?: string }>();
  useEffect(() => {
    let here = true;
    if (!wanted) return;
    const tell = (data: T) => here && set({ of, data });
    load(tell).then(tell, (failed: unknown) => here && set((was) => ({ ...was, of, error: sentence(failed) })));
    return () => {
      here = false;
      set(undefined);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `of` identifies what `load` asks for; it is a new function each time
  }, [wanted, of]);
  return state?.of === of ? state : {};
}

/** The terms that differ, before and after. */
export function Terms({
  before,
  after,
  site,
  past,
}: {
  before: Charter | CharterTerms;
  after: Charter | CharterTerms;
  site: Seen;
  past?: boolean;
}) {
  const changes = words.differences(before, after);
  if (changes.length === 0) return null;
  return (
    <table className="terms">
      <caption className="for-readers">{past ? 'Terms that it names' : 'Terms that change'}</caption>
      <thead>
        <tr>
          <th scope="col">Term</th>
          <th scope="col" className="number">
            {past ? 'Before' : 'Now'}
          </th>
          <th scope="col" className="number">
            {past ? 'After' : 'Then'}
          </th>
          <th scope="col">Can be turned back</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((d) => {
          const way = rules.RATCHETS[d.key];
          return (
            <tr key={d.key}>
              <th scope="row">
                {d.label}
                <small>{d.help.split(/; (?=can only|fixed for)/)[0]}</small>
              </th>
              <td className="number">{words.term(d.shape, d.before, site.token)}</td>
              <td className="number">
                <b>{words.term(d.shape, d.after, site.token)}</b>
              </td>
              <td>{way ? <b className="ratchet">never: {WAY[way]}</b> : 'by two thirds'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What a decided amendment changed, or would have changed. */
export function Changed({
  proposal: p,
  site,
  all,
}: {
  proposal: reads.Proposed;
  site: Seen;
  all: readonly reads.Proposed[];
}) {
  const { data: before, error } = useOnce(
    async () => ({
      charter: await (
        await import('../../client/decisions')
      ).charterBefore(rpc, { ...site.coop, address: site.address }, p, all, () => reads.members(rpc, site.address)),
    }),
    true,
    p.address,
  );
  const done = p.executedAt !== 0n;
  if (!before)
    return (
      <p>
        <small>{error ?? 'Reading what it changed…'}</small>
      </p>
    );
  if (!before.charter)
    return (
      <p>
        <small>This node no longer has the earlier charter; another one may have it.</small>
      </p>
    );
  const none = words.differences(before.charter, p.charter).length === 0;
  return (
    <>
      <p>
        <b>
          {none ? 'It named no other term' : done ? 'What it changed' : 'What it would have changed'}
          {none ? '.' : ':'}
        </b>
      </p>
      <Terms before={before.charter} after={p.charter} site={site} past />
    </>
  );
}

const CHOICES = { 1: 'yes', 2: 'no', 3: 'abstained' } as const;
/** Members, by their votes. */
function Said({ votes, who }: { votes: readonly Vote[]; who: (address: string) => string }) {
  if (votes.length === 0)
    return (
      <p>
        <small>The ballots are no longer stored, or nobody has voted.</small>
      </p>
    );
  return (
    <ul>
      {([1, 2, 3] as const)
        .map((choice) => ({ choice, of: votes.filter((one) => one.choice === choice) }))
        .filter(({ of }) => of.length > 0)
        .map(({ choice, of }) => (
          <li key={choice}>
            <b>{CHOICES[choice]}</b>: {of.map(({ member }) => who(member)).join(', ')}
          </li>
        ))}
    </ul>
  );
}
const namesIn = (members: readonly At<Member>[]) => {
  const known = reads.byAddress(members);
  return (address: string) => (known.has(address) ? units.person(known.get(address)!) : units.short(address));
};

/** Who voted how, loaded when it is opened; ballots are public. */
export function Votes({ proposal: p, site }: { proposal: reads.Proposed; site: Seen }) {
  const [open, setOpen] = useState(false);
  const { data, error } = useOnce(
    async () => {
      const members = await reads.members(rpc, site.address);
      const { votesOf, decision } = await import('../../client/decisions');
      const votes = await votesOf(rpc, p.address, members);
      const cast = p.yes + p.no + p.abstain;
      // ballots of closed pages, and of members whose accounts are closed, are only in the history
      const told = votes.length < cast ? ((await decision(rpc, p.address))?.votes ?? []) : [];
      const most = told.length > votes.length ? told : votes;
      return { members, votes: most, missing: Math.max(0, cast - most.length) };
    },
    open,
    `${p.address}|${p.yes}|${p.no}|${p.abstain}`,
  );
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Who voted how</summary>
      {data ? (
        <>
          <Said votes={data.votes} who={namesIn(data.members)} />
          {data.votes.length > 0 && data.missing > 0 && (
            <p>
              <small>
                {data.missing} more voted: their ballots are no longer stored, and this node does not have them.
              </small>
            </p>
          )}
        </>
      ) : (
        <p>
          <small>{error ?? 'Reading the ballots…'}</small>
        </p>
      )}
    </details>
  );
}

/** Decisions as far as they are read, and what puts them into words. */
type Decided = Pick<typeof import('../../client/decisions'), 'askedWith' | 'labelOf' | 'neededFor'> & {
  members: readonly At<Member>[];
  decided: readonly Decision[];
  whole: boolean;
};

/** Decisions whose accounts are closed: as many as there were, less those that are shown already. */
export function Closed({ site, all }: { site: Seen; all: readonly reads.Proposed[] }) {
  const [open, setOpen] = useState(false);
  const count = site.coop.proposals - all.length;
  const { data, error } = useOnce(
    async (tell: (part: Decided) => void) => {
      const members = await reads.members(rpc, site.address);
      const { askedWith, closedDecisions, labelOf, neededFor } = await import('../../client/decisions');
      const read = (decided: readonly Decision[], whole = false) => ({
        members,
        decided,
        whole,
        askedWith,
        labelOf,
        neededFor,
      });
      return read(await closedDecisions(rpc, site.address, members, all, (decided) => tell(read(decided))), true);
    },
    open,
    `${site.address}|${site.coop.proposals}|${all.length}`,
  );
  if (count <= 0) return null;
  return (
    <details className="card" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Earlier decisions, whose accounts are closed ({count})</summary>
      <p>
        <small>From the chain's history, as far as this node has it.</small>
      </p>
      {!data?.whole && <p aria-busy={!error}>{error ?? 'Reading the history…'}</p>}
      {data?.decided.map((one) => (
        <Past
          key={one.address}
          decision={one}
          site={site}
          label={data.labelOf(one)}
          needed={data.neededFor(one)}
          fields={data.askedWith(one)}
          who={namesIn(data.members)}
        />
      ))}
      {data?.whole && data.decided.length < count && (
        <p>
          <small>
            {count - data.decided.length === 1 ? 'One more is' : `${count - data.decided.length} more are`} not in this
            node's history.
          </small>
        </p>
      )}
    </details>
  );
}

const OUTCOME = { 'carried out': 'good', cancelled: 'plain', 'not carried out': 'bad', unknown: 'wait' } as const;
function Past({
  decision: d,
  site,
  label,
  needed,
  fields,
  who,
}: {
  decision: Decision;
  site: Seen;
  label: string;
  needed: string;
  fields: { label: string; name: string; kind: string; value: unknown }[];
  who: (address: string) => string;
}) {
  const uri = d.document?.uri;
  return (
    <article className="card" aria-label={`Decision ${d.index ?? units.short(d.address)}`}>
      <header>
        <h3>
          <span className="index">{d.index ?? '?'}</span>
          {label}
        </h3>
        <Pill tone={OUTCOME[d.outcome]}>{d.outcome === 'unknown' ? 'outcome not read' : d.outcome}</Pill>
      </header>
      <p className="lead">
        Proposed <When at={d.at} />
        {d.outcomeAt !== undefined && (
          <>
            , {d.outcome} <When at={d.outcomeAt} />
          </>
        )}
        .
      </p>
      <p>
        <b>
          {who(d.proposer)} proposed it{d.why ? ':' : ', and gave no reason.'}
        </b>
        {d.why && <> “{d.why}”</>}
      </p>
      {uri && <Document what="A document said more" uri={uri} hash={d.document!.hash} />}
      <dl className="facts">
        {fields.map(({ label: name, name: key, kind, value }) => {
          const says = inField(kind, value, site, who);
          return says === undefined ? null : (
            <div key={key}>
              <dt>{name}</dt>
              <dd>{says}</dd>
            </div>
          );
        })}
      </dl>
      {d.action.__kind === 'Amend' && <Earlier decision={d} site={site} />}
      <p>
        <b>
          {d.yes} yes, {d.no} no, {d.abstain} abstained
        </b>
        {d.electors !== undefined && d.electors > 0 && ` of ${d.electors}`}. It needed {needed}.
        {d.partial && ' Not all of its transactions were read: ballots may be missing here.'}
      </p>
      <details>
        <summary>Who voted how</summary>
        <Said votes={d.votes} who={who} />
      </details>
    </article>
  );
}

/** A field of an action that fits on one line; undefined for what is shown separately. */
function inField(kind: string, value: unknown, site: Seen, who: (address: string) => string): ReactNode {
  switch (kind) {
    case 'amount':
      return <Money of={value as bigint} site={site} />;
    case 'bps':
      return units.formatBps(value as number);
    case 'time':
      return <When at={value as bigint} />;
    case 'flag':
      return value ? 'yes' : 'no';
    case 'text':
      return `“${value as string}”`;
    case 'purpose':
      return actions.PURPOSES[value as number]?.[1];
    case 'terms':
      return (
        <>
          Money needed <Money of={(value as { minRaise: bigint }).minRaise} site={site} />, at most{' '}
          <Money of={(value as { maxRaise: bigint }).maxRaise} site={site} />, decided{' '}
          <When at={(value as { deadline: bigint }).deadline} />
        </>
      );
    case 'charter':
    case 'accounts':
    case 'data':
    case 'statutes':
      return undefined;
    default:
      return <span title={value as string}>{who(value as Address)}</span>;
  }
}

/** What a closed amendment changed: it has a whole charter, and the one before it is found from other amendments. */
function Earlier({ decision: d, site }: { decision: Decision; site: Seen }) {
  const after = (d.action as { charter: CharterTerms }).charter;
  const { data, error } = useOnce(
    async () => {
      const { charterBeforeDecision } = await import('../../client/decisions');
      return {
        before: await charterBeforeDecision(
          rpc,
          site.address,
          d,
          await reads.proposals(rpc, site.address),
          await reads.members(rpc, site.address),
        ),
      };
    },
    true,
    d.address,
  );
  if (!data)
    return (
      <p>
        <small>{error ?? 'Reading what it changed…'}</small>
      </p>
    );
  return data.before ? (
    <Terms before={data.before} after={after} site={site} past />
  ) : (
    <p>
      <small>This node no longer has the earlier charter.</small>
    </p>
  );
}
