// Written by generate.mjs from the IDL.
import { getApplicationMadeEventDecoder, type ApplicationMadeEvent } from './types/applicationMadeEvent';
import { getApplicationRenewedEventDecoder, type ApplicationRenewedEvent } from './types/applicationRenewedEvent';
import { getApplicationWithdrawnEventDecoder, type ApplicationWithdrawnEvent } from './types/applicationWithdrawnEvent';
import { getBallotCastEventDecoder, type BallotCastEvent } from './types/ballotCastEvent';
import { getBallotsReclaimedEventDecoder, type BallotsReclaimedEvent } from './types/ballotsReclaimedEvent';
import { getCapitalAskedEventDecoder, type CapitalAskedEvent } from './types/capitalAskedEvent';
import { getCapitalDrawnEventDecoder, type CapitalDrawnEvent } from './types/capitalDrawnEvent';
import { getCoopClosedEventDecoder, type CoopClosedEvent } from './types/coopClosedEvent';
import { getCoopDescribedEventDecoder, type CoopDescribedEvent } from './types/coopDescribedEvent';
import { getCoopFoundedEventDecoder, type CoopFoundedEvent } from './types/coopFoundedEvent';
import { getCoopPaidEventDecoder, type CoopPaidEvent } from './types/coopPaidEvent';
import { getDissolutionBeganEventDecoder, type DissolutionBeganEvent } from './types/dissolutionBeganEvent';
import { getDividendsClaimedEventDecoder, type DividendsClaimedEvent } from './types/dividendsClaimedEvent';
import { getElectorEnrolledEventDecoder, type ElectorEnrolledEvent } from './types/electorEnrolledEvent';
import { getElectorSuspendedEventDecoder, type ElectorSuspendedEvent } from './types/electorSuspendedEvent';
import { getFederationJoinedEventDecoder, type FederationJoinedEvent } from './types/federationJoinedEvent';
import { getHeirPassedOverEventDecoder, type HeirPassedOverEvent } from './types/heirPassedOverEvent';
import { getIncomeBookedEventDecoder, type IncomeBookedEvent } from './types/incomeBookedEvent';
import { getMandateDrawnEventDecoder, type MandateDrawnEvent } from './types/mandateDrawnEvent';
import { getMandateReclaimedEventDecoder, type MandateReclaimedEvent } from './types/mandateReclaimedEvent';
import { getMemberAdmittedEventDecoder, type MemberAdmittedEvent } from './types/memberAdmittedEvent';
import { getMemberReclaimedEventDecoder, type MemberReclaimedEvent } from './types/memberReclaimedEvent';
import { getMemberReleasedEventDecoder, type MemberReleasedEvent } from './types/memberReleasedEvent';
import { getMemberResignedEventDecoder, type MemberResignedEvent } from './types/memberResignedEvent';
import { getMoneyPassedEventDecoder, type MoneyPassedEvent } from './types/moneyPassedEvent';
import { getMoneyReceivedEventDecoder, type MoneyReceivedEvent } from './types/moneyReceivedEvent';
import { getNameSetEventDecoder, type NameSetEvent } from './types/nameSetEvent';
import { getObjectionMadeEventDecoder, type ObjectionMadeEvent } from './types/objectionMadeEvent';
import { getPanelCalledEventDecoder, type PanelCalledEvent } from './types/panelCalledEvent';
import { getPanelSeatedEventDecoder, type PanelSeatedEvent } from './types/panelSeatedEvent';
import { getPatronageSettledEventDecoder, type PatronageSettledEvent } from './types/patronageSettledEvent';
import { getPayoutUpdatedEventDecoder, type PayoutUpdatedEvent } from './types/payoutUpdatedEvent';
import { getPeriodClosedEventDecoder, type PeriodClosedEvent } from './types/periodClosedEvent';
import { getPeriodReclaimedEventDecoder, type PeriodReclaimedEvent } from './types/periodReclaimedEvent';
import { getPledgeMadeEventDecoder, type PledgeMadeEvent } from './types/pledgeMadeEvent';
import { getPledgeReclaimedEventDecoder, type PledgeReclaimedEvent } from './types/pledgeReclaimedEvent';
import { getPledgeRefundedEventDecoder, type PledgeRefundedEvent } from './types/pledgeRefundedEvent';
import { getPledgeWithdrawnEventDecoder, type PledgeWithdrawnEvent } from './types/pledgeWithdrawnEvent';
import { getPoolCancelledEventDecoder, type PoolCancelledEvent } from './types/poolCancelledEvent';
import { getPoolOpenedEventDecoder, type PoolOpenedEvent } from './types/poolOpenedEvent';
import { getPoolReclaimedEventDecoder, type PoolReclaimedEvent } from './types/poolReclaimedEvent';
import { getPoolSettledEventDecoder, type PoolSettledEvent } from './types/poolSettledEvent';
import { getProposalCancelledEventDecoder, type ProposalCancelledEvent } from './types/proposalCancelledEvent';
import { getProposalExplainedEventDecoder, type ProposalExplainedEvent } from './types/proposalExplainedEvent';
import { getProposalMadeEventDecoder, type ProposalMadeEvent } from './types/proposalMadeEvent';
import { getProposalReclaimedEventDecoder, type ProposalReclaimedEvent } from './types/proposalReclaimedEvent';
import { getProtestCountedEventDecoder, type ProtestCountedEvent } from './types/protestCountedEvent';
import { getRedirectReclaimedEventDecoder, type RedirectReclaimedEvent } from './types/redirectReclaimedEvent';
import { getRehomeUndoneEventDecoder, type RehomeUndoneEvent } from './types/rehomeUndoneEvent';
import { getRehomeVetoedEventDecoder, type RehomeVetoedEvent } from './types/rehomeVetoedEvent';
import { getResolutionExecutedEventDecoder, type ResolutionExecutedEvent } from './types/resolutionExecutedEvent';
import { getServicePaidEventDecoder, type ServicePaidEvent } from './types/servicePaidEvent';
import { getServiceRegisteredEventDecoder, type ServiceRegisteredEvent } from './types/serviceRegisteredEvent';
import { getServiceRepricedEventDecoder, type ServiceRepricedEvent } from './types/serviceRepricedEvent';
import { getServiceRetiredEventDecoder, type ServiceRetiredEvent } from './types/serviceRetiredEvent';
import { getSharesClaimedEventDecoder, type SharesClaimedEvent } from './types/sharesClaimedEvent';
import { getSharesSubscribedEventDecoder, type SharesSubscribedEvent } from './types/sharesSubscribedEvent';
import { getSharesWithdrawnEventDecoder, type SharesWithdrawnEvent } from './types/sharesWithdrawnEvent';
import { getStrayLamportsSweptEventDecoder, type StrayLamportsSweptEvent } from './types/strayLamportsSweptEvent';
import { getStrayTokensSweptEventDecoder, type StrayTokensSweptEvent } from './types/strayTokensSweptEvent';
import { getUseSettledEventDecoder, type UseSettledEvent } from './types/useSettledEvent';
import { getVaultSyncedEventDecoder, type VaultSyncedEvent } from './types/vaultSyncedEvent';
import { getVouchGivenEventDecoder, type VouchGivenEvent } from './types/vouchGivenEvent';
import { getVouchReclaimedEventDecoder, type VouchReclaimedEvent } from './types/vouchReclaimedEvent';
import { getVouchWithdrawnEventDecoder, type VouchWithdrawnEvent } from './types/vouchWithdrawnEvent';

/** First eight bytes (hexadecimal) → event. */
export const EVENTS = {
  "aeeb07dc1ff64468": ['ApplicationMade', getApplicationMadeEventDecoder] as const,
  "5d6d674637f81c54": ['ApplicationRenewed', getApplicationRenewedEventDecoder] as const,
  "e322f99f773531a2": ['ApplicationWithdrawn', getApplicationWithdrawnEventDecoder] as const,
  "c20029b20603a920": ['BallotCast', getBallotCastEventDecoder] as const,
  "daccc87645cde59f": ['BallotsReclaimed', getBallotsReclaimedEventDecoder] as const,
  "e7f064368ecbac09": ['CapitalAsked', getCapitalAskedEventDecoder] as const,
  "e462bb57878323da": ['CapitalDrawn', getCapitalDrawnEventDecoder] as const,
  "8b96ee6284fdfc69": ['CoopClosed', getCoopClosedEventDecoder] as const,
  "34acfc3c1ec25bbb": ['CoopDescribed', getCoopDescribedEventDecoder] as const,
  "452da98ceda82e34": ['CoopFounded', getCoopFoundedEventDecoder] as const,
  "2944b51273a29871": ['CoopPaid', getCoopPaidEventDecoder] as const,
  "7c0a12892ea1f10a": ['DissolutionBegan', getDissolutionBeganEventDecoder] as const,
  "2f3110588b84f510": ['DividendsClaimed', getDividendsClaimedEventDecoder] as const,
  "7c60d5deaa8fe239": ['ElectorEnrolled', getElectorEnrolledEventDecoder] as const,
  "498c19060af21e19": ['ElectorSuspended', getElectorSuspendedEventDecoder] as const,
  "f47a9815a99bfb91": ['FederationJoined', getFederationJoinedEventDecoder] as const,
  "cc48094be836b2d9": ['HeirPassedOver', getHeirPassedOverEventDecoder] as const,
  "d602c94a6cea909e": ['IncomeBooked', getIncomeBookedEventDecoder] as const,
  "febc93167f78055e": ['MandateDrawn', getMandateDrawnEventDecoder] as const,
  "ebf3d202d64f48f7": ['MandateReclaimed', getMandateReclaimedEventDecoder] as const,
  "a6c8180a3efe0951": ['MemberAdmitted', getMemberAdmittedEventDecoder] as const,
  "ae9c205b0fdd04dd": ['MemberReclaimed', getMemberReclaimedEventDecoder] as const,
  "6ed1c58bf7102358": ['MemberReleased', getMemberReleasedEventDecoder] as const,
  "f6ba86c4e77ca628": ['MemberResigned', getMemberResignedEventDecoder] as const,
  "8ed6a67a1d52c17c": ['MoneyPassed', getMoneyPassedEventDecoder] as const,
  "85bae511880cda8d": ['MoneyReceived', getMoneyReceivedEventDecoder] as const,
  "b00cff5c54b8e982": ['NameSet', getNameSetEventDecoder] as const,
  "01f3b3cdb3b877c9": ['ObjectionMade', getObjectionMadeEventDecoder] as const,
  "daf5a02dce125fd3": ['PanelCalled', getPanelCalledEventDecoder] as const,
  "6c5f0e69aa977b09": ['PanelSeated', getPanelSeatedEventDecoder] as const,
  "38dcf626a4f2aeff": ['PatronageSettled', getPatronageSettledEventDecoder] as const,
  "c84698c6c55492a1": ['PayoutUpdated', getPayoutUpdatedEventDecoder] as const,
  "e81369c1e8d6fe13": ['PeriodClosed', getPeriodClosedEventDecoder] as const,
  "a0ef06e12738c3ee": ['PeriodReclaimed', getPeriodReclaimedEventDecoder] as const,
  "49db7900d346133a": ['PledgeMade', getPledgeMadeEventDecoder] as const,
  "47dc809f7b7bf83f": ['PledgeReclaimed', getPledgeReclaimedEventDecoder] as const,
  "51813ab1cbe046bf": ['PledgeRefunded', getPledgeRefundedEventDecoder] as const,
  "34f35da3ec41b27a": ['PledgeWithdrawn', getPledgeWithdrawnEventDecoder] as const,
  "cc0f56047c61aaad": ['PoolCancelled', getPoolCancelledEventDecoder] as const,
  "2c35c5d71f3d38aa": ['PoolOpened', getPoolOpenedEventDecoder] as const,
  "c2509469ab356abc": ['PoolReclaimed', getPoolReclaimedEventDecoder] as const,
  "47dc889341b95a2f": ['PoolSettled', getPoolSettledEventDecoder] as const,
  "fd3b682e814e090e": ['ProposalCancelled', getProposalCancelledEventDecoder] as const,
  "f17d0e8c885de58f": ['ProposalExplained', getProposalExplainedEventDecoder] as const,
  "33e3dbc8872d5895": ['ProposalMade', getProposalMadeEventDecoder] as const,
  "7c10e91528224196": ['ProposalReclaimed', getProposalReclaimedEventDecoder] as const,
  "3249fe487ef250c6": ['ProtestCounted', getProtestCountedEventDecoder] as const,
  "72765fa157a8e731": ['RedirectReclaimed', getRedirectReclaimedEventDecoder] as const,
  "8c500f76369d64e5": ['RehomeUndone', getRehomeUndoneEventDecoder] as const,
  "0113e520a2d06ac4": ['RehomeVetoed', getRehomeVetoedEventDecoder] as const,
  "bd7da4e641c7ab07": ['ResolutionExecuted', getResolutionExecutedEventDecoder] as const,
  "d8eed0c20c3654e2": ['ServicePaid', getServicePaidEventDecoder] as const,
  "19db4cdf39bf7526": ['ServiceRegistered', getServiceRegisteredEventDecoder] as const,
  "45277dcc31ed872f": ['ServiceRepriced', getServiceRepricedEventDecoder] as const,
  "be878c75244e63dc": ['ServiceRetired', getServiceRetiredEventDecoder] as const,
  "87113782dad09965": ['SharesClaimed', getSharesClaimedEventDecoder] as const,
  "40559974372e8f37": ['SharesSubscribed', getSharesSubscribedEventDecoder] as const,
  "7e3aed5884de379e": ['SharesWithdrawn', getSharesWithdrawnEventDecoder] as const,
  "dab1655d9cfd58ae": ['StrayLamportsSwept', getStrayLamportsSweptEventDecoder] as const,
  "fff91169beec41f5": ['StrayTokensSwept', getStrayTokensSweptEventDecoder] as const,
  "ad961ed03306c1ef": ['UseSettled', getUseSettledEventDecoder] as const,
  "71967e21d5e9c91a": ['VaultSynced', getVaultSyncedEventDecoder] as const,
  "f70f1f4735df9d5e": ['VouchGiven', getVouchGivenEventDecoder] as const,
  "d7bfe64d0b1213d9": ['VouchReclaimed', getVouchReclaimedEventDecoder] as const,
  "8c2f5f4c65669201": ['VouchWithdrawn', getVouchWithdrawnEventDecoder] as const,
};

/** An event of the program. */
export type CoopEvent =
  | ({ event: 'ApplicationMade' } & ApplicationMadeEvent)
  | ({ event: 'ApplicationRenewed' } & ApplicationRenewedEvent)
  | ({ event: 'ApplicationWithdrawn' } & ApplicationWithdrawnEvent)
  | ({ event: 'BallotCast' } & BallotCastEvent)
  | ({ event: 'BallotsReclaimed' } & BallotsReclaimedEvent)
  | ({ event: 'CapitalAsked' } & CapitalAskedEvent)
  | ({ event: 'CapitalDrawn' } & CapitalDrawnEvent)
  | ({ event: 'CoopClosed' } & CoopClosedEvent)
  | ({ event: 'CoopDescribed' } & CoopDescribedEvent)
  | ({ event: 'CoopFounded' } & CoopFoundedEvent)
  | ({ event: 'CoopPaid' } & CoopPaidEvent)
  | ({ event: 'DissolutionBegan' } & DissolutionBeganEvent)
  | ({ event: 'DividendsClaimed' } & DividendsClaimedEvent)
  | ({ event: 'ElectorEnrolled' } & ElectorEnrolledEvent)
  | ({ event: 'ElectorSuspended' } & ElectorSuspendedEvent)
  | ({ event: 'FederationJoined' } & FederationJoinedEvent)
  | ({ event: 'HeirPassedOver' } & HeirPassedOverEvent)
  | ({ event: 'IncomeBooked' } & IncomeBookedEvent)
  | ({ event: 'MandateDrawn' } & MandateDrawnEvent)
  | ({ event: 'MandateReclaimed' } & MandateReclaimedEvent)
  | ({ event: 'MemberAdmitted' } & MemberAdmittedEvent)
  | ({ event: 'MemberReclaimed' } & MemberReclaimedEvent)
  | ({ event: 'MemberReleased' } & MemberReleasedEvent)
  | ({ event: 'MemberResigned' } & MemberResignedEvent)
  | ({ event: 'MoneyPassed' } & MoneyPassedEvent)
  | ({ event: 'MoneyReceived' } & MoneyReceivedEvent)
  | ({ event: 'NameSet' } & NameSetEvent)
  | ({ event: 'ObjectionMade' } & ObjectionMadeEvent)
  | ({ event: 'PanelCalled' } & PanelCalledEvent)
  | ({ event: 'PanelSeated' } & PanelSeatedEvent)
  | ({ event: 'PatronageSettled' } & PatronageSettledEvent)
  | ({ event: 'PayoutUpdated' } & PayoutUpdatedEvent)
  | ({ event: 'PeriodClosed' } & PeriodClosedEvent)
  | ({ event: 'PeriodReclaimed' } & PeriodReclaimedEvent)
  | ({ event: 'PledgeMade' } & PledgeMadeEvent)
  | ({ event: 'PledgeReclaimed' } & PledgeReclaimedEvent)
  | ({ event: 'PledgeRefunded' } & PledgeRefundedEvent)
  | ({ event: 'PledgeWithdrawn' } & PledgeWithdrawnEvent)
  | ({ event: 'PoolCancelled' } & PoolCancelledEvent)
  | ({ event: 'PoolOpened' } & PoolOpenedEvent)
  | ({ event: 'PoolReclaimed' } & PoolReclaimedEvent)
  | ({ event: 'PoolSettled' } & PoolSettledEvent)
  | ({ event: 'ProposalCancelled' } & ProposalCancelledEvent)
  | ({ event: 'ProposalExplained' } & ProposalExplainedEvent)
  | ({ event: 'ProposalMade' } & ProposalMadeEvent)
  | ({ event: 'ProposalReclaimed' } & ProposalReclaimedEvent)
  | ({ event: 'ProtestCounted' } & ProtestCountedEvent)
  | ({ event: 'RedirectReclaimed' } & RedirectReclaimedEvent)
  | ({ event: 'RehomeUndone' } & RehomeUndoneEvent)
  | ({ event: 'RehomeVetoed' } & RehomeVetoedEvent)
  | ({ event: 'ResolutionExecuted' } & ResolutionExecutedEvent)
  | ({ event: 'ServicePaid' } & ServicePaidEvent)
  | ({ event: 'ServiceRegistered' } & ServiceRegisteredEvent)
  | ({ event: 'ServiceRepriced' } & ServiceRepricedEvent)
  | ({ event: 'ServiceRetired' } & ServiceRetiredEvent)
  | ({ event: 'SharesClaimed' } & SharesClaimedEvent)
  | ({ event: 'SharesSubscribed' } & SharesSubscribedEvent)
  | ({ event: 'SharesWithdrawn' } & SharesWithdrawnEvent)
  | ({ event: 'StrayLamportsSwept' } & StrayLamportsSweptEvent)
  | ({ event: 'StrayTokensSwept' } & StrayTokensSweptEvent)
  | ({ event: 'UseSettled' } & UseSettledEvent)
  | ({ event: 'VaultSynced' } & VaultSyncedEvent)
  | ({ event: 'VouchGiven' } & VouchGivenEvent)
  | ({ event: 'VouchReclaimed' } & VouchReclaimedEvent)
  | ({ event: 'VouchWithdrawn' } & VouchWithdrawnEvent);
