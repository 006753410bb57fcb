/** How much SOL something takes: the fee of the network, the deposits of accounts that are made, and what a wallet keeps. Rents are read from the chain. */
import { isSignerRole, type Address, type Instruction } from '@solana/kit';
import { COOP_PROGRAM_ADDRESS } from '../generated';
import { ACCOUNT_BY_BYTES } from '../generated/accountTable';
import { ASSOCIATED_TOKEN } from './addresses';
import { read } from './calls';
import { Refusal } from './failures';
import { accountsAt, type Reader } from './reads/accounts';
import { formatAmount } from './units';

/** Accounts that an instruction makes: that they are missing is right. */
export const MADE: Readonly<Record<string, readonly string[]>> = {
  found: ['coop', 'vault', 'founderMember'],
  apply: ['member'],
  vouchFor: ['vouch'],
  openPool: ['pool', 'escrow'],
  executeOpenPool: ['pool', 'escrow'],
  makePledge: ['pledge'],
  registerService: ['service'],
  propose: ['proposal', 'place'],
  castVote: ['ballots'],
  object: ['ballots'],
  countProtest: ['ballots'],
  closePeriod: ['period'],
  dissolve: ['period'],
  executeMandate: ['mandate'],
  executeRehome: ['redirect'],
};

/** Lamports for each signature of a transaction. */
const PER_SIGNATURE = 5_000n;
/** Bytes of a token account without extensions. */
export const TOKEN_ACCOUNT = 165;
const SIZES: ReadonlyMap<string, number> = new Map([
  ...Object.values(ACCOUNT_BY_BYTES).map(([kind, decoder]): [string, number] => [
    kind.toLowerCase(),
    decoder().fixedSize,
  ]),
  ['vault', TOKEN_ACCOUNT],
  ['escrow', TOKEN_ACCOUNT],
]);
/** Bytes of an account by the name that an instruction has for it, at least. */
const sizeOf = (name: string): number =>
  SIZES.get({ founderMember: 'member', ballots: 'ballotpage' }[name] ?? name) ?? 0;

/** Lamports that something takes. */
export interface Cost {
  /** For accounts that are made: it returns to who paid it when they are closed. */
  deposits: bigint;
  fee: bigint;
  /** What a wallet that pays keeps itself, or the network refuses. */
  kept: bigint;
}
/** What it costs to make accounts of these sizes, in bytes. */
export async function costOf(rpc: Reader, sizes: readonly number[], signatures = 1): Promise<Cost> {
  const [kept, ...deposits] = await Promise.all(
    [0, ...sizes].map((size) => rpc.getMinimumBalanceForRentExemption(BigInt(size)).send()),
  );
  return {
    deposits: deposits.reduce((sum, one) => sum + one, 0n),
    fee: PER_SIGNATURE * BigInt(signatures),
    kept: kept!,
  };
}

/** Sizes of the accounts that instructions make and that are not there yet. */
async function madeBy(rpc: Reader, instructions: readonly Instruction[]): Promise<number[]> {
  const made = new Map<Address, number>();
  for (const { programAddress, accounts = [], data } of instructions) {
    if (programAddress === ASSOCIATED_TOKEN && accounts[1]) made.set(accounts[1].address, TOKEN_ACCOUNT);
    const call = programAddress === COOP_PROGRAM_ADDRESS && data ? read(data) : undefined;
    for (const name of (call && MADE[call.name]) ?? []) {
      const at = accounts[call!.accounts.indexOf(name)]?.address;
      if (at && sizeOf(name) > 0) made.set(at, sizeOf(name));
    }
  }
  const all = [...made].slice(0, 100);
  const there = await accountsAt(
    rpc,
    all.map(([at]) => at),
  );
  return all.flatMap(([, size], i) => (there[i] ? [] : [size]));
}

/** What the system program says where a wallet cannot pay for an account that is made. */
export const NO_RENT = 'there is not enough SOL to pay for the rent of a new account';
const OF_SOL = new Set(['AccountNotFound', 'InsufficientFundsForFee', 'InsufficientFundsForRent']);
/** Whether a transaction is refused because the wallet that pays has too little SOL, as far as one can tell. */
export const lacksSol = (failed: unknown): failed is Refusal =>
  failed instanceof Refusal && (OF_SOL.has(failed.rule ?? '') || failed.message.startsWith(NO_RENT));

/** The same refusal, with how much it takes and where that comes from, if SOL is lacking. */
export async function withNeed(
  rpc: Reader,
  payer: Address,
  instructions: readonly Instruction[],
  refused: Refusal,
): Promise<Refusal> {
  if (!lacksSol(refused)) return refused;
  const signers = instructions.flatMap(({ accounts = [] }) =>
    accounts.filter(({ role }) => isSignerRole(role)).map(({ address }) => address),
  );
  try {
    const [{ value: has }, { deposits, fee, kept }] = await Promise.all([
      rpc.getBalance(payer, { commitment: 'confirmed' }).send(),
      madeBy(rpc, instructions).then((sizes) => costOf(rpc, sizes, new Set([payer, ...signers]).size)),
    ]);
    const needs = deposits + fee + kept;
    if (has >= needs) return refused;
    const sol = (lamports: bigint) => formatAmount(lamports, { decimals: 9, symbol: 'SOL' });
    const parts = [
      ...(deposits > 0n ? [`${sol(deposits)} as deposits of new accounts`] : []),
      `${sol(fee)} as the fee`,
      `${sol(kept)} that a wallet keeps`,
    ];
    return new Refusal(
      `${refused.message}: ${payer} has ${sol(has)}, and this takes at least ${sol(needs)} (${parts.join(', ')}). Have it sent there by an exchange or by a member`,
      refused.code,
      refused.rule,
      refused.instruction,
      refused.logs,
    );
  } catch {
    return refused;
  }
}
