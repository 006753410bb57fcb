/** Why a resolution that has passed cannot be carried out at this moment. */
import { larger, smaller } from './larger';
import type { Mandate, Member, Proposal } from '../generated';
import { LOST, YEAR } from '../generated/math';
import { ACTIONS, KINDS } from './actions';
import { NONE } from './addresses';
import type { At } from './reads/accounts';
import type { Site } from './reads/coops';
import * as rules from './rules';
import { formatDuration, formatTime, showAmount } from './units';

/** What is read of a co-op beside its account; whatever is not there decides nothing. */
interface Known {
  members?: readonly At<Member>[];
  /** A member that is not among these has no account. */
  everyone?: boolean;
  mandates?: readonly At<Mandate>[];
  /** What the co-op's agent holds. */
  atAgent?: bigint;
}

/** Whether a proposal is about a membership, which is its target. */
export const isOnMember = (p: Pick<Proposal, 'kind'>): boolean =>
  ['Rehome', 'Expel', 'Readmit'].includes(KINDS[p.kind]!);

/** Why a special resolution or mandate cannot have all of operating money while capital is asked back. */
const keptForAsks = ({ coop, token }: Pick<Site, 'coop' | 'token'>, now: bigint, done: 'spent' | 'drawn'): string =>
  `${showAmount(coop.books.asked, token)} is asked back, so only ${showAmount(rules.budgetLeft(coop, now), token)} more than the earnings can be ${done} before the close`;
/** When a frozen vault pays, after what it would pay. */
export const THAWED = ", once whoever issues the token thaws the co-op's vault, which is frozen";
/** What limits draws on a mandate beside its own amount, after that amount in a sentence; empty if nothing but operating money does. */
export function limitsDraws(
  m: Pick<Mandate, 'special'>,
  site: Pick<Site, 'coop' | 'token' | 'vaultFrozen'>,
  now: bigint,
): string {
  if (site.vaultFrozen) return THAWED;
  if (m.special === 0) return ', as far as the budget has room';
  return rules.isKeptForAsks(site.coop, now) ? `; ${keptForAsks(site, now, 'drawn')}` : '';
}

/**
 * Why the execution of a resolution would be refused now; empty if no reason is known, as where it closes an overdue period first,
 * which changes the books.
 */
export function refusedFor(
  p: Proposal,
  { coop, token, vaultFrozen }: Pick<Site, 'coop' | 'token' | 'vaultFrozen'>,
  now: bigint,
  { members, everyone, mandates, atAgent }: Known = {},
): string[] {
  const why: string[] = [];
  const { books } = coop;
  const kind = KINDS[p.kind];
  const show = (n: bigint) => showAmount(n, token);
  const of = members?.find(({ address }) => address === p.target);
  if (isOnMember(p) && !of && everyone) why.push('the account of the member is closed');
  if (kind === 'Expel' && of && p.otherNumber !== 0 && of.number + 1 !== p.otherNumber)
    why.push('the account of the member is that of another membership by now');
  if (kind === 'Rehome' && of) {
    if (!rules.isMember(of)) why.push('that person is no longer a member');
    else if (of.wallet === p.other) why.push('the membership is that wallet’s already');
    else if (now < rules.quietUntil(of)) why.push('the membership was moved before, and that can still be undone');
    else if (!rules.staysSilent(p, of, now))
      why.push(
        of.lastActiveAt >= p.createdAt
          ? 'the wallet of this membership has acted since: it is not lost'
          : `the wallet of this membership has not been silent for ${formatDuration(LOST)}: not before ${formatTime(rules.lostFrom(of))}`,
      );
  }
  if (kind === 'Expel' && of && rules.standing(of) === 'expelled') why.push('the member is expelled already');
  if (kind === 'RevokeMandate' && mandates && !mandates.some(({ address }) => address === p.target))
    why.push('the mandate is closed already');
  if (kind === 'LeaveFederation' && p.target !== (rules.isToLeave(p) ? coop.federation : coop.federationSought))
    why.push(
      rules.isToLeave(p)
        ? 'the co-op is not in that federation any more'
        : 'the co-op does not ask to join that federation any more',
    );
  if (vaultFrozen && (kind === 'Spend' || kind === 'Grant' || kind === 'Collect'))
    why.push("the co-op's vault is frozen by whoever issues the token: nothing is paid in or out until they thaw it");
  if (!kind || (rules.isOverdue(coop, now) && (ACTIONS[kind].first?.closes || rules.isToLeave(p)))) return why;
  if (kind === 'Spend') {
    const room = rules.budgetLeft(coop, now);
    if (p.special === 0 && p.amount > room)
      why.push(`ordinary decisions can spend ${show(room)} now; that refills as time passes`);
    const free = rules.freeFund(coop, p.special === 1, now);
    const beyond = larger(p.amount - books.earnings, 0n);
    if (p.flag === 1 || p.flag === 3) {
      if (p.amount > books.fund)
        why.push(`the fund holds ${show(books.fund)}: what the open period earns is no part of it before its close`);
      else if (p.amount > free)
        why.push(
          `only ${show(free)} of the fund is free: the rest is needed for capital that is paid at the next close`,
        );
    } else if (p.special === 1 && rules.isKeptForAsks(coop, now) && beyond > room) {
      why.push(`${keptForAsks({ coop, token }, now, 'spent')}: carry it out right after the close`);
    } else if (p.amount > rules.operating(coop)) why.push(`the co-op has ${show(rules.operating(coop))} to spend`);
  }
  if (kind === 'Sell' && p.special === 0 && p.amount > rules.salesLeft(coop, now))
    why.push(
      `ordinary decisions can permit sales for ${show(rules.salesLeft(coop, now))} now; that refills as time passes`,
    );
  if (kind === 'Collect' && atAgent !== undefined && p.amount > atAgent)
    why.push(`the co-op's agent holds ${show(atAgent)}`);
  if (kind === 'Readmit' && of && rules.standing(of) !== 'expelled') why.push('that person may apply again already');
  if (kind === 'Readmit' && of && of.leftAt > p.createdAt) why.push('the member was expelled after this was proposed');
  if (kind === 'JoinFederation' && coop.federation !== NONE)
    why.push('the co-op is in a federation: it has to leave that first');
  if (kind === 'OpenPool' && p.rateBps < rules.lastingTakeRate(coop))
    why.push('the take rate is higher than when it was proposed: propose the pool again');
  if (kind === 'Grant' && p.amount > books.solidarity) why.push(`solidarity holds ${show(books.solidarity)}`);
  if (kind === 'CoverLoss') {
    // a close that comes first adds to the reserve, and to what has lasted
    const stands = !rules.isOverdue(coop, now);
    if (books.loss === 0n) why.push('there is no loss to cover');
    else if (stands && smaller(books.reserve, coop.period.reserveAtStart) < 10n)
      why.push('the reserve was empty when the period began');
    else if (stands && rules.coveredBy(coop, p.amount) === 0n)
      why.push(
        `of the loss ${show(rules.lastingLoss(coop))} have lasted for a whole period, less than half of what it may cover: wait for the next close, or propose no more than that`,
      );
    if (coop.lossCoveredAt !== 0n && now - coop.lossCoveredAt < YEAR)
      why.push('a loss was covered less than a year ago');
  }
  if (rules.missesItsDay(p, coop, now))
    why.push(
      'it is carried out on the first day of a period only, so that no close before or after it changes who gets what',
    );
  return why;
}
