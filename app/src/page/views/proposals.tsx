/** Proposals: what would be done, what it does to you, how the vote stands, and the way out before it takes effect. */
import { useEffect, useState } from 'react';
import type { Address } from '@solana/kit';
import {
  actions,
  addresses,
  binding,
  callInWords,
  effectsOf,
  programInWords,
  reads,
  rules,
  units,
  words,
  type At,
} from '../../client';
import type { Mandate, Period, Proposal } from '../../generated';
import { Addr } from '../addr';
import { rpc } from '../chain';
import { refusedFor, turn } from '../figures';
import { Field, Form } from '../forms';
import { Do, Empty, Money, Pill, Until, When, type Tone } from '../parts';
import { flow, one, useAct, useNow, useShared, type ViewProps } from '../state';
import { Leaving } from './position';
import { Changed, Closed, Terms, useOnce, Votes } from './decided';
import { Explain } from './describe';
import { usePeople, type People } from './people';
import { Propose } from './propose';
import { Document } from './words';

/** Actions on members, and payments to wallets, which may be members': they are shown by name and number. */
const ABOUT_MEMBERS = new Set<string>(['Expel', 'Readmit', 'Rehome']);
const PAY_WALLETS = new Set<string>(['Spend', 'Mandate', 'Grant']);

type Proposed = reads.Proposed;
interface Read {
  proposals: Proposed[];
  mandates: At<Mandate>[];
  periods: At<Period>[];
}
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
  const elector = site.member && rules.isElector(site.member);
  const isOpen = (p: Proposed) => !rules.isOver(rules.proposalStatus(p, site.coop, now));
  const open = data.proposals.filter(isOpen);
  const over = data.proposals.filter((p) => !isOpen(p));
  const mine = data.proposals.find((p) => p.proposer === site.member?.address);
  const said = useBallots(open, site.member?.number, site.coop.seq);
  const people = usePeople(
    site,
    data.proposals.flatMap((p) => [p.proposer, ...(ABOUT_MEMBERS.has(actions.KINDS[p.kind]!) ? [p.target] : [])]),
    [
      ...data.proposals.filter((p) => PAY_WALLETS.has(actions.KINDS[p.kind]!)).map((p) => p.target),
      ...data.mandates.map(({ holder }) => holder),
    ],
  );
  return (
    <section aria-labelledby="proposals">
      <h2 id="proposals">Proposals</h2>
      {open.length === 0 && (
        <Empty>Nothing is open. {elector ? 'You can propose something.' : 'Members with a vote propose.'}</Empty>
      )}
      {open.map((p) => (
        <ProposalCard key={p.address} {...props} proposal={p} ballots={said} people={people} />
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
            <ProposalCard key={p.address} {...props} proposal={p} ballots={undefined} people={people} />
          ))}
        </>
      )}
      <Closed site={site} all={data.proposals} />
    </section>
  );
}

/** What the reader said to what is open; asked once the proposals are known, since the addresses of ballots come from theirs. */
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
        () => {}, // the next read asks again
      );
    return () => {
      wanted = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `key` says who asks, for what, and as of when
  }, [key]);
  // of another wallet that was here before: never shown as one's own
  return said?.by === me ? said?.ballots : undefined;
}

const SAYS: Readonly<Record<rules.ProposalStatus, readonly [pill: string, tone: Tone, text: string]>> = {
  voting: ['voting', 'wait', 'The vote ends'],
  waiting: ['passed, waits', 'good', 'It can take effect'],
  'awaiting turn': ['passed, waits', 'good', ''],
  executable: ['passed', 'good', 'Anyone may carry it out; it lapses'],
  executed: ['done', 'good', 'Carried out'],
  expired: ['lapsed', 'plain', 'It passed, and was not carried out in time.'],
  stale: ['died', 'plain', 'The charter changed after it was proposed.'],
  vetoed: ['vetoed', 'bad', 'The member whose membership it would have moved objected.'],
  abandoned: ['died', 'bad', 'Too many members left in protest.'],
  'rejected: quorum': ['refused', 'bad', 'Too few voted.'],
  'rejected: majority': ['refused', 'bad', 'There were not enough yes votes.'],
};
const CHOICES = ['yes', 'no', 'abstain'] as const;
const LABELS = { yes: 'Yes', no: 'No', abstain: 'Abstain' } as const;

function ProposalCard({
  proposal: p,
  site,
  data,
  again,
  ballots,
  people,
}: ViewProps<Read> & { proposal: Proposed; ballots: Map<Address, reads.Ballot> | undefined; people: People }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const status = rules.proposalStatus(p, site.coop, now);
  const [pill, tone, text] = SAYS[status];
  const when = (
    {
      voting: p.ends,
      waiting: rules.opensAt(p),
      executable: rules.expiresAt(p),
      executed: p.executedAt,
    } satisfies Partial<Record<rules.ProposalStatus, bigint>> as Partial<Record<rules.ProposalStatus, bigint>>
  )[status];
  const isOver = rules.isOver(status);
  const lacks = rules.missing(p);
  const { member, coop } = site;
  const said = ballots?.get(p.address);
  const released =
    ballots !== undefined && member !== undefined && binding.wouldRelease(p, coop, member, said?.choice, now);
  const inSnapshot = rules.isMember(member) && rules.isOfSnapshot(coop, p, member!);
  const kind = actions.KINDS[p.kind] || undefined;
  // when it takes effect stands above, with the period's number
  const effects = isOver
    ? []
    : effectsOf(p, site, member, people.at(p.target)).filter(
        (effect) => !effect.startsWith('It takes effect at the turn'),
      );
  const show = (n: bigint) => units.showAmount(n, site.token);
  const refused = status === 'executable' ? refusedFor(p, coop, now, kind ?? '', show) : [];
  const cast = p.yes + p.no + p.abstain;
  const isMine = p.target === member?.address;
  const isOwn = p.proposer === member?.address;
  return (
    <article className="card" aria-label={`Proposal ${p.index}`}>
      <header>
        <h3>
          <span className="index">{p.index}</span>
          {actions.inWords(p, site.token, people.who)}
        </h3>
        <Pill tone={tone}>{pill}</Pill>
      </header>
      <p className="lead">
        {status === 'waiting' && p.weighty === 1 ? '' : text}
        {when !== undefined && !(status === 'waiting' && p.weighty === 1) && (
          <>
            {' '}
            <Until at={when} now={now} />, <When at={when} />.
          </>
        )}
        {p.weighty === 1 && !isOver && <Turn proposal={p} site={site} now={now} status={status} />}
      </p>
      <Reasons proposal={p} by={people.who(p.proposer)} />
      {status === 'voting' && isOwn && !units.text(p.why) && !units.text(p.documentUri) && (
        <details className="card">
          <summary>Add your reasons</summary>
          <Explain site={site} again={again} proposal={p.index} />
        </details>
      )}
      {effects.length > 0 && (
        <div className="effects">
          <b>What it does</b>
          <ul>
            {effects.map((effect) => (
              <li key={effect}>{effect}</li>
            ))}
          </ul>
        </div>
      )}
      {kind === 'Amend' &&
        (isOver ? (
          <Changed proposal={p} site={site} all={data.proposals} />
        ) : (
          <Amended before={coop.charter} proposal={p} site={site} />
        ))}
      {(kind === 'Invoke' || kind === 'Represent') && <CallTable proposal={p} site={site} />}
      <div
        className="tally"
        role="img"
        aria-label={`${p.yes} yes, ${p.no} no, ${p.abstain} abstained, of ${p.electors}`}
      >
        {p.electors > 0 && (
          <>
            <i className="yes" style={{ flexGrow: p.yes }} />
            <i className="no" style={{ flexGrow: p.no }} />
            <i className="abstain" style={{ flexGrow: p.abstain }} />
            <i style={{ flexGrow: Math.max(0, p.electors - cast) }} />
          </>
        )}
      </div>
      <p>
        <b>
          {p.yes} yes, {p.no} no, {p.abstain} abstained
        </b>{' '}
        of {p.electors}. {p.special === 1 ? 'Needs two thirds yes' : 'Needs more yes than no'}, and{' '}
        {units.formatBps(p.quorumBps)} voting
        {status === 'voting' &&
          (lacks.ballots + lacks.yes > 0
            ? `: still lacks ${[lacks.ballots > 0 && `${lacks.ballots} ${lacks.ballots === 1 ? 'ballot' : 'ballots'}`, lacks.yes > 0 && `${lacks.yes} yes`].filter(Boolean).join(' and ')}`
            : ': as it stands, it passes')}
        .
        {p.weighty === 1 && !isOver && (
          <>
            {' '}
            It dies if two or more, and more than {units.formatBps(coop.charter.exodusBps)} of them, leave in protest;{' '}
            {p.protests === 0 ? 'nobody has' : p.protests === 1 ? 'one has' : `${p.protests} have`}.
          </>
        )}
      </p>
      {status === 'voting' &&
        (inSnapshot ? (
          <div className="does" role="group" aria-label={`Vote on proposal ${p.index}`}>
            {CHOICES.map((choice, i) => (
              <Do
                key={choice}
                quiet={said?.choice !== i + 1}
                pressed={said?.choice === i + 1}
                act={() => void act('Voting', one('castVote', { proposal: p.index, choice }))}
              >
                {LABELS[choice]}
              </Do>
            ))}
            {said && said.choice > 0 && (
              <small>You voted {CHOICES[said.choice - 1]}; you can change it until the end.</small>
            )}
          </div>
        ) : (
          rules.isMember(member) && (
            <p>
              <small>
                {rules.isElector(member!) ? 'You had no vote when this was proposed.' : 'You have no vote yet.'}
              </small>
            </p>
          )
        ))}
      {cast > 0 && <Votes proposal={p} site={site} />}
      <Review proposal={p} site={site} again={again} said={said} data={data} status={status} />
      <div className="does">
        {status === 'executable' && (
          <Do quiet={refused.length > 0} act={() => void act('Carrying out', flow('execute', p))}>
            Carry it out
          </Do>
        )}
        {refused.length > 0 && <small>It would be refused now: {refused.join('; ')}.</small>}
        {kind === 'Rehome' && isMine && !isOver && (
          <Do act={() => void act('Objecting', one('vetoRehome', { proposal: p.index }))}>
            Object: I have not lost my key
          </Do>
        )}
        {status === 'voting' && isOwn && cast === 0 && (
          <Do quiet act={() => void act('Cancelling', one('cancelProposal', { proposal: p.index }))}>
            Cancel it
          </Do>
        )}
        {isOver && isOwn && <ClearAway proposal={p} site={site} again={again} />}
      </div>
      {released && binding.isReleasable(p, coop, member, said?.choice, now) && (
        <Released proposal={p} site={site} again={again} />
      )}
      {p.weighty === 1 && !isOver && rules.isMember(member) && (
        <details>
          <summary>The way out: what you would get, and when, if you left over this</summary>
          <Leaving
            site={site}
            again={again}
            over={p.index}
            released={released}
            period={data.periods.find(({ number }) => number === member!.unsettledPeriod)}
          />
        </details>
      )}
    </article>
  );
}

/** The way out of what one promised, for one who has left over it. */
function Released({ proposal: p, site, again }: { proposal: Proposed; site: ViewProps['site']; again: () => void }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  return (
    <div className="effects">
      <b>You left over this: you can be released from your promise and your resting capital</b>
      <ul>
        {binding.freed({ ...site, now }, site.member!).map((told) => (
          <li key={told}>{told}</li>
        ))}
      </ul>
      <div className="does">
        <Do act={() => void act('Releasing', one('release', { proposal: p.index }))}>Be released</Do>
        <small>Until it is carried out or lapses. Anyone can do it for you.</small>
      </div>
    </div>
  );
}

/** Who proposes it and why, the document that says more, and the words that it would put on the chain. */
function Reasons({ proposal: p, by }: { proposal: Proposed; by: string }) {
  const [why, uri] = [units.text(p.why), units.text(p.documentUri)];
  return (
    <div className="reasons">
      <p>
        <b>
          {by} proposes{why ? ':' : ' it, and gives no reason.'}
        </b>
        {why && <> “{why}”</>}
      </p>
      {uri && <Document what="A document says more" uri={uri} hash={p.documentHash} />}
      {p.words && <blockquote>{p.words}</blockquote>}
      {p.statutes && <Document what="The statutes it would put in force" uri={p.statutes.uri} hash={p.statutes.hash} />}
    </div>
  );
}

/** A weighty resolution waits for the turn of a period, so that whoever left in time is paid before it takes effect. */
function Turn({
  proposal: p,
  site,
  now,
  status,
}: {
  proposal: Proposed;
  site: ViewProps['site'];
  now: bigint;
  status: rules.ProposalStatus;
}) {
  const { closed, period, at } = turn(site.coop, p);
  if (status === 'executable') return null;
  if (closed)
    return (
      <>
        {' '}
        It is weighty: period {period}, which ended <When at={at} />, is closed, and everyone who left in time is paid.
      </>
    );
  return (
    <>
      {status === 'voting' ? ' If it passes, it' : 'It'} takes effect at the turn of a period: once period {period} is
      closed, whose regular end is <When at={at} />, <Until at={at} now={now} />. Members that leave and ask for their
      capital before that are paid first.
    </>
  );
}

/** A charter before and after; a ratchet that would be loosened is refused by the chain, so what stands here tightens. */
function Amended({
  before,
  proposal: p,
  site,
}: {
  before: Proposal['charter'];
  proposal: Proposed;
  site: ViewProps['site'];
}) {
  if (words.differences(before, p.charter).length === 0)
    return <p>It changes no term{p.other === site.coop.heir ? '.' : ', only the heir.'}</p>;
  return <Terms before={before} after={p.charter} site={site} />;
}

/** What closing the accounts of a decision gives back, and to whom. */
function ClearAway({ proposal: p, site, again }: { proposal: Proposed; site: ViewProps['site']; again: () => void }) {
  const act = useAct({ site, again });
  const { connected } = useShared();
  const { data: lamports } = useOnce(
    async () => (await rpc.getBalance(p.address, { commitment: 'confirmed' }).send()).value,
    true,
    p.address,
  );
  return (
    <>
      <Do quiet act={() => void act('Clearing away', flow('clearAway', p))}>
        Clear it away, get the deposit back
      </Do>
      <small>
        {lamports === undefined ? 'Its deposit' : `${units.formatAmount(lamports, 9)} SOL`} returns to{' '}
        {p.rentPayer === connected?.address ? 'your wallet' : <Addr of={p.rentPayer} />}, who paid for its account; the
        deposits of its ballots return to those who paid for them. The decision can still be read here, from the chain's
        history.
      </small>
    </>
  );
}

/** The call of another program, in words where they are known, and as it is. */
function CallTable({ proposal: p, site }: { proposal: Proposed; site: ViewProps['site'] }) {
  const [agent, setAgent] = useState<Address>();
  useEffect(() => {
    void addresses.agentOf(site.address).then(setAgent);
  }, [site.address]);
  const ours = actions.KINDS[p.kind] === 'Represent';
  const [own, setOwn] = useState<string>();
  useEffect(() => {
    if (ours)
      void import('../../client/calls').then(({ ownCallInWords }) => setOwn(ownCallInWords(p.call, site.token)));
  }, [ours, p.call, site.token]);
  const told = ours ? own : callInWords(p.target, p.call);
  return (
    <div className="call">
      <p>
        {ours ? (
          <>
            As a member of <a href={`#/coop/${p.target}`}>{units.short(p.target)}</a> it does:{' '}
            <b>{told ?? 'what its bytes encode'}</b>.
          </>
        ) : (
          <>
            It calls {programInWords(p.target)}
            {told ? (
              <>
                , which <b>{told}</b>
              </>
            ) : (
              ''
            )}
            .
          </>
        )}{' '}
        {!ours &&
          (p.flag === 1
            ? 'If its code has changed by then, it is not carried out.'
            : p.flag === 2
              ? 'Nobody can change that program.'
              : !told && 'That program may change before it is carried out.')}
      </p>
      <table>
        <caption>Accounts of the call</caption>
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">It may</th>
          </tr>
        </thead>
        <tbody>
          {p.call.accounts.map(({ address, isWritable, isSigner }, i) => (
            <tr key={i}>
              <td>
                <Addr of={address} />
                {address === agent && " the co-op's agent"}
              </td>
              <td>
                {isWritable ? 'change' : 'read'}
                {(isSigner || address === agent) && ', signs'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {p.call.data.length} bytes of data:{' '}
        <code>{Array.from(p.call.data, (byte) => byte.toString(16).padStart(2, '0')).join(' ') || 'none'}</code>
      </p>
    </div>
  );
}

/** Review by lot: some members drawn by lot can delay a passed resolution, once. */
function Review({
  proposal: p,
  site,
  again,
  said,
  status,
}: ViewProps<Read> & { proposal: Proposed; said: reads.Ballot | undefined; status: rules.ProposalStatus }) {
  const act = useAct({ site, again });
  const [drawn, setDrawn] = useState<Address>();
  const { member: me, coop } = site;
  useEffect(() => {
    let here = true;
    if (me && rules.isOfSnapshot(coop, p, me))
      void rules
        .sitsOnPanel(p, me.address, coop.charter.panelSize)
        .then((sits) => here && setDrawn(sits ? me.address : undefined));
    return () => {
      here = false;
    };
  }, [p, me, coop]);
  const sits = me !== undefined && drawn === me.address;
  if (status !== 'waiting' && status !== 'awaiting turn') return null;
  if (rules.isReviewable(site.coop, p)) {
    const callable = rules.mayCallPanel(status, p);
    return p.panelSlot === 0n ? (
      callable && (
        <div className="does">
          <Do quiet act={() => void act('Calling a panel', one('callPanel', { proposal: p.index }))}>
            Call a review panel
          </Do>
          <small>About {site.coop.charter.panelSize} members drawn by lot; three objections double the wait.</small>
        </div>
      )
    ) : (
      <div className="does">
        <Do quiet act={() => void act('Drawing the panel', one('seatPanel', { proposal: p.index }))}>
          Draw the panel
        </Do>
        {callable && (
          <Do quiet act={() => void act('Calling a panel', one('callPanel', { proposal: p.index }))}>
            Call it again
          </Do>
        )}
        <small>It is drawn by the hash of slot {String(p.panelSlot)}, known some seconds after the call.</small>
      </div>
    );
  }
  if (p.panelSeated !== 1) return null;
  return (
    <div className="does">
      {sits && !said?.objects && (
        <Do quiet act={() => void act('Objecting', one('object', { proposal: p.index }))}>
          Object as a panel member
        </Do>
      )}
      <small>
        A panel is drawn{sits && ', and you are on it'}. {p.objections} of 3 objections
        {p.objections >= 3 && ': the wait is doubled'}.
      </small>
    </div>
  );
}

function MandateCard({
  mandate: m,
  site,
  again,
  who,
}: ViewProps<Read> & { mandate: At<Mandate>; who: (address: string) => string }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const { connected } = useShared();
  const left = rules.mandateRoom(m, site.coop);
  const worker = m.worker !== addresses.NONE;
  const valid = now <= m.until && rules.coopStatus(site.coop) === 'active';
  return (
    <article className="card" aria-label={`Mandate ${m.index}`}>
      <header>
        <h3>
          <span className="index">{m.index}</span>
          <span title={m.holder}>{who(m.holder)}</span> may draw <Money of={m.perPeriod} site={site} /> a period
        </h3>
        <Pill tone={valid ? 'good' : 'plain'}>{valid ? 'valid' : 'ended'}</Pill>
      </header>
      <p className="lead">
        Until <When at={m.until} />.
        {m.work === 1 &&
          (worker
            ? ' It pays for work: the money counts as patronage of the holder, who is a member.'
            : ' It pays for the work of a non-member.')}{' '}
        {valid && (
          <>
            Left in this period: <Money of={left} site={site} />
            {m.special === 0 && ', as far as the budget has room'}; the rest does not roll over.
          </>
        )}
      </p>
      {valid && left > 0n && connected?.address === m.holder && (
        <Form
          button="Draw"
          label={`Draw on mandate ${m.index}`}
          onSubmit={(said) =>
            act('Drawing', flow('drawMandate', m.index, units.parseAmount(said('amount'), site.token, { least: 1n })))
          }
        >
          <Field name="amount" label="Amount" inputMode="decimal" required />
        </Form>
      )}
      {now > m.until && (
        <Do quiet act={() => void act('Clearing away', one('reclaimMandate', { mandate: m.index }))}>
          Clear it away
        </Do>
      )}
    </article>
  );
}
