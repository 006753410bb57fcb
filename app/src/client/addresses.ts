/** Where each account of the program is: seeds as in `programs/coop/src/seeds.rs`. */
import { address, getAddressEncoder, getProgramDerivedAddress, getU32Encoder, getU64Encoder, type Address } from '@solana/kit';
import { COOP_PROGRAM_ADDRESS } from '../generated';
import { ROOMS } from '../generated/rooms';

/** The address of 32 zero bytes: where the program stores one, it means that there is nobody. */
export const NONE = address('11111111111111111111111111111111');
/** The sysvar with the chain's clock. */
export const CLOCK = address('SysvarC1ock11111111111111111111111111111111');
/** The sysvar with the hashes of recent slots, from which a review panel is drawn. */
export const SLOT_HASHES = address('SysvarS1otHashes111111111111111111111111111');
/** The sysvar with the rent of accounts. */
export const RENT = address('SysvarRent111111111111111111111111111111111');
/** The token that stands for SOL: its lamports are money. */
export const WRAPPED_SOL = address('So11111111111111111111111111111111111111112');
/** The token program. */
export const TOKEN = address('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA');
/** The token program with extensions. */
export const TOKEN_2022 = address('TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb');
/** What keeps programs that are deployed once. */
export const FINAL_LOADER = address('BPFLoader2111111111111111111111111111111111');
const UPGRADEABLE_LOADER = address('BPFLoaderUpgradeab1e11111111111111111111111');
const ASSOCIATED_TOKEN = address('ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL');

type Seed = string | Address | number | bigint;

const encoder = getAddressEncoder();
const known = new Map<string, Promise<Address>>();

/** A searched address costs up to a millisecond: each is looked for once. */
function find(seeds: readonly (string | { at: Address } | { u32: number } | { u64: bigint })[], programAddress = COOP_PROGRAM_ADDRESS as Address): Promise<Address> {
  const key = JSON.stringify([programAddress, seeds], (_, v: Seed) => (typeof v === 'bigint' ? `${v}n` : v));
  let found = known.get(key);
  if (!found) {
    const bytes = seeds.map((seed) =>
      typeof seed === 'string' ? new TextEncoder().encode(seed)
      : 'at' in seed ? encoder.encode(seed.at)
      : 'u32' in seed ? getU32Encoder().encode(seed.u32)
      : getU64Encoder().encode(seed.u64));
    found = getProgramDerivedAddress({ programAddress, seeds: bytes }).then(([pda]) => pda);
    known.set(key, found);
  }
  return found;
}

/** A co-op, by who founded it and the number that the founder chose. */
export const coopOf = (founder: Address, id: bigint) => find(['coop', { at: founder }, { u64: id }]);
/** The token account with the co-op's money. */
export const vaultOf = (coop: Address) => find(['vault', { at: coop }]);
/** The membership of a wallet. One that was moved from another wallet stays at its old address: `reads.memberAt` finds both. */
export const memberOf = (coop: Address, wallet: Address) => find(['member', { at: coop }, { at: wallet }]);
/** A pool, by its running number. */
export const poolOf = (coop: Address, index: number) => find(['pool', { at: coop }, { u32: index }]);
/** The token account with what was pledged to a pool. */
export const escrowOf = (pool: Address) => find(['escrow', { at: pool }]);
/** What a member, named by its account, pledged to a pool. */
export const pledgeOf = (pool: Address, member: Address) => find(['pledge', { at: pool }, { at: member }]);
/** A vouch; both are named by their member accounts. */
export const vouchOf = (candidate: Address, voucher: Address) => find(['vouch', { at: candidate }, { at: voucher }]);
/** A service, by its running number. */
export const serviceOf = (coop: Address, index: number) => find(['service', { at: coop }, { u32: index }]);
/** A closed period, by its number. */
export const periodOf = (coop: Address, number: number) => find(['period', { at: coop }, { u32: number }]);
/** By the proposer's member number and how many it had proposed before: nobody's takes another's address. */
export const proposalOf = (coop: Address, proposer: number, count: number) => find(['proposal', { at: coop }, { u32: proposer }, { u32: count }]);
/** Members whose ballots one page keeps. */
export const PAGE = ROOMS.BallotPage.ballots;
/** The page of ballots with a member's number. */
export const ballotsOf = (proposal: Address, number: number) => find(['ballots', { at: proposal }, { u32: Math.floor(number / PAGE) }]);
/** A mandate, by its running number. */
export const mandateOf = (coop: Address, index: number) => find(['mandate', { at: coop }, { u32: index }]);
/** What signs for the co-op in other programs, and owns what it has there. */
export const agentOf = (coop: Address) => find(['agent', { at: coop }]);
/** The wallet's own token account of a mint. */
export const tokensOf = (wallet: Address, mint: Address, tokenProgram: Address) =>
  find([{ at: wallet } as never, { at: tokenProgram }, { at: mint }], ASSOCIATED_TOKEN);
/** What the loader keeps of a program: its code and the slot of its last deployment. */
export const programDataOf = (program: Address) => find([{ at: program }], UPGRADEABLE_LOADER);
