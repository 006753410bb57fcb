/** What is over, and what becomes of it: applications that nobody admits, memberships that ended, a co-op at its end and who inherits. */
import type { Address } from '@solana/kit';
import { NONE } from './addresses';
import { coopAt, type Site } from './reads/coops';
import { type Reader } from './reads/accounts';
import { cash, coopStatus, END, operating, worth } from './rules/coop';
import { clearableFrom, isUnsettled, standing } from './rules/members';
import { type Position } from './rules/position';
import type { Coop, Member } from '../generated';
import { MOST_HEIRS } from '../generated/constants';
import * as math from '../generated/math';

/** Whether anyone may clear an application away: nobody has admitted it for 90 days, or the co-op admits nobody any more. */
export const isStale = (coop: Coop, m: Member, now: bigint): boolean =>
  standing(m) === 'candidate' && (coop.dissolvingAt !== 0n || now >= clearableFrom(m));

/**
 * Whether anyone may close the account of one who is gone: it is owed nothing, and 300 days have passed if it was a
 * member. That of one who was expelled keeps it out as long as the co-op takes applications. Of a co-op that ends, or
 * that everyone left before it began: at once, and of one whose claims have lapsed whatever it was owed.
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

/** What anyone can pass on now of a co-op that ends: what nobody claims, and after three years everything. Nothing if that is not due. */
export function passable(coop: Coop, now: bigint): bigint | undefined {
  if (coop.dissolvingAt === 0n || now < coop.dissolvingAt + END.passesAfter) return undefined;
  const last = now >= coop.dissolvingAt + END.lapsesAfter;
  const stand = coop.claims - coop.claimsPaid;
  const free = operating(coop) > stand ? operating(coop) - stand : 0n;
  const amount = last ? cash(coop) : coop.books.reserve + coop.books.solidarity + free;
  // the last call ends all claims, even where no money is left
  return amount > 0n || (last && coop.sweptAt === 0n) ? amount : undefined;
}

/** What of a claim on a dissolving co-op would come on top of what it can draw now, if all that the agent holds by the books came home. */
export const ifAllComesHome = (
  coop: Coop,
  { capital, drawn, drawable }: Pick<Position, 'capital' | 'drawn' | 'drawable'>,
  now: bigint,
): bigint => worth({ ...coop, books: math.comeHome(coop.books, coop.books.atAgent, now) }, capital, drawn) - drawable;

/** Who inherits after an account that was named as heir, all zeros if nobody does, and the federations that it has not asked yet; nothing if it can inherit itself: an active co-op of the mint. */
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
/** The federations that a dissolving co-op asks when the line of its heirs has ended, the last first. */
const toAsk = ({ federations, federationsLeft }: Coop): Address[] => federations.slice(0, federationsLeft);

/** Where a succession stands: who inherits, how many were passed over, and the federations to ask when the line of heirs has ended, the last first. */
export interface Succession {
  successor: Address;
  gone: number;
  later: readonly Address[];
}
/** The succession once `successor`, which is at its end, is passed over, as `Coop::pass_over` goes on. `own`: the co-op itself; `most`: how many federations it can remember. */
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

/** Who would inherit now from a co-op that ends, and who is at its end itself and is passed over before; no heir: what is left is burned. */
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

/** Who inherits, as a dissolving co-op's own account says: how it comes to it, who was passed over first because it is at its end, and how many more were. */
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
