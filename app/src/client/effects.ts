/** What a resolution would do, to the co-op and to whoever reads: what a vote is about. */
import type { Charter, Coop, Member, Proposal } from '../generated';
import { NONE } from './addresses';
import type { At, Site } from './reads';
import { comeHome, coverLoss, expense, invest, sendToAgent } from '../generated/math';
import { budgetLeft, equity, executableFrom, operating, position, worth } from './rules';
import { formatAmount, formatBps, formatDuration, formatTime, showAmount } from './units';
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
  exodusBps: bps((_, then) => `A big decision dies once two or more, and more than ${then} of the electors, leave in protest.`),
  periodLength: days((_, then) => `The surplus is shared, and leavers are paid, every ${then}.`),
  budgetBps: bps((was, then) => `A simple majority may spend ${then} of the money in 30 days, until now ${was}.`),
  takeRateBps: bps((was, then) => `Services that register from then on pay ${then} instead of ${was}; older ones keep what they were promised.`),
  takeRateCeilingBps: bps((_, then) => `No service can ever be asked for more than ${then}.`),
  providerBps: bps((was, then) => `Of the use that fees count as, ${then} instead of ${was} goes to members who provide the service; services that are here keep theirs.`),
  reserveBps: bps((was, then) => `Of every surplus ${then} instead of ${was} stays in the co-op for ever; less is shared.`),
  solidarityBps: bps((was, then) => `${then} of every surplus goes to solidarity, until now ${was}.`),
  interestCapBps: bps((was, then) => `Your shares return at most ${then} a year, until now ${was}.`),
  remitBps: bps((was, then) => `Of solidarity ${then} goes to the federation, until now ${was}.`),
  workBps: bps((was, then) => `Of what is shared up to ${then} goes to members' work first, until now ${was}.`),
  depreciationBps: bps((was, then) => `What is invested wears by ${then} a year, until now ${was}.`),
  cashBps: bps((was, then) => `Of your dividend you get ${then} at once, until now ${was}; the rest is kept as your capital for a while.`),
  revolvePeriods: (was: number, then: number) => `Kept dividends are yours to take after ${then} periods instead of ${was}.`,
  redemptionBps: bps((_, then) => `Who stays can ask for ${then} of its matured capital in a period.`),
};

/** What a claim would be paid if the co-op dissolved as its books are. */
const worthIfDissolved = (coop: Coop, capital: bigint): bigint => worth({ ...coop, dissolvingAt: 1n, claims: equity(coop), claimsPaid: 0n }, capital);

/** In sentences; `me`: the reader's membership, if it is a member. */
export function effectsOf(p: Proposal, site: Site, me: At<Member> | undefined = site.member): string[] {
  const { coop, decimals } = site;
  const show = (amount: bigint) => showAmount(amount, decimals);
  const mine = me?.standing === 2 ? position(coop, me) : undefined;
  /** What leavers are paid before and after, as the reader's capital feels it. */
  const felt = (books: Coop['books']): string[] => {
    const then = { ...coop, books };
    const free = `Free money: ${show(operating(coop))} → ${show(operating(then))}.`;
    if (!mine || mine.ifLeaving.capital === 0n) return [free];
    const [before, after] = [worth(coop, mine.ifLeaving.capital), worth(then, mine.ifLeaving.capital)];
    if (before === after) return [free, `Your capital of ${show(mine.ifLeaving.capital)} stays worth ${show(after)} to one who leaves.`];
    return [free, `To one who leaves, your capital of ${show(mine.ifLeaving.capital)} is worth ${show(after)} after it, ${show(before)} before it.`];
  };
  /** An ordinary spend waits for room in the budget. */
  const budget = p.special === 0 && p.amount > budgetLeft(coop, site.now) ? [`The budget has room for ${show(budgetLeft(coop, site.now))} now; it waits for more.`] : [];
  const turn = p.weighty === 1 ? [`It takes effect at the turn of a period, not before ${formatTime(executableFrom(p, coop))}: whoever leaves before and asks for its capital is paid first.`] : [];
  const isMe = me !== undefined && p.target === me.address;
  switch (KINDS[p.kind] as KindName | undefined) {
    case 'Spend': {
      if (p.amount > operating(coop)) return ['The co-op does not have this money now.'];
      const { books } = coop;
      const then = p.flag === 1 ? invest(books, p.amount, site.now) : p.flag === 3 ? sendToAgent(books, p.amount, site.now) : expense(books, p.amount);
      if (!then.ok) return ['The co-op does not have this money now beside what is asked back.'];
      const more = ['', `It becomes an asset that wears by ${formatBps(coop.charter.depreciationBps)} a year.`, 'It is pay for work: it counts as patronage of the payee, if it is a member.',
        'It goes to the co-op\'s own agent, to come home.'][p.flag];
      return [...felt(then.value), ...(more ? [more] : []), ...budget, ...turn];
    }
    case 'Mandate': return [`In every period up to ${show(p.amount)} of the co-op's ${show(operating(coop))} may leave, without another vote.`, ...(p.flag === 1 ? ['It is pay for work: it counts as patronage of the holder, if it is a member.'] : []), ...turn];
    case 'Sell': return [`Up to ${show(p.amount)} more of what is invested, ${show(coop.books.invested)}, may be sold; the price comes home to the fund.`, ...turn];
    case 'RevokeMandate': return ['Nothing more can be drawn on it.'];
    case 'Grant': return [`Solidarity: ${show(coop.books.solidarity)} → ${show(coop.books.solidarity > p.amount ? coop.books.solidarity - p.amount : 0n)}. Nobody's capital is touched.`];
    case 'OpenPool': return ['Members may pay in more capital. Votes stay one a member, dividends go by use: nobody is watered down.'];
    case 'SetTakeRate': return [`Of 100 paid to a service that registers from then on, the co-op keeps ${p.rateBps / 100} instead of ${coop.charter.takeRateBps / 100}. Services that are here keep what they were promised.`];
    case 'Expel': return isMe
      ? ['It is you who would be expelled.', ...(mine ? [`You would lose vote and pioneer units; capital worth ${show(mine.ifLeaving.worth)} today, paid at a close once you ask, and ${show(mine.ifLeaving.cash)} in cash stay yours.`] : [])]
      : ['The member loses its vote; its capital and what it is owed stay its own.'];
    case 'Readmit': return ['The wallet may apply again, and needs vouches like anyone.'];
    case 'Rehome': return isMe
      ? [`Your membership, with everything in it, would be of another wallet. Object if you do not want that: one click ends it.`]
      : ['Meant for a lost key. The old wallet can end it with one click.'];
    case 'Amend': return differences(coop.charter, p.charter).map(({ key, before, after }) => (TERMS[key as keyof Charter] as Tell | undefined)?.(before as never, after as never, decimals))
      .concat('Every other open proposal dies, and pledges to open pools can be taken back.', turn).filter((told) => told !== undefined);
    case 'CoverLoss': {
      const { books } = coop;
      const then = coverLoss(books, p.amount);
      return [`Reserve: ${show(books.reserve)} → ${show(then.reserve)}; at most a tenth of it, and no more than the loss of ${show(books.loss)}.`, ...felt(then), ...turn];
    }
    case 'JoinFederation': return ['Once it accepts, the charter\'s part of this co-op\'s solidarity goes to the federation\'s reserve.'];
    case 'AcceptFederation': return ['A part of its solidarity comes to this co-op\'s reserve.'];
    case 'LeaveFederation': return ['Solidarity stays here from then on; what was passed on does not come back.'];
    case 'Invoke': return ['The call can touch what the co-op\'s agent owns in other programs. It cannot touch the vault, the pools or the books.', ...turn];
    case 'Represent': return ['The co-op acts where it is a member itself, with one vote like everyone there. What it can spend there is what its agent holds; the vault is out of reach.', ...turn];
    case 'Collect': return felt(comeHome(coop.books, p.amount, site.now));
    case 'Dissolve': return [
      ...(mine ? [`Today you would get ${show(worthIfDissolved(coop, mine.capital))} for your capital and ${show(mine.paid)} in cash, within three years.`] : []),
      `The reserve of ${show(coop.books.reserve)} goes to ${coop.heir === NONE ? 'nobody yet: an heir must be named first' : 'the heir'}, never to members. Services, pledges and spends end at once.`,
      ...turn,
    ];
    default: return [];
  }
}
