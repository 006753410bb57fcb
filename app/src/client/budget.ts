/** The compute budget of a transaction, and the priority fee offered for it. */
import * as k from '@solana/kit';
import { WrongInput } from './failures';
import type { Reader } from './reads/accounts';

/** A transaction's limits, and its price per compute unit in millionths of a lamport. Lower limits get it included sooner. */
export interface Budget {
  units: number;
  price: bigint;
  /** Bytes of all accounts that it loads; undefined if no node gave a figure. */
  loaded?: number | undefined;
}
/** The runtime's maxima: for simulations, which report what is really needed. */
export const MOST: Budget = { units: 1_400_000, price: 0n, loaded: 64 * 1_024 * 1_024 };

/** Nothing, a quartile of the prices lately paid to write the same accounts, or a price per unit in millionths of a lamport. */
export type Priority = keyof typeof PART | bigint;
const PART = { none: undefined, low: 0.25, medium: 0.5, high: 0.75 } as const;
/** The priorities that have a name. */
export const PRIORITIES = Object.keys(PART) as readonly (keyof typeof PART)[];
/** In lamports for one transaction: the most offered unless a price is stated, and at most 1 % of the payer's balance. */
const MOST_OFFERED = 1_000_000n;

/** A wallet may add instructions of its own: the least units for its transactions, and bytes added to their limit. */
const WALLET_UNITS = 30_000;
const WALLET_BYTES = 1_024 * 1_024;
/** The runtime counts loaded bytes in pages of this size; two are added, as accounts can grow meanwhile. */
const PAGE = 32 * 1_024;

/** The message with its compute budget set. */
export function budgeted<M extends object>(message: M, { units, price, loaded }: Budget): M {
  const limited = k.setTransactionMessageComputeUnitLimit(
    units,
    message as unknown as Extract<k.TransactionMessage, { version: 0 }>,
  );
  const sized = loaded === undefined ? limited : k.setTransactionMessageLoadedAccountsDataSizeLimit(loaded, limited);
  return (price === 0n ? sized : k.setTransactionMessageComputeUnitPrice(price, sized)) as unknown as M;
}

/**
 * The budget from what a simulation with {@link MOST} used, plus a tenth and 173 to 300 units, by lot: what is wished twice has two
 * signatures then, even if a node answers with the same blockhash. `ours`: {@link isOurKey}.
 */
export function budgetOf(
  ours: boolean,
  used: { unitsConsumed?: bigint | undefined; loadedAccountsDataSize?: number | undefined },
  offer: Offer,
): Budget {
  const needed = Math.ceil(Number(used.unitsConsumed ?? 1_200_000n) * 1.1) + 300;
  const lot = crypto.getRandomValues(new Uint8Array(1))[0]! % 128;
  const units = Math.min(MOST.units, Math.max(needed - lot, ours ? 0 : WALLET_UNITS + lot));
  const bytes = used.loadedAccountsDataSize;
  const loaded =
    bytes === undefined
      ? undefined
      : Math.min(MOST.loaded!, (Math.ceil(bytes / PAGE) + 2) * PAGE + (ours ? 0 : WALLET_BYTES));
  const bound = (offer.most * 1_000_000n) / BigInt(units);
  return { units, loaded, price: offer.said || offer.price < bound ? offer.price : bound };
}

/** Whether we hold the key, so that what we sign is what is sent; a wallet may change the transaction. */
export const isOurKey = (payer: k.TransactionSigner): boolean =>
  k.isTransactionPartialSigner(payer) && !k.isTransactionModifyingSigner(payer) && !k.isTransactionSendingSigner(payer);

/** A price per unit in millionths of a lamport: stated (`said`), or what others paid, which is capped by `most`. */
export interface Offer {
  price: bigint;
  said: boolean;
  /** The cap in lamports for the whole transaction, if the price was not stated. */
  most: bigint;
}

/** The offer for a priority; a price of 0 if no node reports what others paid. */
export async function offerOf(
  rpc: Reader,
  payer: k.TransactionSigner,
  instructions: readonly k.Instruction[],
  priority: Priority,
): Promise<Offer> {
  if (typeof priority === 'bigint') return { price: priority, said: true, most: 0n };
  if (!PRIORITIES.includes(priority))
    throw new WrongInput(
      'priority',
      `“${priority}” is no priority: ${PRIORITIES.join(', ')}, or a price per compute unit in millionths of a lamport, as a bigint`,
    );
  const part = PART[priority];
  if (part === undefined) return { price: 0n, said: true, most: 0n };
  const written = [
    payer.address,
    ...instructions.flatMap(({ accounts = [] }) =>
      accounts.filter(({ role }) => k.isWritableRole(role)).map(({ address }) => address),
    ),
  ];
  const paid = await rpc
    .getRecentPrioritizationFees([...new Set(written)].slice(0, 128))
    .send({ abortSignal: AbortSignal.timeout(3_000) })
    .catch(() => []);
  const fees = paid
    .map(({ prioritizationFee }) => BigInt(prioritizationFee))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const price = fees[Math.floor((fees.length - 1) * part)] ?? 0n;
  if (price === 0n) return { price, said: true, most: 0n };
  // a payer with little SOL keeps what its account needs
  const { value: has } = await rpc
    .getBalance(payer.address, { commitment: 'confirmed' })
    .send({ abortSignal: AbortSignal.timeout(3_000) })
    .catch(() => ({ value: 0n }));
  return { price, said: false, most: has / 100n < MOST_OFFERED ? has / 100n : MOST_OFFERED };
}
