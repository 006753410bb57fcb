// Written by generate.mjs from the IDL.
import { fixDecoderSize, getAddressDecoder, getBytesDecoder, getStructDecoder } from '@solana/kit';
import { getBallotPageDecoder } from './accounts/ballotPage';
import { getCoopDecoder } from './accounts/coop';
import { getMandateDecoder } from './accounts/mandate';
import { getMemberDecoder } from './accounts/member';
import { getPeriodDecoder } from './accounts/period';
import { getPledgeDecoder } from './accounts/pledge';
import { getPoolDecoder } from './accounts/pool';
import { getProposalDecoder } from './accounts/proposal';
import { getRedirectDecoder } from './accounts/redirect';
import { getServiceDecoder } from './accounts/service';
import { getVouchDecoder } from './accounts/vouch';

/** What remains at the address of a co-op that is over: who inherits from it. The IDL does not know it, since no instruction names it. */
export const getTombstoneDecoder = () => getStructDecoder([['discriminator', fixDecoderSize(getBytesDecoder(), 8)], ['heir', getAddressDecoder()]]);

/** First eight bytes (hexadecimal) → kind of account, and what reads it. */
export const ACCOUNT_BY_BYTES = {
  "205ae94a60b4ab1c": ['BallotPage', getBallotPageDecoder] as const,
  "1d8d231d1e7beaba": ['Coop', getCoopDecoder] as const,
  "71d8629fb93f3712": ['Mandate', getMandateDecoder] as const,
  "3613a2151da611c6": ['Member', getMemberDecoder] as const,
  "ee18132b72d2fcd4": ['Period', getPeriodDecoder] as const,
  "a1c5792e634ba983": ['Pledge', getPledgeDecoder] as const,
  "f19a6d0411b16dbc": ['Pool', getPoolDecoder] as const,
  "1a5ebdbb74883521": ['Proposal', getProposalDecoder] as const,
  "3e40b2a30cc6d56c": ['Redirect', getRedirectDecoder] as const,
  "903e4c81a72497fa": ['Service', getServiceDecoder] as const,
  "97afea368665afd2": ['Vouch', getVouchDecoder] as const,
  "2dbbfc9be8722416": ['Tombstone', getTombstoneDecoder] as const,
};

/** Where addresses and running numbers stand in the accounts, in bytes from the beginning: to search for accounts by them. */
export const PLACES = {
  BallotPage: { coop: 8, proposal: 40, rentPayer: 72 },
  Coop: { founder: 8, rentPayer: 40, mint: 72, vault: 104, heir: 136, federation: 168, federationSought: 200, successor: 704 },
  Mandate: { coop: 8, holder: 40, worker: 72, rentPayer: 104, index: 172 },
  Member: { coop: 8, wallet: 40, rentPayer: 72, formerWallet: 136 },
  Period: { coop: 8, rentPayer: 40 },
  Pledge: { coop: 8, pool: 40, member: 72, rentPayer: 104 },
  Pool: { coop: 8, escrow: 40, rentPayer: 72 },
  Proposal: { coop: 8, proposer: 40, rentPayer: 72, index: 104, target: 644, other: 676 },
  Redirect: { coop: 8, member: 40, rentPayer: 72, wallet: 104 },
  Service: { coop: 8, owner: 40, provider: 72, payout: 104, rentPayer: 136, index: 320 },
  Vouch: { coop: 8, candidate: 40, voucher: 72, rentPayer: 104 },
} as const;
