/** What ends, and what follows: applications that nobody admits, memberships, a co-op and who inherits from it. */
import type { Address } from '@solana/kit';
import { NONE } from './addresses';
import { coopAt, type Site } from './reads/coops';
import { type Reader } from './reads/accounts';
import { cash, coopStatus, END, operating, worth } from './rules/coop';
import { clearableFrom, isUnsettled, lacksVouches, signsAnew, standing } from './rules/members';
import { type Position } from './rules/position';
import type { Coop, Member } from '../generated';
import { MOST_HEIRS } from '../generated/constants';
import * as math from '../generated/math';

/**
 * Whether anyone may clear an application away: it has lacked vouches for 90 days, or the co-op has no members by then, or
 * 90 days after an amendment it has not signed the statutes in force, or the co-op dissolves.
 */
export const isStale = (coop: Coop, m: Member, now: bigint): boolean =>
  standing(m) === 'candidate' &&
  (coop.dissolvingAt !== 0n || ((lacksVouches(coop, m) || signsAnew(coop, m)) && now >= clearableFrom(coop, m)));

/**
 * Whether anyone may close the account of a former member or applicant: it is owed nothing, and a member left 300 days ago. An
 * expelled member's account stays as long as the co-op takes applications. If the co-op dissolves, or everyone left before it
 * started, it can be closed at once; once claims have lapsed, even if it was owed something.
 */
export function isClosable(coop: Coop, m: Member, now: bigint): boolean {
  if (m.pledgedIn !== 0 || m.openProposal !== 0) return false;
  if (coop.sweptAt !== 0n) return true;
  const left = standing(m) === 'left';
  const kept = m.numbered === 1 && now < m.leftAt + math.LEFT_KEPT;
  const outlived =
    coop.dissolvingAt !== 0n ||
    (coop.activatedAt === 0n && coop.members === 0) ||
    (left && !kept && m.returnsFrom <= now);
  return outlived && (left || standing(m) === 'expelled') && isOwedNothing(m);
}
/**
 * Whether somebody still is a member of a dissolving co-op on which it has no claim, so that only drawing, which then pays nothing, ends its
 * membership: without that its account could not be closed. A pledge is claimed or refunded first. `capital`: all that it has.
 */
export const endsUnpaid = (coop: Coop, m: Member, capital: bigint): boolean =>
  coop.dissolvingAt !== 0n && coop.sweptAt === 0n && standing(m) === 'member' && m.pledgedIn === 0 && capital === 0n;
const isOwedNothing = (m: Member): boolean =>
  [
    m.shares,
    m.withdrawn,
    m.matured,
    m.pledged,
    m.dividends,
    m.pioneerUnits,
    ...m.vintages.map(({ retained }) => retained),
  ].every((amount) => amount === 0n) && !isUnsettled(m);

/** What anyone can pass on now from a dissolving co-op: what nobody claims, after three years everything; undefined if not due. */
export function passable(coop: Coop, now: bigint): bigint | undefined {
  if (coop.dissolvingAt === 0n || now < coop.dissolvingAt + END.passesAfter) return undefined;
  const last = now >= coop.dissolvingAt + END.lapsesAfter;
  const stand = coop.claims - coop.claimsPaid;
  const free = operating(coop) > stand ? operating(coop) - stand : 0n;
  const amount = last ? cash(coop) : coop.books.reserve + coop.books.solidarity + free;
  // the last call ends all claims, even where no money is left
  return amount > 0n || (last && coop.sweptAt === 0n) ? amount : undefined;
}

/** How much more a claim could draw if all that the agent holds according to the books came back. */
export const ifAllComesHome = (
  coop: Coop,
  { capital, drawn, drawable }: Pick<Position, 'capital' | 'drawn' | 'drawable'>,
  now: bigint,
): bigint => worth({ ...coop, books: math.comeHome(coop.books, coop.books.atAgent, now) }, capital, drawn) - drawable;

/** The heir and the unasked federations of an account named as heir; undefined if it can inherit: an active co-op of this mint. */
async function inheritsAfter(
  rpc: Reader,
  address: Address,
  mint: Address,
): Promise<{ heir: Address; federations: Address[] } | undefined> {
  const found = await coopAt(rpc, address);
  if (!found) return { heir: NONE, federations: [] };
  if ('heir' in found) return { heir: found.heir, federations: [] };
  const { coop } = found;
  if (coopStatus(coop) === 'active' && coop.mint === mint) return undefined;
  return { heir: coop.successor, federations: toAsk(coop) };
}
/** The federations to ask once the line of heirs has ended; the last one is asked first. */
const toAsk = ({ federations, federationsLeft }: Coop): Address[] => federations.slice(0, federationsLeft);

/** Where a succession stands: the successor, how many were passed over (`gone`), and federations to ask later, the last first. */
export interface Succession {
  successor: Address;
  gone: number;
  later: readonly Address[];
}
/** The succession once `successor` is passed over, as in `Coop::pass_over`. `own`: the co-op; `most`: federations it can store. */
export function passOver(
  { gone: before, later: asked }: Succession,
  own: Address,
  after: { heir: Address; federations: readonly Address[] },
  most: number,
): Succession {
  const gone = before + 1;
  const more =
    gone < MOST_HEIRS
      ? after.federations.filter((one) => one !== NONE && one !== own).slice(0, most - asked.length)
      : [];
  const later = [...asked, ...more];
  const heir = gone >= MOST_HEIRS || after.heir === own ? NONE : after.heir;
  return { successor: heir === NONE ? (later.pop() ?? NONE) : heir, gone, later };
}

/** Who would inherit now from a dissolving co-op, and who is passed over first; without an heir, what is left is burned. */
export async function heirs(
  rpc: Reader,
  { address, coop }: Pick<Site, 'address' | 'coop'>,
): Promise<{ gone: Address[]; heir?: Address }> {
  const gone: Address[] = [];
  let line: Succession = { successor: coop.successor, gone: coop.heirsGone, later: toAsk(coop) };
  while (line.successor !== NONE) {
    const after = await inheritsAfter(rpc, line.successor, coop.mint);
    if (after === undefined) return { gone, heir: line.successor };
    gone.push(line.successor);
    line = passOver(line, address, after, coop.federations.length);
  }
  return { gone };
}

/** The successor in a dissolving co-op's account: its role, the first one passed over, and how many more were. */
export function inheritance({ heir, federation, successor, heirsGone, federationsLeft }: Coop): {
  successor: Address;
  as: 'heir' | 'federation' | 'next' | 'nobody';
  first?: Address;
  more: number;
} {
  const named = [heir, federation].find((one) => one !== NONE);
  const as =
    successor === NONE
      ? 'nobody'
      : heirsGone === 0 && successor === heir
        ? 'heir'
        : federationsLeft === 0 && successor === federation
          ? 'federation'
          : 'next';
  return { successor, as, ...(heirsGone > 0 && named ? { first: named } : {}), more: Math.max(0, heirsGone - 1) };
}
