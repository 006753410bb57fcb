/** What one member can do in one co-op now, by the chain's clock: what, until when, and where on the page. */
import type { Address } from '@solana/kit';
import { KINDS, inWords, naming } from './actions';
import { promiseIsDue, promiseIsOver } from './binding';
import { isSettleable, poolStatus, takenBack, voids } from './poolRules';
import { ballots, mandates, proposals, type Ballot, type Proposed } from './reads/proposals';
import { membersAt } from './reads/members';
import { poolFor } from './reads/pools';
import { type At, type Reader } from './reads/accounts';
import { type Site } from './reads/coops';
import { claimedUntil, coopStatus, drawableOn, isOverdue, periodEnds } from './rules/coop';
import {
  endsOf,
  executableFrom,
  expiresAt,
  isOfSnapshot,
  isOver,
  lapsesFirst,
  opensAt,
  proposalStatus,
  sitsOnPanel,
} from './rules/proposals';
import { isMember, mayTakeBack, takenBackUntil, waitsForSettlement, quietUntil } from './rules/members';
import { position } from './rules/position';
import { isOnMember, refusedFor, THAWED } from './refusedFor';
import { person, short, showAmount } from './units';
import type { Mandate, Member, Pledge, Pool } from '../generated';

/** The accounts that this follows from. They are read in two rounds, as proposals name the ballots and memberships. */
export interface WaitingLists {
  proposals: readonly Proposed[];
  /** The member's ballots, by proposal. */
  said: ReadonlyMap<Address, Ballot>;
  mandates: readonly At<Mandate>[];
  /** Every mandate: proposals to end one name it by them. */
  given: readonly At<Mandate>[];
  /** The memberships that proposals are about, as far as their accounts exist. */
  subjects: readonly At<Member>[];
  /** The pool of its pledge, and the pledge. */
  pledged?: { pool: At<Pool>; pledge: At<Pledge> } | undefined;
  /** Proposals on whose review panel it sits, if it has a vote in them. */
  panels: ReadonlySet<Address>;
}
export interface Waiting {
  kind: 'vote' | 'leave' | 'carry out' | 'cash' | 'promise' | 'panel' | 'mandate' | 'pledge' | 'membership' | 'moved';
  what: string;
  /** The last second in which it can be done, or still helps; undefined if there is no hurry. */
  by?: bigint;
  /** The view of the page where it is done. */
  view: 'proposals' | 'me' | 'services' | 'pools';
}

export async function waitingLists(
  rpc: Reader,
  { address, coop, member }: Site,
  wallet: Address,
): Promise<WaitingLists> {
  const [proposed, given, its] = await Promise.all([
    proposals(rpc, address),
    mandates(rpc, address),
    member && member.pledgedIn !== 0 ? poolFor(rpc, address, member.pledgedIn - 1, member.address) : undefined,
  ]);
  const [cast, subjects] = await Promise.all([
    member
      ? ballots(
          rpc,
          proposed.map((p) => p.address),
          member.number,
        )
      : [],
    membersAt(
      rpc,
      proposed.filter(isOnMember).map(({ target }) => target),
    ),
  ]);
  const panels = member
    ? await Promise.all(
        proposed.map(async (p) => ((await sitsOnPanel(p, member.address, coop.charter.panelSize)) ? [p.address] : [])),
      )
    : [];
  return {
    proposals: proposed,
    said: new Map(cast.flatMap((ballot, i) => (ballot ? [[proposed[i]!.address, ballot] as const] : []))),
    mandates: given.filter(({ holder }) => holder === wallet),
    given,
    subjects: subjects.filter((one) => one !== undefined),
    panels: new Set(panels.flat()),
    ...(its?.pledge ? { pledged: { pool: its.pool, pledge: its.pledge } } : {}),
  };
}

/** All that waits for the member, the soonest to end first. `who`: names addresses. */
export function waitingFor(site: Site, lists: WaitingLists, now: bigint, who?: (address: string) => string): Waiting[] {
  const { coop, member, moved, token } = site;
  const show = (n: bigint) => showAmount(n, token);
  const all: Waiting[] = [];
  if (moved && mayTakeBack(moved, site.wallet, now))
    all.push({
      kind: 'moved',
      what: `Take back your membership, ${person(moved)}, which was moved to the wallet ${short(moved.wallet)}`,
      by: takenBackUntil(moved),
      view: 'me',
    });
  const status = coopStatus(coop);
  const dissolving = status === 'dissolving';
  for (const p of lists.proposals) {
    const stage = proposalStatus(p, coop, now);
    if (isOver(stage)) continue;
    const what = `${p.index}, “${inWords(p, token, naming(who ?? short, lists.given, token))}”`;
    const hasVote = isMember(member) && isOfSnapshot(coop, p, member!);
    const said = lists.said.get(p.address);
    if (p.target === member?.address && KINDS[p.kind] === 'Rehome')
      all.push({
        kind: 'membership',
        what: `Object to proposal ${what}, if you have not lost your key`,
        by: expiresAt(p) - 1n,
        view: 'proposals',
      });
    if (stage === 'voting' && hasVote && !said?.choice)
      all.push({ kind: 'vote', what: `Vote on proposal ${what}`, by: p.ends - 1n, view: 'proposals' });
    const waits = stage === 'waiting' || stage === 'awaiting turn';
    if (waits && p.weighty === 1 && isMember(member) && !lapsesFirst(p, coop, now)) {
      // whoever leaves before the close that ends the wait is paid first; once the period is over, asking closes it first
      const at = executableFrom(p, coop, now);
      const turns = now >= at;
      all.push({
        kind: 'leave',
        what: turns
          ? `Proposal ${what}, takes effect once anyone closes the period, which is over: whoever leaves now is paid at the close after that`
          : `Leave on the old terms, if you do not want proposal ${what}: before the close with which it takes effect`,
        ...(turns ? {} : { by: at - 1n }),
        view: 'proposals',
      });
    }
    if (stage === 'waiting' && hasVote && lists.panels.has(p.address) && !said?.objects)
      all.push({
        kind: 'panel',
        what: `You are on the panel that reviews proposal ${what}: object, or let it pass`,
        by: opensAt(p) - 1n,
        view: 'proposals',
      });
    const known = { mandates: lists.given, members: lists.subjects, everyone: true };
    if (stage === 'executable' && refusedFor(p, site, now, known).length === 0)
      all.push({
        kind: 'carry out',
        what: `Carry out proposal ${what}; anyone may`,
        by: expiresAt(p) - 1n,
        view: 'proposals',
      });
  }
  for (const m of lists.mandates) {
    const room = drawableOn(m, coop, now);
    if (status === 'active' && now <= m.until && room > 0n && !site.vaultFrozen) {
      const ends = periodEnds(coop) - 1n;
      all.push({
        kind: 'mandate',
        what: `Draw up to ${show(room)} on mandate ${m.index}; the rest of a period does not roll over`,
        by: m.until < ends ? m.until : isOverdue(coop, now) ? m.until : ends,
        view: 'proposals',
      });
    }
  }
  if (member && coop.sweptAt === 0n && now >= quietUntil(member)) {
    const { paid, drawable } = position(coop, member, now);
    const cash = paid + drawable;
    const waits = waitsForSettlement(member, coop.period.number);
    const lapses = dissolving ? { by: claimedUntil(coop) } : {};
    const what = [
      ...(cash > 0n ? [`${show(cash)} in cash`] : []),
      ...(waits ? [`your part of period ${member.unsettledPeriod}`] : []),
    ];
    if (what.length > 0)
      all.push({
        kind: 'cash',
        what: `Take ${what.join(', and ')}${site.vaultFrozen ? THAWED : ''}`,
        ...lapses,
        view: 'me',
      });
  }
  const { pledged } = lists;
  if (member && pledged && pledged.pledge.amount > 0n) {
    const its = poolStatus(pledged.pool, now);
    const back = takenBack(coop, pledged.pool, pledged.pledge, member, now);
    const around = { ...site, ...endsOf(lists.proposals, coop, now) };
    const settles = isSettleable(around, pledged.pool, now);
    if (back && !settles)
      all.push({
        kind: 'pledge',
        what: `Your pledge of ${show(pledged.pledge.amount)} to pool ${pledged.pool.index} can be taken back${back === 'in time' ? '' : ' until the pool is settled'}`,
        ...(back === 'in time' ? { by: pledged.pool.terms.withdrawUntil } : {}),
        view: 'pools',
      });
    if (settles)
      all.push({
        kind: 'pledge',
        what: `Pool ${pledged.pool.index} can be settled, by anyone${voids(around, pledged.pool)}`,
        view: 'pools',
      });
    if (its === 'succeeded')
      all.push({ kind: 'pledge', what: `Claim your shares of pool ${pledged.pool.index}`, view: 'pools' });
    if (its === 'failed' && now >= quietUntil(member))
      all.push({
        kind: 'pledge',
        what: `Get back ${show(pledged.pledge.amount)} from pool ${pledged.pool.index}, which failed`,
        view: 'pools',
      });
  }
  const refunded = pledged && member?.promiseStands === 0 && poolStatus(pledged.pool, now) === 'failed';
  if (isMember(member) && member!.promised > 0n && !dissolving && !refunded) {
    const { promised, turnover, promiseEnds, promiseStands } = member!;
    if (promiseIsOver(coop, member!, now))
      all.push({
        kind: 'promise',
        what:
          turnover >= promised
            ? `Your promise of ${show(promised)} is kept: have it settled`
            : `Your promise of ${show(promised)} is over, with ${show(promised - turnover)} missing: have it settled${promiseIsDue(coop, member!, now) ? '' : ` once period ${coop.period.number} is closed`}`,
        view: 'me',
      });
    else if (turnover < promised && (promiseStands === 0 || now < promiseEnds)) {
      all.push({
        kind: 'promise',
        what: `You promised a turnover of ${show(promised)}: ${show(promised - turnover)} is missing`,
        ...(promiseStands === 1 ? { by: promiseEnds - 1n } : {}),
        view: 'services',
      });
    }
  }
  return all.sort((a, b) =>
    a.by === b.by ? 0 : a.by === undefined ? 1 : b.by === undefined ? -1 : a.by < b.by ? -1 : 1,
  );
}
