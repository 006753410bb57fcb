/** The addresses of the program's accounts. */
import {
  address,
  getAddressEncoder,
  getProgramDerivedAddress,
  type Address,
  type ProgramDerivedAddress,
} from '@solana/kit';
import * as pdas from '../generated/pdas';
import { ROOMS } from '../generated/rooms';

/** 32 zero bytes: what the program stores where an address names nobody. It is also the system program's address. */
export const NONE = address('11111111111111111111111111111111');
/** The sysvar with the chain's clock. */
export const CLOCK = address('SysvarC1ock11111111111111111111111111111111');
/** The sysvar with the hashes of recent slots, from which a review panel is drawn. */
export const SLOT_HASHES = address('SysvarS1otHashes111111111111111111111111111');
/** The sysvar with the rent of accounts. */
export const RENT = address('SysvarRent111111111111111111111111111111111');
/** The mint of wrapped SOL. */
export const WRAPPED_SOL = address('So11111111111111111111111111111111111111112');
/** The token program. */
export const TOKEN = address('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA');
/** The token program with extensions. */
export const TOKEN_2022 = address('TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb');
/** The loader of programs that cannot be upgraded. */
export const FINAL_LOADER = address('BPFLoader2111111111111111111111111111111111');
const UPGRADEABLE_LOADER = address('BPFLoaderUpgradeab1e11111111111111111111111');
/** The program that makes the token accounts of wallets. */
export const ASSOCIATED_TOKEN = address('ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL');

/** Caches addresses: deriving one takes up to a millisecond. */
function once<S extends object>(find: (seeds: S) => Promise<ProgramDerivedAddress>): (seeds: S) => Promise<Address> {
  const known = new Map<string, Promise<Address>>();
  return (seeds) => {
    const numbers = (Object.values(seeds) as unknown[]).filter((seed) => typeof seed === 'number');
    const fraction = numbers.find((number) => !Number.isInteger(number));
    if (fraction !== undefined) throw new RangeError(`${fraction} is no whole number, by which accounts are numbered`);
    const key = Object.values(seeds).join();
    const found = known.get(key) ?? find(seeds).then(([pda]) => pda);
    known.set(key, found);
    return found;
  };
}
const [coop, vault, member, pool, escrow, pledge] = [
  once(pdas.findCoopPda),
  once(pdas.findVaultPda),
  once(pdas.findMemberPda),
  once(pdas.findPoolPda),
  once(pdas.findEscrowPda),
  once(pdas.findPledgePda),
];
const [vouch, service, period, proposal, ballots] = [
  once(pdas.findVouchPda),
  once(pdas.findServicePda),
  once(pdas.findPeriodPda),
  once(pdas.findProposalPda),
  once(pdas.findBallotsPda),
];
const [mandate, agent] = [once(pdas.findMandatePda), once(pdas.findAgentPda)];
/** Derives addresses of another program whose seeds are all addresses. */
const ofOthers = (programAddress: Address) =>
  once((seeds: Readonly<Record<string, Address>>) =>
    getProgramDerivedAddress({
      programAddress,
      seeds: Object.values(seeds).map((seed) => getAddressEncoder().encode(seed)),
    }),
  );
const [tokens, programData] = [ofOthers(ASSOCIATED_TOKEN), ofOthers(UPGRADEABLE_LOADER)];

/** A co-op, by its founder and the number that the founder chose. */
export const coopOf = (founder: Address, id: bigint) => coop({ founder, id });
/** The token account with the co-op's money. */
export const vaultOf = (of: Address) => vault({ coop: of });
/** The membership of a wallet. One that was moved from another wallet stays at its old address: `reads.memberAt` finds both. */
export const memberOf = (of: Address, wallet: Address) => member({ coop: of, wallet });
/** A pool, by its running number. */
export const poolOf = (of: Address, index: number) => pool({ coop: of, index });
/** The token account with what was pledged to a pool. */
export const escrowOf = (of: Address) => escrow({ pool: of });
/** What a member, named by its account, pledged to a pool. */
export const pledgeOf = (to: Address, by: Address) => pledge({ pool: to, member: by });
/** A vouch; both are named by their member accounts. */
export const vouchOf = (candidate: Address, voucher: Address) => vouch({ candidate, voucher });
/** A service, by its running number. */
export const serviceOf = (of: Address, index: number) => service({ coop: of, index });
/** A closed period, by its number. */
export const periodOf = (of: Address, number: number) => period({ coop: of, number });
/** A proposal, by its proposer's member number and count of earlier proposals, so that no two members compete for an address. */
export const proposalOf = (to: Address, proposerMemberNumber: number, itsCount: number) =>
  proposal({ coop: to, proposerMemberNumber, itsCount });
/** How many ballots one page has. */
export const PAGE = ROOMS.BallotPage.ballots;
/** The page with the ballot of this member number. */
export const ballotsOf = (on: Address, number: number) => ballots({ proposal: on, page: Math.floor(number / PAGE) });
/** A mandate, by its running number. */
export const mandateOf = (of: Address, index: number) => mandate({ coop: of, index });
/** The agent, which signs for the co-op in other programs and owns what it has there. */
export const agentOf = (of: Address) => agent({ coop: of });
/** The wallet's own token account of a mint. */
export const tokensOf = (owner: Address, mint: Address, tokenProgram: Address) => tokens({ owner, tokenProgram, mint });
/** The loader's account with a program's code and the slot of its last deployment. */
export const programDataOf = (program: Address) => programData({ program });
