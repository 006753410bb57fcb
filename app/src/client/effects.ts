/** What a resolution would do, to the co-op and to whoever reads: what a vote is about. */
import type { Charter, Member, Proposal } from '../generated';
import { NONE } from './addresses';
import type { At, Site } from './reads';
import { position, worth } from './rules';
import { formatAmount, formatBps, formatDuration, showAmount } from './units';
import { differences, KINDS, type KindName } from './words';

type Tell = (before: never, after: never, decimals: number) => string;
const bps = (tell: (before: string, after: string) => string): Tell => (before: number, after: number) => tell(formatBps(before), formatBps(after));
const days = (tell: (before: string, after: string) => string): Tell => (before: number, after: number) => tell(formatDuration(before), formatDuration(after));
const money = (tell: (before: string, after: string) => string): Tell => (before: bigint, after: bigint, decimals) => tell(formatAmount(before, decimals), formatAmount(after, decimals));

/** What a change of a term does to a member. */
const TERMS: Partial<Record<keyof Charter, Tell>> = {
  memberShare: money((_, then) => `A vote costs ${then} of capital; whoever has its vote keeps it.`),
  maxShares: money((_, then) => `No member can hold more than ${then}; what is there already stays.`),
  vouchesRequired: (_: number, then: number) => `Newcomers need ${then} vouches.`,
  seasoning: days((_, then) => `Between paying the member share and voting lie ${then}.`),
  quorumBps: bps((_, then) => `Later votes need ${then} of the electors.`),
  votingPeriod: days((_, then) => `Later votes run for ${then}.`),
  timelock: days((_, then) => `You have ${then} to leave before a decision takes effect.`),
  exodusBps: bps((_, then) => `A big decision dies once more than ${then} of the electors leave over it.`),
  periodLength: days((_, then) => `The surplus is shared every ${then}.`),
  budgetBps: bps((was, then) => `A simple majority may spend ${then} of the money in a period, until now ${was}.`),
  takeRateBps: bps((was, then) => `Services that register from then on pay ${then} instead of ${was}; older ones keep what they were promised.`),
  takeRateCeilingBps: bps((_, then) => `No service can ever be asked for more than ${then}.`),
  reserveBps: bps((was, then) => `Of every surplus ${then} instead of ${was} stays in the co-op for ever; less is shared.`),
  solidarityBps: bps((was, then) => `${then} of every surplus goes to solidarity, until now ${was}.`),
  interestCapBps: bps((was, then) => `Your shares return at most ${then} a year, until now ${was}.`),
  cashBps: bps((was, then) => `Of your dividend you get ${then} at once, until now ${was}; the rest is kept as your capital for a while.`),
  revolvePeriods: (was: number, then: number) => `Kept dividends are yours to take after ${then} periods instead of ${was}.`,
  redemptionBps: bps((_, then) => `In a period ${then} of the money is there for matured capital of those who stay.`),
};

/** In sentences; `me`: the reader's membership, if it is a member. */
export function effectsOf(p: Proposal, site: Site, me: At<Member> | undefined = site.member): string[] {
  const { coop, decimals } = site;
  const show = (amount: bigint) => showAmount(amount, decimals);
  const mine = me?.standing === 2 ? position(coop, me) : undefined;
  /** Solvency before and after, as the reader's capital feels it. */
  const felt = (operating: bigint): string[] => {
    const free = `Free money: ${show(coop.operating)} → ${show(operating)}.`;
    if (!mine || mine.ifLeaving.capital === 0n) return [free];
    const [before, after] = [worth(coop, mine.ifLeaving.capital), worth({ ...coop, operating }, mine.ifLeaving.capital)];
    if (before === after) return [free, `Your capital of ${show(mine.ifLeaving.capital)} stays worth ${show(after)} to one who leaves.`];
    return [free, `To one who leaves, your capital of ${show(mine.ifLeaving.capital)} is worth ${show(after)} after it, ${show(before)} before it.`];
  };
  const isMe = me !== undefined && p.target === me.address;
  switch (KINDS[p.kind] as KindName | undefined) {
    case 'Spend': return p.amount > coop.operating ? ['The co-op does not have this money now.'] : felt(coop.operating - p.amount);
    case 'Mandate': return [`In every period up to ${show(p.amount)} of the co-op's ${show(coop.operating)} may leave, without another vote.`];
    case 'RevokeMandate': return ['Nothing more can be drawn on it.'];
    case 'Grant': return [`Solidarity: ${show(coop.solidarity)} → ${show(coop.solidarity > p.amount ? coop.solidarity - p.amount : 0n)}. Nobody's capital is touched.`];
    case 'OpenPool': return ['Members may pay in more capital. Votes stay one a member, dividends go by use: nobody is watered down.'];
    case 'SetTakeRate': return [`Of 100 paid to a service that registers from then on, the co-op keeps ${p.rateBps / 100} instead of ${coop.charter.takeRateBps / 100}. Services that are here keep what they were promised.`];
    case 'Expel': return isMe
      ? ['It is you who would be expelled.', ...(mine ? [`You would lose vote and pioneer units; capital worth ${show(mine.ifLeaving.worth)} today and ${show(mine.ifLeaving.cash)} in cash stay yours.`] : [])]
      : ['The member loses its vote; its capital and what it is owed stay its own.'];
    case 'Readmit': return ['The wallet may apply again, and needs vouches like anyone.'];
    case 'Rehome': return isMe
      ? [`Your membership, with everything in it, would be of another wallet. Object if you do not want that: one click ends it.`]
      : ['Meant for a lost key. The old wallet can end it with one click.'];
    case 'Amend': return differences(coop.charter, p.charter).map(({ key, before, after }) => (TERMS[key as keyof Charter] as Tell | undefined)?.(before as never, after as never, decimals))
      .concat('Every other open proposal dies, and pledges to open pools can be taken back.').filter((told) => told !== undefined);
    case 'CoverLoss': return [`Reserve: ${show(coop.reserve)} → ${show(coop.reserve > p.amount ? coop.reserve - p.amount : 0n)}.`, ...felt(coop.operating + p.amount)];
    case 'JoinFederation': return ['Once it accepts, anyone may pass this co-op\'s solidarity on to the federation\'s reserve.'];
    case 'AcceptFederation': return ['Its solidarity may come to this co-op\'s reserve.'];
    case 'LeaveFederation': return ['Solidarity stays here from then on; what was passed on does not come back.'];
    case 'Invoke': return ['The call can touch what the co-op\'s agent owns in other programs. It cannot touch the vault, the pools or the books.'];
    case 'Represent': return ['The co-op acts where it is a member itself, with one vote like everyone there. What it can spend there is what its agent holds; the vault is out of reach.'];
    case 'Collect': return felt(coop.operating + p.amount);
    case 'Dissolve': return [
      ...(mine ? [`You would get ${show(mine.ifLeaving.worth)} for your capital and ${show(mine.ifLeaving.cash)} in cash, at your own time within three years.`] : []),
      `The reserve of ${show(coop.reserve)} goes to ${coop.heir === NONE ? 'nobody yet: an heir must be named first' : 'the heir'}, never to members. Services, pledges and spends end at once.`,
    ];
    default: return [];
  }
}
