/** Typed reads. Each is one request, so that views are quick and a slow network delays them only once. */
export { type Reader, type At, bytesOf, accountsAt, decodeAny } from './accounts';
export { type Site, Ended, coopAt, lastSite, site, coops, freeId, token } from './coops';
export { clock } from './clock';
export {
  memberAt,
  membershipOf,
  membersAt,
  members,
  byAddress,
  vouches,
  vouchesBy,
  memberships,
  movedFrom,
} from './members';
export { pools, poolFor, pledgeOf, pledges } from './pools';
export { services, periods } from './patronage';
export {
  pinnedBy,
  type Call,
  callIn,
  type Behind,
  type Proposed,
  proposals,
  proposal,
  proposalAt,
  type Ballot,
  ballotIn,
  CLOSED,
  ballotPages,
  allBallots,
  ballots,
  mandates,
} from './proposals';
export { tokenAccounts, type TokenAccounts, purse, payable, balance } from './purses';
