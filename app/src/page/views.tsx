/** The views of one co-op. Each reads what it shows in one request. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { address, isAddress, type Address } from '@solana/kit';
import { addresses, build, flows, reads, rules, units, words, type At, type Context, type Site, type VerbName } from '../client';
import type { Pool, Proposal } from '../generated';
import { rpc } from './chain';
import { History, Waterfall } from './charts';
import { CharterFields, charterOf, PoolFields, poolOf } from './found';
import { Do, Field, Form, fresh, Money, Until, useNow, useRead, useShared } from './state';

export interface ViewProps {
  site: Site;
  again(): void;
}

/** Does something on this co-op, on what the chain says at that moment. */
function useAct({ site, again }: ViewProps) {
  const { act } = useShared();
  return (what: string, make: (c: Context) => ReturnType<typeof flows.join>, after?: () => void) =>
    act(what, async (connected) => make(await fresh(connected, site.address)), () => (after?.(), again()));
}
const one = <N extends VerbName>(name: N, values: Parameters<typeof build<N>>[2]) => async (c: Context) => [await build(c, name, values)];
const amountIn = (site: Site, text: string) => units.parseAmount(text, site.decimals);

function Loading({ error, what }: { error: string | undefined; what: string }) {
  return error ? <p className="wrong" role="alert">{error}. Trying again…</p> : <p aria-busy="true">Reading {what}…</p>;
}

/** What to do next, for whoever looks. */
export function Next({ site, again }: ViewProps) {
  const { connected } = useShared();
  const act = useAct({ site, again });
  const { coop, member } = site;
  const now = useNow(site);
  const status = rules.coopStatus(coop);
  const ends = coop.period.startedAt + BigInt(coop.charter.periodLength);
  if (status === 'active' && now >= ends) {
    return <aside className="next"><p>Period {coop.period.number} is over. Anyone may close it, and its surplus is shared.</p><Do act={() => void act('Closing the period', one('closePeriod', {}))}>Close the period</Do></aside>;
  }
  if (!connected) return <aside className="next"><p>Connect a wallet to join. Looking around needs none.</p></aside>;
  if (!member || rules.standing(member) === 'left') {
    return status === 'dissolving' ? null : <aside className="next"><p>You are not a member. Apply, and {coop.charter.vouchesRequired === 1 ? 'a member vouches' : `up to ${coop.charter.vouchesRequired} members vouch`} for you.</p><Do act={() => void act('Applying', flows.join)}>Apply for membership</Do></aside>;
  }
  const standing = rules.standing(member);
  if (standing === 'candidate') {
    const complete = member.vouchesReceived >= member.vouchesNeeded;
    return (
      <aside className="next">
        <p>You have applied. {member.vouchesReceived} of {member.vouchesNeeded} members vouch for you{complete ? '.' : '; send a member your address:'}</p>
        {complete ? <Do act={() => void act('Admission', one('admit', { wallet: member.wallet }))}>Become a member</Do> : <code>{member.wallet}</code>}
        <Do quiet act={() => void act('Withdrawing', one('withdrawApplication', {}))}>Withdraw the application</Do>
      </aside>
    );
  }
  if (standing !== 'member') return <aside className="next"><p>You were expelled; the members may let you apply again.</p></aside>;
  if (status === 'forming') return <aside className="next"><p>The co-op is forming. Pledge to its pool: if every gate is passed, it starts; if not, you get everything back.</p><a href={`#/coop/${site.address}/pools`}>See the pool</a></aside>;
  const seasoned = member.sharePaidAt !== 0n && now >= member.sharePaidAt + BigInt(coop.charter.seasoning);
  if (status === 'active' && !rules.isElector(member) && member.shares >= coop.charter.memberShare) {
    return <aside className="next">{seasoned ? <><p>Your member share is paid and seasoned.</p><Do act={() => void act('Enrolment', one('enrol', {}))}>Take your vote</Do></> : <p>Your vote comes <Until at={member.sharePaidAt + BigInt(coop.charter.seasoning)} now={now} />.</p>}</aside>;
  }
  if (status === 'active' && !rules.isElector(member)) return <aside className="next"><p>A member share of <Money of={coop.charter.memberShare} site={site} /> gives you a vote.</p><a href={`#/coop/${site.address}/me`}>Buy shares</a></aside>;
  return null;
}

export function Overview({ site }: ViewProps) {
  const { coop } = site;
  const now = useNow(site);
  const rows = [
    ['Free for business', coop.operating], ['Reserve, indivisible', coop.reserve], ['Solidarity', coop.solidarity],
    ['Owed to members', coop.dividends + coop.interest + coop.pioneers], ['Members\' capital', rules.equity(coop)], ['Invested', coop.invested], ['Losses to make good', coop.lossCarried],
  ] as const;
  return (
    <section aria-labelledby="books">
      <h2 id="books">Books</h2>
      <dl className="cards">{rows.map(([name, amount]) => <div key={name}><dt>{name}</dt><dd><Money of={amount} site={site} /></dd></div>)}</dl>
      {coop.activatedAt !== 0n && <p>Period {coop.period.number} ends <Until at={coop.period.startedAt + BigInt(coop.charter.periodLength)} now={now} />. Revenue so far: <Money of={coop.period.revenue} site={site} />; ordinary decisions may still spend <Money of={rules.budgetLeft(coop)} site={site} />.</p>}
      <h2>Charter, version {coop.charterVersion}</h2>
      <table>
        <thead><tr><th>Term</th><th>Now</th><th>May change</th></tr></thead>
        <tbody>{words.CHARTER.map(({ key, label, help, shape }) => (
          <tr key={key}><th scope="row" title={help}>{label}</th><td>{words.term(shape, coop.charter[key], site.decimals)}</td><td>{rules.RATCHETS[key] ? <b className="ratchet">{{ down: 'only down', up: 'only up', fixed: 'never' }[rules.RATCHETS[key]!]}</b> : 'by two thirds'}</td></tr>
        ))}</tbody>
      </table>
    </section>
  );
}

const GATES = { money: 'Money', people: 'People', use: 'Promised use' } as const;

export function Pools({ site, again: siteAgain }: ViewProps) {
  const { data, error, again } = useRead(async () => {
    const [all, mine] = await Promise.all([reads.pools(rpc, site.address), site.member ? reads.pledges(rpc, site.address, site.member.address) : []]);
    return { all, mine };
  }, [site.address, site.member?.address]);
  if (!data) return <Loading error={error} what="pools" />;
  const renewed = () => (again(), siteAgain());
  return (
    <section aria-labelledby="pools">
      <h2 id="pools">Pools</h2>
      {data.all.length === 0 && <p>There is no pool. {rules.coopStatus(site.coop) === 'forming' ? 'The founder opens the first.' : 'Members open one by a resolution.'}</p>}
      {data.all.map((pool) => <PoolCard key={pool.address} pool={pool} pledge={data.mine.find((p) => p.pool === pool.address)} site={site} again={renewed} />)}
      {rules.coopStatus(site.coop) === 'forming' && site.coop.foundingPoolLive === 0 && site.member?.wallet === site.coop.founder && <OpenPool site={site} again={renewed} />}
    </section>
  );
}

function OpenPool(props: ViewProps) {
  const act = useAct(props);
  return <details><summary>Open a pool</summary><Form button="Open it" onSubmit={async (said) => {
    const terms = poolOf(said, props.site.decimals, props.site.now + 60n);
    await act('Opening the pool', one('openPool', { terms }));
  }}><PoolFields /></Form></details>;
}

function PoolCard({ pool, pledge, site, again }: ViewProps & { pool: At<Pool>; pledge: { amount: bigint; useAmount: bigint } | undefined }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const status = rules.poolStatus(pool, now);
  const says = { announced: 'opens', open: 'pledges can be taken back', committed: 'is decided', due: 'waits to be settled', succeeded: 'passed every gate', failed: 'missed a gate: everything goes back' }[status];
  const when = { announced: pool.terms.opens, open: pool.terms.withdrawUntil, committed: pool.terms.deadline, due: undefined, succeeded: undefined, failed: undefined }[status];
  const takes = status === 'open' || status === 'committed';
  return (
    <article className="card" aria-label={`Pool ${pool.index}`}>
      <h3>Pool {pool.index}{pool.founding === 1 && ': the founding'} <small>{says} {when !== undefined && <Until at={when} now={now} />}</small></h3>
      <div className="gates">
        {rules.gates(pool).map(({ name, have, need, passed }) => {
          const show = (n: bigint) => (name === 'people' ? String(n) : units.formatAmount(n, site.decimals));
          return (
            <label key={name}>
              <span>{passed ? '✓ ' : ''}{GATES[name]}: {show(have)} of {show(need)}</span>
              <progress value={need === 0n ? 1 : Number(have)} max={need === 0n ? 1 : Number(need)} />
            </label>
          );
        })}
      </div>
      <p>Decided {pool.settledAt !== 0n ? <Until at={pool.settledAt} now={now} /> : <Until at={pool.terms.deadline} now={now} />}. Takes at most <Money of={pool.terms.maxRaise} site={site} />. {pledge && <>You pledged <Money of={pledge.amount} site={site} />{pledge.useAmount > 0n && <> and use of <Money of={pledge.useAmount} site={site} /></>}.</>}</p>
      {takes && site.member?.standing === 2 && (
        <Form button="Pledge" label={`Pledge to pool ${pool.index}`} onSubmit={(said) => act('Pledging', (c) => flows.pledge(c, pool.index, amountIn(site, said('amount') || '0'), amountIn(site, said('use') || '0')))}>
          <div className="grid"><Field name="amount" label="Money" inputMode="decimal" placeholder="100" /><Field name="use" label="Use you promise, in fees" inputMode="decimal" placeholder="0" /></div>
        </Form>
      )}
      {pledge && pledge.amount > 0n && status === 'open' && <Do quiet act={() => void act('Taking back', one('withdrawPledge', { pool: pool.index, amount: pledge.amount }))}>Take the pledge back</Do>}
      {pledge && pledge.amount > 0n && site.coop.charterVersion > 1 && status === 'committed' && <Do quiet act={() => void act('Taking back', one('withdrawPledge', { pool: pool.index, amount: pledge.amount }))}>The charter changed: take the pledge back</Do>}
      {rules.maySettle(pool, now) && <Do act={() => void act('Settling', one('settlePool', { pool: pool.index }))}>Settle the pool</Do>}
      {pledge && pledge.amount > 0n && status === 'succeeded' && <Do act={() => void act('Claiming shares', flows.claimEverything)}>Claim your shares</Do>}
      {pledge && pledge.amount > 0n && status === 'failed' && <Do act={() => void act('Refund', flows.claimEverything)}>Get everything back</Do>}
    </article>
  );
}

export function Services({ site, again: siteAgain }: ViewProps) {
  const { data, error, again } = useRead(() => reads.services(rpc, site.address), [site.address]);
  const act = useAct({ site, again: () => (again(), siteAgain()) });
  const { connected } = useShared();
  const now = useNow(site);
  if (!data) return <Loading error={error} what="services" />;
  return (
    <section aria-labelledby="services">
      <h2 id="services">Services</h2>
      <p>Whoever sells through the co-op has a promised fee, which nobody can raise before the promise ends.</p>
      {data.map((service) => (
        <article className="card" key={service.address} aria-label={units.text(service.name)}>
          <h3>{units.text(service.name)} <small>fee {units.formatBps(service.takeRateBps)}, promised until {units.formatTime(service.promisedUntil)}</small></h3>
          <Form button="Pay" label={`Pay ${units.text(service.name)}`} onSubmit={(said) => act('Paying', (c) => flows.pay(c, service.index, amountIn(site, said('amount'))))}>
            <Field name="amount" label="Amount" inputMode="decimal" required hint={site.member?.standing === 2 ? 'The fee counts as your use' : 'Only members\' use earns a share of the surplus'} />
          </Form>
          {now >= service.promisedUntil && service.takeRateBps !== site.coop.charter.takeRateBps && <Do quiet act={() => void act('New rate', one('repriceService', { service: service.index }))}>Promise today's rate anew</Do>}
          {connected?.address === service.owner && <Do quiet act={() => void act('Retiring', one('retireService', { service: service.index }))}>Retire the service</Do>}
        </article>
      ))}
      {rules.coopStatus(site.coop) === 'active' && (
        <details>
          <summary>Offer a service</summary>
          <Form button="Register" onSubmit={(said) => act('Registering', async (c) => [await flows.tokenAccountFor(c, c.by.address), await build(c, 'registerService', { name: said('name'), maxTakeRateBps: site.coop.charter.takeRateBps })])}>
            <Field name="name" label="Name of the service" required maxLength={32} hint={<>Fee {units.formatBps(site.coop.charter.takeRateBps)}, promised for {units.formatDuration(site.coop.charter.commitment)}. Customers' payments go to your wallet.</>} />
          </Form>
        </details>
      )}
    </section>
  );
}

export function Periods({ site }: ViewProps) {
  const { data, error } = useRead(() => reads.periods(rpc, site.address), [site.address, site.coop.period.number]);
  const [chosen, choose] = useState<number>();
  if (!data) return <Loading error={error} what="periods" />;
  const shown = data.find(({ number }) => number === chosen) ?? data.at(-1);
  return (
    <section aria-labelledby="periods">
      <h2 id="periods">Results</h2>
      {!shown && <p>No period is closed yet. The first surplus is shared when period {site.coop.period.number} closes.</p>}
      {shown && (
        <>
          <label className="field">
            <span>Period</span>
            <select value={shown.number} onChange={(event) => choose(Number(event.target.value))}>
              {data.map((p) => <option key={p.number} value={p.number}>{p.number}: {units.formatTime(p.startedAt)} to {units.formatTime(p.closedAt)}</option>)}
            </select>
          </label>
          <Waterfall period={shown} decimals={site.decimals} />
          <h3>Period after period</h3>
          <History periods={data} decimals={site.decimals} />
        </>
      )}
    </section>
  );
}

export function Me({ site, again }: ViewProps) {
  const act = useAct({ site, again });
  const { connected } = useShared();
  const { coop, member } = site;
  if (!connected) return <section><h2>My position</h2><p>Connect a wallet to see what is yours.</p></section>;
  if (!member) return <section><h2>My position</h2><p>This wallet is no member.</p></section>;
  const p = rules.position(coop, member);
  const rows = [
    ['Shares', p.shares, 'What you paid in. They give the vote and earn a capped return.'],
    ['Kept dividends', p.retained, `Each is paid back after ${coop.charter.revolvePeriods} periods.`],
    ['Matured', p.matured, 'Can be redeemed.'],
    ['Cash waiting', p.dividends + p.accrued, 'Dividends, return on capital, pioneer bonus.'],
  ] as const;
  return (
    <section aria-labelledby="me">
      <h2 id="me">My position</h2>
      <p>{rules.standing(member)}{rules.isElector(member) && ', with a vote'}, number {member.number}</p>
      <dl className="cards">{rows.map(([name, amount, help]) => <div key={name}><dt>{name}</dt><dd><Money of={amount} site={site} /> <small>{help}</small></dd></div>)}</dl>
      <Do act={() => void act('Claiming', flows.claimEverything)}>Claim everything</Do>
      {member.vintages.some((v) => v.retained > 0n) && (
        <table><caption>Kept dividends</caption><thead><tr><th>Of period</th><th>Amount</th><th>Matures</th></tr></thead>
          <tbody>{member.vintages.filter((v) => v.retained > 0n).sort((a, b) => a.period - b.period).map((v) => <tr key={v.period}><th scope="row">{v.period}</th><td><Money of={v.retained} site={site} /></td><td>with period {v.period + coop.charter.revolvePeriods + 1}</td></tr>)}</tbody></table>
      )}
      {rules.coopStatus(coop) === 'active' && member.standing === 2 && (
        <Form button="Buy shares" onSubmit={(said) => act('Buying shares', (c) => flows.subscribe(c, amountIn(site, said('shares'))))}>
          <Field name="shares" label="Shares to buy" inputMode="decimal" required hint={<>A member share is <Money of={coop.charter.memberShare} site={site} />; at most <Money of={coop.charter.maxShares} site={site} /> in all.</>} />
        </Form>
      )}
      {member.standing === 2 && <Leaving site={site} again={again} />}
    </section>
  );
}

/** What one gets who leaves now; `over` a resolution, on the terms before it. */
function Leaving({ site, again, over }: ViewProps & { over?: number }) {
  const act = useAct({ site, again });
  const [sure, setSure] = useState(false);
  const { capital, worth, cash } = rules.position(site.coop, site.member!).ifLeaving;
  return (
    <article className="card leaving" aria-label="If you left now">
      <h3>If you left now</h3>
      <p>Your capital of <Money of={capital} site={site} /> becomes redeemable at your own time, today for <Money of={worth} site={site} />{worth < capital && ` (${units.formatBps(Number((worth * 10_000n) / (capital || 1n)))} of it: the co-op holds less than all capital)`}, and <Money of={cash} site={site} /> in cash stays yours. Your vote and pioneer units end.</p>
      {sure ? <><Do act={() => void act('Leaving', (c) => flows.leave(c, over))}>Yes, leave{over !== undefined && ` over proposal ${over}`}</Do> <button type="button" className="quiet" onClick={() => setSure(false)}>Stay</button></>
        : <button type="button" className="quiet" onClick={() => setSure(true)}>Leave{over !== undefined && ' before it takes effect'}…</button>}
    </article>
  );
}

export function Members({ site, again: siteAgain }: ViewProps) {
  const { data, error, again } = useRead(() => reads.members(rpc, site.address), [site.address]);
  const act = useAct({ site, again: () => (again(), siteAgain()) });
  const [sought, seek] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const candidates = useMemo(() => data?.filter((m) => rules.standing(m) === 'candidate') ?? [], [data]);
  const shown = useMemo(() => data?.filter((m) => rules.standing(m) !== 'candidate' && m.wallet.includes(sought)) ?? [], [data, sought]);
  const rows = useVirtualizer({ count: shown.length, getScrollElement: () => box.current, estimateSize: () => 34, overscan: 20 });
  if (!data) return <Loading error={error} what="members" />;
  const may = site.member?.standing === 2;
  return (
    <section aria-labelledby="members">
      <h2 id="members">Members</h2>
      {candidates.length > 0 && <h3>Applied</h3>}
      <ul className="plain">{candidates.map((m) => (
        <li key={m.address}>
          <code>{m.wallet}</code> {m.vouchesReceived} of {m.vouchesNeeded} vouches{' '}
          {may && <Do act={() => void act('Vouching', one('vouchFor', { candidate: m.wallet }))}>Vouch for {units.short(m.wallet)}</Do>}
          {m.vouchesReceived >= m.vouchesNeeded && <Do act={() => void act('Admission', one('admit', { wallet: m.wallet }))}>Admit</Do>}
        </li>
      ))}</ul>
      <label className="field"><span>Find a wallet</span><input value={sought} onChange={(event) => seek(event.target.value.trim())} /></label>
      <p role="status">{shown.length.toLocaleString('en')} of {(data.length - candidates.length).toLocaleString('en')}</p>
      <div className="scroller" ref={box} tabIndex={0} role="table" aria-label="Members" aria-rowcount={shown.length}>
        <div style={{ height: rows.getTotalSize(), position: 'relative' }} role="rowgroup">
          {rows.getVirtualItems().map(({ index, start, key }) => {
            const m = shown[index]!;
            return (
              <div className="row" role="row" aria-rowindex={index + 1} key={key} style={{ transform: `translateY(${start}px)` }}>
                <span role="cell">{m.number}</span><code role="cell" title={m.wallet}>{units.short(m.wallet)}</code>
                <span role="cell">{rules.isElector(m) ? 'elector' : rules.standing(m)}</span><span role="cell"><Money of={m.shares} site={site} /></span>
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}

export function Proposals({ site, again: siteAgain }: ViewProps) {
  const { data, error, again } = useRead(() => reads.proposals(rpc, site.address), [site.address, site.coop.seq]);
  if (!data) return <Loading error={error} what="proposals" />;
  const renewed = () => (again(), siteAgain());
  return (
    <section aria-labelledby="proposals">
      <h2 id="proposals">Proposals</h2>
      {site.member && rules.isElector(site.member) && <Propose site={site} again={renewed} />}
      {data.length === 0 && <p>Nothing was proposed yet.</p>}
      {data.map((p) => <ProposalCard key={p.address} proposal={p} site={site} again={renewed} />)}
    </section>
  );
}

const SAYS: Readonly<Record<rules.ProposalStatus, string>> = {
  voting: 'is voted on', waiting: 'passed; waits, so that whoever disagrees can leave first', executable: 'passed; anyone may carry it out', executed: 'done',
  expired: 'passed, and was not carried out in time', stale: 'died: the charter changed', vetoed: 'vetoed by the member it would move', abandoned: 'died: too many would have left',
  'rejected: quorum': 'refused: too few voted', 'rejected: majority': 'refused: not enough yes',
};

function ProposalCard({ proposal: p, site, again }: ViewProps & { proposal: At<Proposal> }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const status = rules.proposalStatus(p, site.coop, now);
  const lacks = rules.missing(p);
  const [opens, expires] = [rules.opensAt(p), rules.expiresAt(p)];
  const when = { voting: p.ends, waiting: opens, executable: expires }[status as 'voting'];
  const member = site.member;
  const mayVote = member && rules.isElector(member) && member.electorSince < p.createdAt;
  const changes = words.KINDS[p.kind] === 'Amend' ? words.differences(site.coop.charter, p.charter) : [];
  return (
    <article className="card" aria-label={`Proposal ${p.index}`}>
      <h3>{p.index}. {words.inWords(p, site.decimals)} <small>{SAYS[status]}{when !== undefined && <>, until {units.formatTime(when)} (<Until at={when} now={now} />)</>}</small></h3>
      {changes.length > 0 && status !== 'executed' && (
        <table>
          <thead><tr><th>Term</th><th>Now</th><th>Then</th><th>Ratchet</th></tr></thead>
          <tbody>{changes.map((d) => <tr key={d.key}><th scope="row">{d.label}</th><td>{words.term(d.shape, d.before, site.decimals)}</td><td><b>{words.term(d.shape, d.after, site.decimals)}</b></td><td>{rules.RATCHETS[d.key] ? '🔒 for good' : ''}</td></tr>)}</tbody>
        </table>
      )}
      <div className="tally" role="img" aria-label={`${p.yes} yes, ${p.no} no, ${p.abstain} abstained, of ${p.electors}`}>
        <i className="yes" style={{ flexGrow: p.yes }} /><i className="no" style={{ flexGrow: p.no }} /><i className="abstain" style={{ flexGrow: p.abstain }} /><i style={{ flexGrow: Math.max(0, p.electors - p.yes - p.no - p.abstain) }} />
      </div>
      <p>{p.yes} yes, {p.no} no, {p.abstain} abstained, of {p.electors} electors. {p.special === 1 ? 'Needs two thirds' : 'Needs more yes than no'} and {units.formatBps(p.quorumBps)} voting
        {status === 'voting' && <>{lacks.ballots > 0 && `; ${lacks.ballots} more ballots`}{lacks.yes > 0 && `; ${lacks.yes} more yes`}</>}.
        {p.exits > 0 && <> {p.exits} left over it; it dies above {units.formatBps(site.coop.charter.exodusBps)}.</>}</p>
      {status === 'voting' && mayVote && <p className="buttons">{(['yes', 'no', 'abstain'] as const).map((choice) => <Do key={choice} act={() => void act('Voting', one('castVote', { proposal: p.index, choice }))}>{{ yes: 'Yes', no: 'No', abstain: 'Abstain' }[choice]}</Do>)}</p>}
      {status === 'voting' && member && p.proposer === member.address && p.yes + p.no + p.abstain === 0 && <Do quiet act={() => void act('Cancelling', one('cancelProposal', { proposal: p.index }))}>Cancel it</Do>}
      {status === 'executable' && <Do act={() => void act('Carrying out', (c) => flows.execute(c, p))}>Carry it out</Do>}
      {p.special === 1 && (status === 'waiting' || status === 'executable') && member?.standing === 2 && <Leaving site={site} again={again} over={p.index} />}
    </article>
  );
}

const ACTIONS: Readonly<Record<string, { label: string; fields: readonly { name: string; label: string; kind: 'address' | 'amount' | 'percent' | 'days' | 'check' }[] }>> = {
  Spend: { label: 'Pay someone', fields: [{ name: 'to', label: 'Wallet', kind: 'address' }, { name: 'amount', label: 'Amount', kind: 'amount' }, { name: 'investment', label: 'An investment, written off over time', kind: 'check' }] },
  Mandate: { label: 'Let someone draw every period', fields: [{ name: 'to', label: 'Wallet', kind: 'address' }, { name: 'perPeriod', label: 'A period', kind: 'amount' }, { name: 'until', label: 'For, days', kind: 'days' }] },
  RevokeMandate: { label: 'End a mandate', fields: [{ name: 'mandate', label: 'Mandate', kind: 'address' }] },
  Grant: { label: 'Grant from solidarity', fields: [{ name: 'to', label: 'Wallet', kind: 'address' }, { name: 'amount', label: 'Amount', kind: 'amount' }] },
  OpenPool: { label: 'Open a pool', fields: [] },
  SetTakeRate: { label: 'Set the take rate', fields: [{ name: 'bps', label: 'Rate, %', kind: 'percent' }] },
  Amend: { label: 'Amend the charter', fields: [] },
  Expel: { label: 'Expel a member', fields: [{ name: 'member', label: 'Its wallet', kind: 'address' }] },
  Readmit: { label: 'Let an expelled member apply again', fields: [{ name: 'member', label: 'Its wallet', kind: 'address' }] },
  Rehome: { label: 'Move a membership to another wallet', fields: [{ name: 'member', label: 'Old wallet', kind: 'address' }, { name: 'wallet', label: 'New wallet', kind: 'address' }] },
  CoverLoss: { label: 'Cover losses from the reserve', fields: [{ name: 'amount', label: 'Amount', kind: 'amount' }] },
  JoinFederation: { label: 'Join a federation', fields: [{ name: 'federation', label: 'Its address', kind: 'address' }] },
  AcceptFederation: { label: 'Accept a co-op into this federation', fields: [{ name: 'joining', label: 'Its address', kind: 'address' }] },
  LeaveFederation: { label: 'Leave the federation', fields: [] },
  Dissolve: { label: 'End the co-op', fields: [] },
};

function Propose({ site, again }: ViewProps) {
  const act = useAct({ site, again });
  const [kind, setKind] = useState('Spend');
  const { fields } = ACTIONS[kind]!;
  const { charter } = site.coop;
  const wait = BigInt(charter.votingPeriod + Math.max(charter.timelock, 7 * units.DAY) + charter.executionWindow);
  const make = async (said: (name: string) => string) => {
    const read = async (name: string, of: (typeof fields)[number]['kind']): Promise<unknown> => {
      const text = said(name);
      switch (of) {
        case 'amount': return amountIn(site, text);
        case 'percent': return units.parsePercent(text);
        case 'days': return site.now + wait + BigInt(Math.round(Number(text) * units.DAY));
        case 'check': return text === 'on';
        case 'address': {
          if (!isAddress(text)) throw new Error(`“${text}” is no address`);
          const isMember = name === 'member';
          return isMember ? addresses.memberOf(site.address, address(text)) : address(text);
        }
      }
    };
    const given = Object.fromEntries(await Promise.all(fields.map(async ({ name, kind: of }) => [name, await read(name, of)] as const)));
    if (kind === 'OpenPool') given.terms = poolOf(said, site.decimals, site.now + wait + 3_600n);
    if (kind === 'Amend') {
      given.charter = charterOf(said, site.decimals);
      given.heir = said('heir') ? address(said('heir')) : site.coop.heir;
    }
    await act('Proposing', (c) => flows.propose(c, { __kind: kind, ...given } as never));
  };
  return (
    <details className="card">
      <summary>Propose something</summary>
      <label className="field"><span>What</span><select value={kind} onChange={(event) => setKind(event.target.value)}>{Object.entries(ACTIONS).map(([name, { label }]) => <option key={name} value={name}>{label}</option>)}</select></label>
      <Form key={kind} button="Propose" onSubmit={make}>
        {fields.map(({ name, label, kind: of }) => of === 'check'
          ? <label key={name} className="check"><input type="checkbox" name={name} /> {label}</label>
          : <Field key={name} name={name} label={label} required {...(of === 'address' ? {} : { inputMode: 'decimal' as const })} />)}
        {kind === 'OpenPool' && <PoolFields />}
        {kind === 'Amend' && <><Field name="heir" label="Heir, another co-op" placeholder="none" {...(site.coop.heir === NONE ? {} : { defaultValue: site.coop.heir })} /><CharterFields charter={charter} decimals={site.decimals} /></>}
        {kind === 'Dissolve' && <p>The reserve passes to the heir {site.coop.heir === NONE ? '– none is named: amend the charter first' : <code>{site.coop.heir}</code>}.</p>}
      </Form>
    </details>
  );
}
const NONE = '11111111111111111111111111111111' as Address;
