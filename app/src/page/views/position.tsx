/** What a member has, when it can be had, and what it would get if it left now. */
import { useState } from 'react';
import type { Address } from '@solana/kit';
import { reads, rules, units, type At } from '../../client';
import type { Period } from '../../generated';
import { rpc } from '../chain';
import { Do, Empty, Field, Figures, Form, Money, When } from '../parts';
import { flow, useAct, useShared, type Seen, type ViewProps } from '../state';

export const readPosition = (coop: Address): Promise<At<Period>[]> => reads.periods(rpc, coop);

export function Position({ site, data, again }: ViewProps<At<Period>[]>) {
  const act = useAct({ site, again });
  const { connected } = useShared();
  const { member } = site;
  const standing = member && rules.standing(member);
  if (!member || standing === 'candidate') {
    return <section aria-labelledby="me"><h2 id="me">My position</h2><Empty>{!connected ? 'Connect a wallet to see what is yours.' : standing === 'candidate' ? 'You have applied. Once you are a member, what is yours stands here.' : 'Nothing here is yours: this wallet is no member.'}</Empty></section>;
  }
  const period = data.find(({ number }) => number === member.unsettledPeriod);
  const { coop, member: mine } = rules.settled(site.coop, member, period);
  const p = rules.position(coop, mine);
  const status = rules.coopStatus(coop);
  const claimable = p.dividends + p.accrued + rules.worth(coop, status === 'dissolving' ? p.ifLeaving.capital : p.redeemableNow);
  const open = mine.unsettledPeriod === coop.period.number ? mine.units : 0n;
  const vintages = mine.vintages.filter((v) => v.retained > 0n).sort((a, b) => a.period - b.period);
  return (
    <section aria-labelledby="me">
      <h2 id="me">My position</h2>
      <Figures of={[
        ['Shares', <Money of={p.shares} site={site} />, rules.isElector(mine) ? 'what you paid in; they carry your one vote' : 'what you paid in'],
        ['Kept dividends', <Money of={p.retained} site={site} />, `your capital; each is yours to take after ${coop.charter.revolvePeriods} periods`],
        ['Matured', <Money of={p.redeemableNow} site={site} />, standing === 'member' && status !== 'dissolving' ? 'can be redeemed, as far as the period\'s limit goes' : 'can be redeemed at any time'],
        ['Cash waiting', <Money of={p.dividends + p.accrued} site={site} />, 'dividends, return on shares, pioneer bonus'],
      ]} />
      <div className="does">
        <Do act={() => void act('Claiming', flow('claimEverything'))}>Claim everything</Do>
        <small>{claimable > 0n ? <>Up to <Money of={claimable} site={site} /> to your wallet.</> : 'Nothing waits right now.'}</small>
      </div>
      {open > 0n && <p>You paid <Money of={open} site={site} /> in fees in this period: {units.formatBps(Number((open * 10_000n) / (coop.period.memberUnits || 1n)))} of all use by members, and of what will be shared among them when it closes.</p>}
      {vintages.length > 0 && (
        <>
          <h3>Kept dividends, by period</h3>
          <table>
            <thead><tr><th scope="col">Of period</th><th scope="col" className="number">Amount</th><th scope="col">Yours to take</th></tr></thead>
            <tbody>{vintages.map((v) => {
              const ripe = rules.maturesWith(coop, v);
              const at = coop.period.startedAt + BigInt((ripe - coop.period.number) * coop.charter.periodLength);
              return <tr key={v.period}><th scope="row">{v.period}</th><td className="number"><Money of={v.retained} site={site} column /></td><td>{coop.period.number >= ripe ? 'now' : <>with period {ripe}, about <When at={at} /></>}</td></tr>;
            })}</tbody>
          </table>
        </>
      )}
      {mine.bonded > 0n && status !== 'dissolving' && <p><Money of={mine.bonded} site={site} /> of your capital answers for use you promised. It is compared with the fees of two periods once both are closed; “Claim everything” does that too.</p>}
      {mine.pledged > 0n && <p><Money of={mine.pledged} site={site} /> of your money is pledged to pools.</p>}
      {status === 'active' && standing === 'member' && (
        <details className="card"><summary>Buy shares</summary>
          <Form button="Buy shares" onSubmit={(said) => act('Buying shares', flow('subscribe', units.parseAmount(said('shares'), site.decimals)))}
            tell={(said) => {
              const after = mine.shares + units.parseAmount(said('shares'), site.decimals);
              return <>You would hold <Money of={after} site={site} /> in shares. {rules.isElector(mine) ? 'Your vote stays one vote.' : after >= coop.charter.memberShare ? `Your vote comes after ${units.formatDuration(coop.charter.seasoning)}.` : <>Your vote needs <Money of={coop.charter.memberShare} site={site} />.</>} They return {units.formatBps(coop.charter.interestCapBps)} a year at most, from the next period on.</>;
            }}>
            <Field name="shares" label="Shares to buy" inputMode="decimal" required hint={<>You hold <Money of={site.held} site={site} />. A member share is <Money of={coop.charter.memberShare} site={site} />; nobody may have more than <Money of={coop.charter.maxShares} site={site} />.</>} />
          </Form>
        </details>
      )}
      {standing === 'member' && (status === 'dissolving' ? <AtTheEnd site={site} p={p} /> : <Leaving site={site} again={again} period={period} />)}
    </section>
  );
}

/** What a co-op that ends still owes this member. */
function AtTheEnd({ site, p }: { site: Seen; p: rules.Position }) {
  return (
    <article className="card leaving" aria-label="What you get at the end">
      <header><h3>What you get at the end</h3></header>
      <p><Money of={rules.worth(site.coop, p.ifLeaving.capital)} site={site} /> for your capital of <Money of={p.ifLeaving.capital} site={site} />{p.ifLeaving.bonded > 0n && ', as far as use you promised was kept'}, and <Money of={p.ifLeaving.cash} site={site} /> in cash. Take it any time until <When at={site.coop.dissolvingAt + rules.END.lapsesAfter} />; then it lapses.</p>
    </article>
  );
}

/** What one gets who leaves now; `over` a resolution, on the terms before it. */
export function Leaving({ site, again, period, over }: { site: Seen; again(): void; period?: Period | undefined; over?: number }) {
  const act = useAct({ site, again });
  const [sure, setSure] = useState(false);
  const { capital, bonded, worth, cash } = rules.position(site.coop, site.member!, period).ifLeaving;
  const free = capital - bonded;
  return (
    <article className="card leaving" aria-label={over === undefined ? 'If you left now' : `If you left over proposal ${over}`}>
      <header><h3>{over === undefined ? 'If you left now' : 'If you left over this'}</h3></header>
      <table className="offer">
        <tbody>
          <tr><th scope="row">Your capital <small>shares, kept dividends, matured: all of it matures at once</small></th><td className="number"><Money of={capital} site={site} column /></td></tr>
          {bonded > 0n && <tr><th scope="row">of it waits <small>until the use you promised is compared with what you paid</small></th><td className="number">− <Money of={bonded} site={site} column /></td></tr>}
          {worth < free && <tr><th scope="row">what it falls short <small>the co-op holds {units.formatBps(Number((worth * 10_000n) / free))} of all capital in money; you may wait for better times and take it later</small></th><td className="number">− <Money of={free - worth} site={site} column /></td></tr>}
          <tr><th scope="row">Cash that waits <small>it stays yours in any case</small></th><td className="number"><Money of={cash} site={site} column /></td></tr>
          <tr className="sum"><th scope="row">You would get now</th><td className="number"><Money of={worth + cash} site={site} column /></td></tr>
        </tbody>
      </table>
      <p>Your vote and your pioneer units end.{site.member!.units > 0n && !period && ' Your part of this period\'s surplus comes when it closes.'}{site.member!.pledged > 0n && ' Open pledges stay where they are until their pool is settled.'} Leaving is never refused.</p>
      <div className="does">
        {sure ? <><Do act={() => void act('Leaving', flow('leave', over), () => setSure(false))}>Yes, leave{over !== undefined && ` over proposal ${over}`}</Do><button type="button" className="quiet" onClick={() => setSure(false)}>Stay</button></>
          : <button type="button" className="quiet" onClick={() => setSure(true)}>Leave{over !== undefined && ' before it takes effect'}…</button>}
      </div>
    </article>
  );
}
