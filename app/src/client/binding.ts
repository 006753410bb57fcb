/**
 * What binds a member and until when (capital from a pool, a promise of use, a pledge), and what frees it (time, a kept promise,
 * or leaving over a weighty resolution): as rules, and as sentences for members who decide.
 */
import { larger, smaller } from './larger';
import type { Coop, Member, Pool, Proposal } from '../generated';
import * as math from '../generated/math';
import { poolStatus, staysUntil } from './poolRules';
import type { At } from './reads/accounts';
import type { Site } from './reads/coops';
import { freshFreed, isBound, promiseRuns, restsOf, standing } from './rules/members';
import { isOverdue, periodEnds } from './rules/coop';
import { hasPassed, proposalStatus } from './rules/proposals';
import { formatDuration, formatTime, showAmount } from './units';

/** Whether a promise of use that stands is kept or over, or the co-op dissolves. */
export function promiseIsOver(coop: Coop, m: Member, now: bigint): boolean {
  if (m.promised === 0n || m.promiseStands === 0 || coop.sweptAt !== 0n) return false;
  return coop.dissolvingAt !== 0n || m.turnover >= m.promised || now >= m.promiseEnds;
}
/** Whether it can be settled now: forfeiting waits for the close of an overdue period. */
export const promiseIsDue = (coop: Coop, m: Member, now: bigint): boolean =>
  promiseIsOver(coop, m, now) && (m.turnover >= m.promised || !isOverdue(coop, now));

/** The member with its promise as it will stand once its pledge to a pool that succeeded is claimed. */
export function afterClaim(coop: Coop, m: Member, pool: Pool): Member {
  if (m.promised === 0n || m.promiseStands === 1) return m;
  return coop.dissolvingAt !== 0n ? { ...m, promised: 0n } : { ...m, promiseEnds: staysUntil(pool), promiseStands: 1 };
}

/** Until when the member is bound by what a release would end; 0 if by nothing. `pool`: the pool that holds its pledge. */
export function boundUntil(coop: Coop, m: Member, pool: Pool | undefined, now: bigint): bigint {
  const rests = restsOf(m, now).at(-1)?.until ?? 0n;
  const pledged = m.pledgedIn !== 0 && pool && poolStatus(pool, now) !== 'failed' ? staysUntil(pool) : 0n;
  // an unclaimed promise ends with its pool, which `pledged` covers
  const fresh = freshFreed(coop, m) > 0n ? periodEnds(coop) : 0n;
  return [m.promiseStands === 1 && promiseRuns(m, now) ? m.promiseEnds : 0n, pledged, fresh].reduce(larger, rests);
}
/**
 * Whether a weighty resolution would release this member as soon as it left: the resolution has passed and still stands; the
 * member is no newcomer who applied, and was admitted, after it was proposed; it has not pledged since, and did not vote yes.
 * `said`: its ballot, 1 for yes. This reads the member's account alone: a pledge to a failed pool counts until it is refunded,
 * though it binds nobody (`boundUntil`).
 */
export const wouldRelease = (p: Proposal, coop: Coop, m: At<Member>, said: number | undefined, now: bigint): boolean =>
  p.weighty === 1 &&
  p.proposer !== m.address &&
  hasPassed(proposalStatus(p, coop, now)) &&
  (m.admittedAt <= p.createdAt || m.appliedAt <= p.createdAt) &&
  m.pledgedAt <= p.createdAt &&
  said !== 1 &&
  m.returnsFrom === 0n &&
  (isBound(m, now) || freshFreed(coop, m) > 0n);
/** Whether anyone can release this member, which has left, before the resolution was proposed or since. */
export const isReleasable = (p: Proposal, coop: Coop, m: At<Member>, said: number | undefined, now: bigint): boolean =>
  ['left', 'expelled'].includes(standing(m)) && wouldRelease(p, coop, m, said, now);

type Where = Pick<Site, 'coop' | 'token' | 'now'>;

/** What binds a member now, and until when. */
export function bindings({ coop, token, now }: Where, m: Member): string[] {
  const show = (n: bigint) => showAmount(n, token);
  const told = restsOf(m, now).map(
    ({ capital, until }) =>
      `${show(capital)} of your capital came with a pool and rests until ${formatTime(until)}: it cannot be asked back before.`,
  );
  if (m.promised > 0n) {
    const so = `You promised a turnover of ${show(m.promised)} through the co-op: what you pay, and what you are paid as a provider or for work. So far it is ${show(smaller(m.turnover, m.promised))}.`;
    const lost = math.forfeitFloor(m.bonded, m.turnover, m.promised);
    told.push(
      m.promiseStands === 0
        ? `${so} The promise runs until the pool's stay is over, ${formatTime(m.promiseEnds)} at the latest if the pool is settled within ${formatDuration(math.UNPAYABLE)} after its deadline. The capital that answers for it is set when the pool's shares are claimed.`
        : m.turnover >= m.promised
          ? `${so} It is kept: settling it frees ${show(m.bonded)}.`
          : promiseIsOver(coop, m, now)
            ? `${so} Its time ended ${formatTime(m.promiseEnds)}: of the ${show(m.bonded)} that answers for it, ${show(lost)} goes to the reserve when it is settled${promiseIsDue(coop, m, now) ? '' : `, after the close of period ${coop.period.number}, which is over`}.`
            : `${so} It ends ${formatTime(m.promiseEnds)}. ${show(m.bonded)} of your capital answers for it; with the turnover so far, ${show(lost)} of that would be forfeited.`,
    );
  }
  if (m.pledgedIn !== 0) told.push(`You have pledged ${show(m.pledged)} to pool ${m.pledgedIn - 1}.`);
  return told;
}

/**
 * What stays bound if the member leaves now, and what would free it. `pool`: the pool that holds its pledge, if it was read; `over`:
 * it leaves over a weighty resolution.
 */
export function leaving({ coop, token, now }: Where, m: Member, pool: Pool | undefined, over = false): string[] {
  const show = (n: bigint) => showAmount(n, token);
  const told = restsOf(m, now).map(
    ({ capital, until }) =>
      `${show(capital)} of your capital came with a pool: it rests until ${formatTime(until)}, and you can ask for it then.`,
  );
  if (m.promised > 0n && m.promiseStands === 1) {
    told.push(
      promiseIsOver(coop, m, now)
        ? `Your promise of ${show(m.promised)} can be settled${promiseIsDue(coop, m, now) ? ' now, by anyone' : `, by anyone, once period ${coop.period.number}, which is over, is closed`}: until then ${show(m.bonded)} answers for it.`
        : `Your promise of ${show(m.promised)} runs on until ${formatTime(m.promiseEnds)}: ${show(m.bonded)} answers for it.`,
    );
  }
  const its = pool && poolStatus(pool, now);
  const pledged = `Your pledge of ${show(m.pledged)} to pool ${m.pledgedIn - 1}`;
  const back =
    m.pledgedIn !== 0 && its === 'failed'
      ? [`${pledged}, which failed, is not bound: anyone can send it back to you.`]
      : [];
  if (m.pledgedIn !== 0 && !its)
    back.push(`${pledged} stays there. What becomes of it depends on that pool, which is not read yet.`);
  else if (m.pledgedIn !== 0 && pool && its === 'succeeded')
    told.push(
      `${pledged} has become capital, and you get your shares as you leave. They rest until ${formatTime(staysUntil(pool))}, and you can ask for them then.`,
    );
  else if (m.pledgedIn !== 0 && its !== 'failed')
    told.push(
      `${pledged} stays there. Until the pool is settled, the money is committed, but you are not counted; the part that becomes capital rests for the stay of the pool.`,
    );
  if (told.length === 0) return back;
  return [
    ...back,
    ...told,
    over
      ? 'If you did not vote yes, you can be released from this, once the resolution has passed and until it is carried out or lapses. Anyone can send the release.'
      : 'Leaving does not free it. A weighty resolution can: if you leave over one and did not vote yes for it, you can be released once it has passed.',
  ];
}

/** What a release frees for a member that has left, or leaves now. `pool`: the pool that holds its pledge, if it was read. */
export function freed({ coop, token, now }: Where, m: Member, pool?: Pool): string[] {
  const show = (n: bigint) => showAmount(n, token);
  const unread = m.pledgedIn !== 0 && !pool;
  const open = m.pledgedIn !== 0 && (!pool || pool.settledAt === 0n);
  const back = boundUntil(coop, m, pool, now);
  const fresh = freshFreed(coop, m);
  return [
    ...(fresh > 0n
      ? [`${show(fresh)} that came in during this period, and would rest until it closes, can be asked back.`]
      : []),
    ...restsOf(m, now).map(
      ({ capital, until }) => `${show(capital)} that would rest until ${formatTime(until)} can be asked back.`,
    ),
    ...(promiseRuns(m, now)
      ? [
          `The promise of ${show(m.promised)} ends${m.bonded > 0n ? `, and the ${show(m.bonded)} that answers for it is free` : ''}.`,
        ]
      : []),
    ...(open
      ? [`${show(m.pledged)} pledged to pool ${m.pledgedIn - 1} can be withdrawn, unless the pool is settled.`]
      : []),
    back > now && !unread
      ? `After a release you may apply again from ${formatTime(back)} on, when you would have been free anyway.`
      : 'After a release you may apply again only when you would have been free anyway.',
  ];
}
