/** Members and candidates, in a list of any length. */
import { useCallback, useMemo, useRef, useState } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { Address } from '@solana/kit';
import { reads, rules, units, type At } from '../../client';
import type { Member } from '../../generated';
import { Addr } from '../addr';
import { rpc } from '../chain';
import { useLabels } from '../labels';
import { Do, Empty, Money, Pill } from '../parts';
import { flow, one, useAct, useNow, type ViewProps } from '../state';
import { Find, isIn, useSearch } from './search';

interface Read {
  members: At<Member>[];
  /** The applications that the reader vouches for. */
  mine: Set<bigint>;
}
export async function readMembers(coop: Address, me: Address | undefined): Promise<Read> {
  const [members, given] = await Promise.all([reads.members(rpc, coop), me ? reads.vouchesBy(rpc, coop, me) : []]);
  return { members, mine: new Set(given.map(({ application }) => application)) };
}

/** The most candidates that are listed at once. */
const SHOWN = 50;

export function Members({ site, data: { members: data, mine }, again }: ViewProps<Read>) {
  const act = useAct({ site, again });
  const [sought, seek] = useState('');
  const labels = useLabels();
  const box = useRef<HTMLDivElement>(null);
  const candidates = useMemo(() => data.filter((m) => rules.standing(m) === 'candidate'), [data]);
  const wordsOf = useCallback(
    (m: Member) => `${units.person(m)} ${units.text(m.name)} ${m.wallet} ${labels[m.wallet] ?? ''}`,
    [labels],
  );
  const applied = useSearch(candidates, wordsOf, {
    label: 'Find a candidate: a wallet, a name or a label',
    most: SHOWN,
  });
  const shown = useMemo(
    () => data.filter((m) => rules.standing(m) !== 'candidate' && isIn(wordsOf(m), sought)),
    [data, sought, wordsOf],
  );
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => 36,
    overscan: 12,
  });
  const now = useNow(site);
  const mayVouch = rules.isMember(site.member) && rules.takesIn(site.coop);
  const needed = (m: Member) => rules.vouchesNeededBy(site.coop, m);
  const given =
    site.member && (site.coop.activatedAt === 0n || site.member.vouchedIn === site.coop.period.number)
      ? site.member.vouchesGiven
      : 0;
  const more = Math.max(0, site.coop.charter.vouchesPerPeriod - given);
  return (
    <section aria-labelledby="members">
      <h2 id="members">Members</h2>
      <h3>Applied</h3>
      {candidates.length === 0 && (
        <Empty>
          There is no candidate now.{' '}
          {site.coop.dissolvingAt === 0n
            ? 'To join, open this page and apply.'
            : 'The co-op is dissolving and admits nobody.'}
        </Empty>
      )}
      {mayVouch && candidates.length > 0 && (
        <p>
          Vouch for those you know: you can vouch for {more} more
          {site.coop.activatedAt === 0n ? ' while the co-op forms' : ' in this period'}.
        </p>
      )}
      {applied.field}
      <ul className="plain">
        {applied.shown.map((m) => (
          <li key={m.address}>
            <span>
              <Addr of={m.wallet} name={units.text(m.name) ? units.person(m) : undefined} />{' '}
              <Pill tone={rules.isVouchedFor(site.coop, m) ? 'good' : 'wait'}>
                {m.vouchesReceived} of {needed(m)} {needed(m) === 1 ? 'vouch' : 'vouches'}
              </Pill>{' '}
              {rules.signsAnew(site.coop, m) && <Pill tone="wait">has to sign the restated statutes</Pill>}
            </span>
            <span className="does">
              {mayVouch &&
                (mine.has(m.application) ? (
                  <Do
                    quiet
                    act={() => void act('Taking the vouch back', one('withdrawVouch', { candidate: m.wallet }))}
                  >
                    Take back the vouch for {units.short(m.wallet)}
                  </Do>
                ) : (
                  !rules.isVouchedFor(site.coop, m) &&
                  more > 0 && (
                    <Do act={() => void act('Vouching', flow('vouchFor', m.wallet))}>
                      Vouch for {units.short(m.wallet)}
                    </Do>
                  )
                ))}
              {rules.isAdmissible(site.coop, m, now) && (
                <Do quiet={mayVouch} act={() => void act('Admission', one('admit', { wallet: m.wallet }))}>
                  Admit {units.short(m.wallet)}
                </Do>
              )}
            </span>
          </li>
        ))}
      </ul>
      <h3>Everyone</h3>
      <Find label="Find a wallet, a name or a label" sought={sought} seek={seek} />
      <p role="status">
        {shown.length.toLocaleString('en')} of {(data.length - candidates.length).toLocaleString('en')}
      </p>
      <div className="list" role="table" aria-label="Members" aria-rowcount={shown.length + 1}>
        <div role="rowgroup">
          <div className="row head" role="row" aria-rowindex={1}>
            <span role="columnheader">No.</span>
            <span role="columnheader">Wallet</span>
            <span role="columnheader">Standing</span>
            <span role="columnheader" className="number">
              Shares
            </span>
          </div>
        </div>
        <div
          className="scroller"
          ref={box}
          tabIndex={0}
          role="rowgroup"
          aria-label="Members, scrolls"
          style={{ height: Math.min(540, rows.getTotalSize() + 2) }}
        >
          <div style={{ height: rows.getTotalSize(), position: 'relative' }} role="presentation">
            {rows.getVirtualItems().map(({ index, start, key }) => {
              const m = shown[index]!;
              const is = rules.standing(m);
              return (
                <div
                  className="row"
                  role="row"
                  aria-rowindex={index + 2}
                  key={key}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <span role="cell">{m.numbered === 1 ? m.number : '–'}</span>
                  <span role="cell">
                    <Addr of={m.wallet} name={units.text(m.name) ? units.person(m) : undefined} />
                    {m.wallet === site.member?.wallet && ' you'}
                  </span>
                  <span role="cell">
                    {rules.isElector(m) ? 'votes' : rules.isMember(m) && rules.isSuspended(m) ? 'vote suspended' : is}
                  </span>
                  <span role="cell" className="number">
                    <Money of={m.shares} site={site} column />
                  </span>
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </section>
  );
}
