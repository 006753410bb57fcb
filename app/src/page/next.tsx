/** What to do next: the few things that wait for the reader, or for anyone. */
import { lazy, Suspense, type ReactNode } from 'react';
import { rules, units } from '../client';
import { Addr } from './addr';
import { Do, Money, Until, When } from './parts';
import { flow, one, useAct, useNow, useShared, type Seen } from './state';

// these have forms: fetched for those who can use them
const Forming = lazy(() => import('./views/forming').then(({ Forming }) => ({ default: Forming })));
const Describe = lazy(() => import('./views/describe').then(({ Describe }) => ({ default: Describe })));
const Apply = lazy(() => import('./views/apply').then(({ Apply }) => ({ default: Apply })));

export function Next({ site, again }: { site: Seen; again: () => void }) {
  const { connected } = useShared();
  const act = useAct({ site, again });
  const now = useNow(site);
  const { coop, member } = site;
  const status = rules.coopStatus(coop);
  const standing = member && rules.standing(member);
  const notes: ReactNode[] = [];
  const note = (text: ReactNode, ...does: ReactNode[]) =>
    notes.push(
      <div key={notes.length}>
        <p>{text}</p>
        {does.length > 0 && (
          <div className="does">
            {does.map((it, i) => (
              <span key={i}>{it}</span>
            ))}
          </div>
        )}
      </div>,
    );
  const to = (view: string, text: string) => (
    <a className="button quiet" href={`#/coop/${site.address}/${view}`}>
      {text}
    </a>
  );

  if (status === 'dissolving') {
    note(
      <>
        This co-op is ending. Members are paid for their capital as far as the money reaches, in equal parts of their
        claims
        {coop.sweptAt !== 0n ? (
          '. Claims have lapsed.'
        ) : now <= rules.claimedUntil(coop) ? (
          <>
            ; claims stand until <When at={rules.claimedUntil(coop)} />.
          </>
        ) : (
          '. The time for claims is over: they lapse as soon as anyone passes on the remaining money.'
        )}
      </>,
      ...(member && coop.sweptAt === 0n ? [to('me', 'See what is yours')] : []),
    );
  } else if (rules.isOverdue(coop, now)) {
    note(
      `Period ${coop.period.number} is over. Anyone may close it: its surplus is shared, and members that asked for capital are paid. Until then nothing can be spent or asked back.`,
      <Do act={() => void act('Closing the period', flow('close'))}>Close the period</Do>,
    );
  }

  const { moved, redirect } = site;
  const undoes = moved !== undefined && rules.mayTakeBack(moved, connected?.address, now);
  // what was moved to this wallet, and has left it, does not keep it from applying
  const passed = connected && moved && redirect && !undoes;
  if (passed)
    note(
      <>
        {units.person(moved)}, which was moved to this wallet, was{' '}
        {moved.rehomedAt === 0n ? 'taken back by' : 'moved on to'} the wallet <Addr of={moved.wallet} />.
      </>,
    );
  if (moved && connected && !passed) {
    note(
      <>
        The members moved your membership, {units.person(moved)}, to the wallet <Addr of={moved.wallet} />, because this
        one had not acted for a long time.{' '}
        {undoes ? (
          <>
            You can take it back until <When at={rules.takenBackUntil(moved)} />.
          </>
        ) : (
          'It can no longer be taken back from here; the members can move it again.'
        )}
      </>,
      ...(undoes ? [<Do act={() => void act('Taking back', one('undoRehome', {}))}>Take my membership back</Do>] : []),
    );
  } else if (!connected) {
    note('Looking around needs no wallet. To join, connect one at the top of the page.');
  } else if (status !== 'dissolving' && (!standing || standing === 'left')) {
    const back = standing === 'left' ? rules.mayReturnFrom(coop, member!) : 0n;
    if (!rules.takesIn(coop)) note('Everyone has left this co-op, so it admits nobody.');
    else if (now < back)
      note(
        <>
          You have left. You can apply again from <When at={back} /> on:{' '}
          {back === member!.returnsFrom
            ? 'you were released, and would have been free by then.'
            : back === rules.periodEnds(coop)
              ? 'the period in which you left can be closed then.'
              : 'until then your protest counts.'}
        </>,
      );
    else {
      note(
        <>
          {standing === 'left' ? 'You have left.' : 'You are not a member.'} To join,{' '}
          {rules.hasStatutes(coop) ? 'read the statutes and apply' : 'apply'}; then{' '}
          {coop.charter.vouchesRequired === 1 || coop.members === 1
            ? 'a member vouches'
            : `up to ${coop.charter.vouchesRequired} members vouch`}{' '}
          for you. It costs the SOL that the form names, and nothing else.
        </>,
      );
      notes.push(
        <Suspense key="apply">
          <Apply site={site} again={again} standing={standing} />
        </Suspense>,
      );
    }
  } else if (standing === 'candidate' && !rules.takesIn(coop)) {
    note(
      `You have applied. ${status === 'dissolving' ? 'The co-op is ending' : 'Everyone has left this co-op'}, so it admits nobody.`,
      <Do quiet act={() => void act('Withdrawing', flow('withdrawApplication'))}>
        Withdraw the application
      </Do>,
    );
  } else if (standing === 'candidate') {
    const room = rules.roomFrom(coop);
    const needed = rules.vouchesNeededBy(coop, member!);
    const anew = rules.signsAnew(coop, member!);
    const complete = rules.isVouchedFor(coop, member!);
    const rises =
      needed < coop.charter.vouchesRequired &&
      ` As members join, more are needed, up to ${coop.charter.vouchesRequired}.`;
    note(
      <>
        You have applied: {member!.vouchesReceived} of {needed} {needed === 1 ? 'vouch' : 'vouches'}.{' '}
        {anew &&
          `The statutes were restated since you signed them: sign the present ones, and your vouches stay.${complete ? '' : ' '}`}
        {complete ? (
          !anew &&
          (now < room ? (
            <>
              There is room for another member from <When at={room} /> on: a co-op admits only so many in 30 days.
            </>
          ) : (
            'You can become a member now.'
          ))
        ) : (
          <>
            Send this address to members who know you; they can find it under Members: <Addr of={member!.wallet} />.
          </>
        )}
        {rises}
        {(anew || !complete) && (
          <>
            {' '}
            From <When at={rules.clearableFrom(coop, member!)} /> on, anyone may clear the application away if it still
            lacks {complete ? 'your signature' : 'vouches'}.
          </>
        )}
      </>,
      ...(rules.isAdmissible(coop, member!, now)
        ? [<Do act={() => void act('Admission', one('admit', { wallet: member!.wallet }))}>Become a member</Do>]
        : []),
      <Do quiet act={() => void act('Withdrawing', flow('withdrawApplication'))}>
        Withdraw the application
      </Do>,
    );
    if (anew)
      notes.push(
        <Suspense key="apply">
          <Apply site={site} again={again} standing={standing} />
        </Suspense>,
      );
  } else if (standing === 'expelled') {
    note(
      `You were expelled. Your capital and your cash stay yours${status === 'dissolving' ? '' : ', and the members may let you apply again'}.`,
      to('me', 'See what is yours'),
    );
  } else if (standing === 'member' && status === 'forming') {
    notes.push(
      <Suspense key="forming">
        <Forming site={site} again={again} />
      </Suspense>,
    );
  } else if (standing === 'member' && status === 'active' && !rules.isElector(member!)) {
    const votes = member!.sharePaidAt + BigInt(coop.charter.seasoning);
    // whose shares are below the member share buys what is missing first
    if (rules.isSuspended(member!) && member!.shares >= coop.charter.memberShare) {
      note(
        'Your vote is suspended, because you did nothing here for a year, or your shares were below the member share for 90 days.',
        <Do act={() => void act('Enrolment', one('enrol', {}))}>Take it back</Do>,
      );
    } else if (rules.countsByPledge(coop, member!)) {
      note(
        'Your pledge became shares, with a vote. They earn from the next period on, whenever you claim them.',
        <Do act={() => void act('Claiming shares', flow('claimEverything'))}>Claim your shares</Do>,
      );
    } else if (member!.shares < coop.charter.memberShare) {
      note(
        <>
          {member!.shares === 0n ? (
            <>
              A member share of <Money of={coop.charter.memberShare} site={site} />
            </>
          ) : (
            <>
              <Money of={coop.charter.memberShare - member!.shares} site={site} /> more of capital
            </>
          )}{' '}
          gives you your vote, {units.formatDuration(coop.charter.seasoning)} after you have paid it.
        </>,
        to('me', 'Buy shares'),
      );
    } else if (now >= votes) {
      note(
        'Your member share is paid and seasoned.',
        <Do act={() => void act('Enrolment', one('enrol', {}))}>Take your vote</Do>,
      );
    } else {
      note(
        <>
          You can vote <Until at={votes} now={now} />.
        </>,
      );
    }
  }
  if (status === 'forming' && connected?.address === coop.founder && units.text(coop.about) === '') {
    notes.push(
      <Suspense key="describe">
        <Describe site={site} again={again} />
      </Suspense>,
    );
  }
  const quiet = member ? rules.quietUntil(member) : 0n;
  if (now < quiet)
    note(
      <>
        This membership was moved to your wallet. You can vote and work; until{' '}
        <When at={rules.takenBackUntil(member!)} /> its old wallet can take it back, and nothing is paid out or asked
        back. What your services are paid goes to the old wallet until you change that afterwards, under Services.
      </>,
    );
  else if (member && status === 'active' && standing !== 'candidate') {
    const free = rules.waitsForSettlement(member, coop.period.number);
    if (free)
      note(
        `Your part of period ${member.unsettledPeriod} is not booked yet.`,
        <Do quiet act={() => void act('Claiming', flow('claimEverything'))}>
          Take your cash
        </Do>,
      );
    else if (member.dividends > 0n && !site.vaultFrozen)
      note(
        <>
          <Money of={member.dividends} site={site} /> is waiting for you.
        </>,
        <Do quiet act={() => void act('Claiming', flow('claimEverything'))}>
          Take your cash
        </Do>,
      );
    const gone = standing !== 'member' && !free ? rules.position(coop, member, now) : undefined;
    if (gone && gone.askable > gone.atClose.asked && !rules.isOverdue(coop, now))
      note(
        <>
          You left <Money of={gone.askable} site={site} /> of free capital in the co-op, and ask for{' '}
          {gone.atClose.asked === 0n ? (
            'none'
          ) : (
            <>
              only <Money of={gone.atClose.asked} site={site} />
            </>
          )}{' '}
          of it.
        </>,
        to('me', 'Ask for it'),
      );
    if (
      standing !== 'member' &&
      member.returnsFrom === 0n &&
      (rules.isBound(member, now) || rules.freshFreed(coop, member) > 0n)
    )
      note(
        'Something still binds you, as shown under My position. If you left over a weighty resolution, and did not vote yes for it, you can be released once it has passed.',
        to('proposals', 'See the proposals'),
      );
  }
  return notes.length === 0 ? null : (
    <aside className="next" aria-label="What to do next">
      {notes}
    </aside>
  );
}
