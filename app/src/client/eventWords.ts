/** Every event of the program in one sentence, with people and amounts. A new event does not compile until it has a sentence. */
import type { Address } from '@solana/kit';
import { Choice } from '../generated';
import { KINDS } from './actions';
import { NONE } from './addresses';
import type { CoopEvent } from './events';
import { formatAmount, formatBps, formatDuration, formatTime, spaced, text, type Measure } from './units';

/** Names for the accounts of one co-op. */
export interface Names {
  token: Measure;
  /** A person by member account or wallet; an unknown one by its address. */
  who: (address: Address) => string;
  /** A pool, a service, a mandate or a proposal by its account: `pool 0`, `service 1, “Bread”`. */
  what: (address: Address) => string;
  /** The provider of a service; undefined if it is no member, or not known. */
  provider: (service: Address) => string | undefined;
}
type Event<E extends CoopEvent['event']> = Extract<CoopEvent, { event: E }>;
type Say = Names & { amount: (units: bigint) => string };
type Sentences = { readonly [E in CoopEvent['event']]: (e: Event<E>, say: Say) => string };

const none = (address: Address) => address === NONE;
const buys = (buyer: Address, payer: Address, say: Say) =>
  none(buyer) || say.who(buyer) === say.who(payer) ? '' : ` for ${say.who(buyer)}`;
const CHOSEN: Readonly<Record<number, string>> = {
  [Choice.Yes]: 'yes',
  [Choice.No]: 'no',
  [Choice.Abstain]: 'to abstain',
};
const INCOMES = ['as income', 'for an invested asset that was sold', 'as a gift to solidarity'];

const SENTENCES: Sentences = {
  CoopFounded: (e, { who }) => `${who(e.founder)} founded the co-op “${text(e.name)}”, which counts in ${e.mint}`,
  CoopClosed: (e, { amount }) =>
    `The co-op, which ${e.dissolved === 1 ? 'was dissolved' : 'never started'}, was closed; ${e.stays > 0n ? `${amount(e.stays)} that others had sent to its vault stay there as SOL for ever` : `${amount(e.burned)} in its vault were burned`}`,
  CoopDescribed: () => 'The description of the co-op was changed',
  ApplicationMade: (e, { who }) => `${who(e.member)} applied; ${e.vouchesNeeded} vouches are needed`,
  ApplicationRenewed: (e, { who }) => `${who(e.member)} applied again; ${e.vouchesNeeded} vouches are needed`,
  ApplicationWithdrawn: (e, { who }) => `The application of ${who(e.wallet)} was withdrawn`,
  VouchGiven: (e, { who }) =>
    `${who(e.voucher)} vouched for ${who(e.candidate)}, who has ${e.vouchesReceived} of ${e.vouchesNeeded} vouches`,
  VouchWithdrawn: (e, { who }) =>
    `${who(e.voucher)} withdrew the vouch for ${who(e.candidate)}, who has ${e.vouchesReceived} left`,
  VouchReclaimed: (e, { who }) =>
    `The vouch of ${who(e.voucher)} for ${who(e.candidate)}, which no longer counts, was closed`,
  MemberAdmitted: (e, { who }) => `${who(e.member)} became member no. ${e.number}, one of ${e.members}`,
  SharesSubscribed: (e, { who, amount }) =>
    `${who(e.member)} bought shares for ${amount(e.amount)}, and has ${amount(e.shares)}`,
  ElectorEnrolled: (e, { who }) => `${who(e.member)} became an elector, one of ${e.electors}`,
  NameSet: (e, { who }) =>
    text(e.name)
      ? `${who(e.member)} is called “${text(e.name)}”`
      : `Member no. ${e.number} is known by its number only`,
  ElectorSuspended: (e, { who }) => `The vote of ${who(e.member)} was suspended; ${e.electors} electors are left`,
  MemberResigned: (e, { who, amount }) =>
    `${who(e.member)} left, with ${amount(e.matured)} of capital, of which ${amount(e.asked)} is asked back; ${e.members} members are left`,
  MemberReclaimed: (e, { who }) => `The account of ${who(e.wallet)}, who has left, was closed`,
  PoolOpened: (e, { what, amount }) =>
    `${what(e.pool)} was opened for ${amount(e.minRaise)} to ${amount(e.maxRaise)}, until ${formatTime(e.deadline)}`,
  PledgeMade: (e, { who, what, amount }) =>
    `${who(e.member)} pledged ${amount(e.amount)}${e.useAmount > 0n ? ` and ${amount(e.useAmount)} of use` : ''} to ${what(e.pool)}, which has ${amount(e.raised)} from ${e.pledgers}`,
  PledgeWithdrawn: (e, { who, what, amount }) =>
    `${who(e.member)} took back ${amount(e.amount)} from ${what(e.pool)}, which has ${amount(e.raised)}`,
  PoolCancelled: (_, { what }) => `The founder gave up ${what(_.pool)}, in which there was no pledge`,
  PoolSettled: (e, { what, amount }) =>
    e.succeeded === 1
      ? `${what(e.pool)} succeeded: ${amount(e.accepted)} of ${amount(e.raised)} became the capital of ${e.people} people`
      : `${what(e.pool)} failed: all of the ${amount(e.raised)} goes back to those who pledged it`,
  SharesClaimed: (e, { who, what, amount }) =>
    `The pledge of ${who(e.member)} to ${what(e.pool)} became ${amount(e.share)} of shares${e.refund > 0n ? `, and ${amount(e.refund)} in cash` : ''}${e.staysUntil > 0n ? `; they stay until ${formatTime(e.staysUntil)}` : ''}`,
  MemberReleased: (e, { who, what }) =>
    `${who(e.member)} left over ${what(e.proposal)} and was released from its promise and its resting capital`,
  PledgeRefunded: (e, { who, what, amount }) => `${what(e.pool)} gave ${amount(e.amount)} back to ${who(e.member)}`,
  PledgeReclaimed: (e, { who, what }) => `The account of the pledge of ${who(e.member)} to ${what(e.pool)} was closed`,
  PoolReclaimed: (e, { what, amount }) =>
    `The accounts of ${what(e.pool)} were closed${e.donated > 0n ? `; ${amount(e.donated)} that was left in them went to the reserve` : ''}`,
  ServiceRegistered: (e, { who, what }) =>
    `${who(none(e.provider) ? e.owner : e.provider)} offered ${what(e.service)}, at ${formatBps(e.takeRateBps)} promised until ${formatTime(e.promisedUntil)}`,
  ServiceRepriced: (e, { what }) =>
    `${what(e.service)}: the take rate goes from ${formatBps(e.beforeBps)} to ${formatBps(e.takeRateBps)}, from ${formatTime(e.from)}`,
  PayoutUpdated: (e, { who, what }) => `${what(e.service)} is paid to the token account ${e.payout} of ${who(e.owner)}`,
  ServiceRetired: (e, { what }) => `${what(e.service)} was retired`,
  ServicePaid: (e, say) => {
    const provider = say.provider(e.service);
    return `${say.who(e.payer)} paid ${say.amount(e.amount)} for ${say.what(e.service)}${provider ? ` to ${provider}` : ''}${buys(e.buyer, e.payer, say)}; ${say.amount(e.fee)} of it went to the co-op`;
  },
  CoopPaid: (e, say) =>
    `${say.who(e.payer)} paid the co-op ${say.amount(e.amount)}${buys(e.buyer, e.payer, say)}${e.counted === 1 ? '' : ', as outside use'}`,
  IncomeBooked: (e, { who, amount }) =>
    `${who(e.payer)} brought in ${amount(e.amount)} ${INCOMES[e.kind] ?? ''}`.trimEnd(),
  PeriodClosed: (e, { amount }) =>
    `Period ${e.number} closed with revenue of ${amount(e.revenue)} and a surplus of ${amount(e.surplus)}${e.asked > 0n ? `; ${amount(e.paid)} was paid for ${amount(e.asked)} of capital, at a price of ${formatBps(e.priceBps)}` : ''}`,
  PatronageSettled: (e, { who, amount }) =>
    `Period ${e.number} was settled for ${who(e.member)}: ${amount(e.cash)} in cash and ${amount(e.retained)} kept as capital${e.paid > 0n ? `, ${amount(e.paid)} paid for ${amount(e.retired)} of capital` : ''}`,
  PeriodReclaimed: (e) => `The account of period ${e.number} was closed`,
  UseSettled: (e, { who, amount }) =>
    `The promise of ${who(e.member)} ended: ${amount(e.turnover)} of ${amount(e.promised)} of use${e.forfeited > 0n ? `; ${amount(e.forfeited)} of its capital is forfeited to the reserve at the next close` : ''}`,
  DividendsClaimed: (e, { who, amount }) => `${who(e.member)} took ${amount(e.amount)} in cash that it was owed`,
  CapitalAsked: (e, { who, amount }) =>
    e.amount === 0n
      ? `${who(e.member)} took back its request for capital`
      : `${who(e.member)} asked back ${amount(e.amount)} of capital at the next close`,
  SharesWithdrawn: (e, { who, amount }) =>
    `${who(e.member)} withdrew ${amount(e.amount)} of shares, paid at the next close, and has ${amount(e.shares)}`,
  VaultSynced: (e, { amount }) => `${amount(e.donated)} that had been sent to the vault went to the reserve`,
  StrayTokensSwept: (e, { amount }) => `${amount(e.donated)} that had been sent to ${e.account} went to the reserve`,
  StrayLamportsSwept: (e, { who }) =>
    `${formatAmount(e.lamports, 9)} SOL that had been sent to ${e.account} went to ${who(e.to)}, who paid the rent there`,
  ProposalMade: (e, { who, what }) =>
    `${who(e.proposer)} proposed as ${what(e.proposal)}: ${KINDS[e.kind] ? spaced(KINDS[e.kind]!) : 'an action of a newer program'}; ${e.electors} electors can vote until ${formatTime(e.ends)}`,
  ProposalExplained: (e, { what }) => `The proposer gave the reasons for ${what(e.proposal)}`,
  BallotCast: (e, { who, what }) =>
    `${who(e.member)} voted ${CHOSEN[e.choice] ?? 'something'} on ${what(e.proposal)}: yes ${e.yes}, no ${e.no}, abstain ${e.abstain}`,
  ProposalCancelled: (e, { what }) => `The proposer cancelled ${what(e.proposal)} before anyone voted`,
  ResolutionExecuted: (e, { who, what, amount }) =>
    `${what(e.proposal)} was carried out: ${KINDS[e.kind] ? spaced(KINDS[e.kind]!) : 'an action of a newer program'}${e.amount > 0n && !['Invoke', 'SetTakeRate'].includes(KINDS[e.kind] ?? '') ? ` ${amount(e.amount)}` : ''}${none(e.target) ? '' : `, ${who(e.target)}`}`,
  MandateDrawn: (e, { who, what, amount }) =>
    `${who(e.holder)} drew ${amount(e.amount)} on ${what(e.mandate)}, ${amount(e.drawn)} in this period`,
  RehomeVetoed: (e, { who, what }) =>
    `${who(e.member)} objected to the move of its membership to another wallet by ${what(e.proposal)}`,
  RehomeUndone: (e, { who }) =>
    `The wallet ${e.wallet} took back the membership ${who(e.member)} that had been moved from it`,
  PanelCalled: (e, { what }) => `A review panel was called for ${what(e.proposal)}`,
  PanelSeated: (e, { what }) => `A review panel was drawn by lot for ${what(e.proposal)}`,
  ObjectionMade: (e, { who, what }) =>
    `${who(e.member)}, of the review panel, objected to ${what(e.proposal)}: objection ${e.objections}, the timelock is ${formatDuration(e.timelock)}`,
  ProtestCounted: (e, { who, what }) =>
    `The leaving of ${who(e.member)} was counted as a protest against ${what(e.proposal)}: ${e.protests} of ${e.electors} electors`,
  ProposalReclaimed: (e, { what }) => `The account of ${what(e.proposal)}, which is over, was closed`,
  BallotsReclaimed: (e, { what }) => `Page ${e.page} of the ballots on ${what(e.proposal)} was closed`,
  MandateReclaimed: (e, { what }) => `The account of ${what(e.mandate)}, which is over, was closed`,
  RedirectReclaimed: (e) => `The wallet ${e.wallet}, which a membership was moved to and has left, may apply`,
  FederationJoined: (e) => `The federation ${e.federation} accepted the co-op`,
  HeirPassedOver: (e) =>
    `The heir ${e.heir} is no longer active: ${none(e.successor) ? 'nobody' : e.successor} inherits instead`,
  MoneyPassed: (e, { amount }) =>
    `${amount(e.amount)} ${none(e.to) ? 'is inherited by nobody: it was burned, or stays in the vault if it is wrapped SOL' : e.to === e.coop ? 'returned to solidarity, because the federation could not be paid' : `went to the reserve of the co-op ${e.to}`}${e.last === 1 ? '; claims have lapsed with it' : ''}`,
  MoneyReceived: (e, { amount }) => `${amount(e.amount)} from the co-op ${e.from} came into the reserve`,
  DissolutionBegan: (e, { amount }) =>
    `The co-op began to dissolve: there is ${amount(e.operating)} for claims of ${amount(e.claims)}, and the reserve of ${amount(e.reserve)} goes to ${none(e.heir) ? 'nobody yet' : `the heir ${e.heir}`}`,
  CapitalDrawn: (e, { who, amount }) =>
    `${who(e.member)} was paid ${amount(e.amount)} of a claim of ${amount(e.claim)}`,
};

const capital = (said: string) => said[0]!.toUpperCase() + said.slice(1);
/** An event in one sentence. */
export const eventInWords = (event: CoopEvent, names: Names): string =>
  capital(
    (SENTENCES[event.event] as (e: CoopEvent, say: Say) => string)(event, {
      ...names,
      amount: (units) => formatAmount(units, names.token),
    }),
  );
