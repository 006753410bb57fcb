/** Why a resolution that has passed cannot be carried out at this moment. */
import type { Proposal } from '../generated';
import { YEAR } from '../generated/math';
import { ACTIONS, KINDS } from './actions';
import type { Site } from './reads/coops';
import * as rules from './rules';
import { showAmount } from './units';

const most = (a: bigint, b: bigint) => (a > b ? a : b);

/**
 * Why the execution of a resolution would be refused now; empty if no reason is known, as where it closes an overdue period first,
 * which changes the books.
 */
export function refusedFor(p: Proposal, { coop, token }: Pick<Site, 'coop' | 'token'>, now: bigint): string[] {
  const why: string[] = [];
  const { books } = coop;
  const kind = KINDS[p.kind];
  const show = (n: bigint) => showAmount(n, token);
  if (!kind || (rules.isOverdue(coop, now) && (ACTIONS[kind].first?.closes || rules.isToLeave(p)))) return why;
  if (kind === 'Spend') {
    const room = rules.budgetLeft(coop, now);
    if (p.special === 0 && p.amount > room)
      why.push(`ordinary decisions can spend ${show(room)} now; that refills as time passes`);
    const free = rules.freeFund(coop, p.special === 1, now);
    const asksWait = books.asked > 0n && !rules.hasJustBegun(coop, now);
    const beyond = most(p.amount - books.earnings, 0n);
    if (p.flag === 1 || p.flag === 3) {
      if (p.amount > books.fund)
        why.push(`the fund holds ${show(books.fund)}: what the open period earns is no part of it before its close`);
      else if (p.amount > free)
        why.push(
          `only ${show(free)} of the fund is free: the rest is needed for capital that is paid at the next close`,
        );
    } else if (p.special === 1 && asksWait && beyond > room) {
      why.push(
        `${show(books.asked)} is asked back, so only ${show(room)} more than the earnings can be spent before the close: carry it out right after the close`,
      );
    } else if (p.amount > rules.operating(coop)) why.push(`the co-op has ${show(rules.operating(coop))} to spend`);
  }
  if (kind === 'OpenPool' && p.rateBps < rules.lastingTakeRate(coop))
    why.push('the take rate is another than when it was proposed: propose the pool anew');
  if (kind === 'Grant' && p.amount > books.solidarity) why.push(`solidarity holds ${show(books.solidarity)}`);
  if (kind === 'CoverLoss') {
    if (books.loss === 0n) why.push('there is no loss to cover');
    else if (rules.lastingLoss(coop) === 0n) why.push('the loss has not lasted for a whole period yet');
    else if (books.reserve < 10n) why.push('the reserve is empty');
    if (coop.lossCoveredAt !== 0n && now - coop.lossCoveredAt < YEAR)
      why.push('a loss was covered less than a year ago');
  }
  if (rules.missesItsDay(p, coop, now))
    why.push(
      'it is carried out on the first day of a period only, so that no close before or after it changes who gets what',
    );
  return why;
}
