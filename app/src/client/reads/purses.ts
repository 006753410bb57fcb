/** The tokens that a wallet holds. */
import type { Address } from '@solana/kit';
import { TOKEN, TOKEN_2022, tokensOf, WRAPPED_SOL } from '../addresses';
import { bytesOf, type Reader } from './accounts';

/** Lamports that a wallet keeps when it wraps: its own rent, that of a token account, and fees. */
export const KEPT = 5_000_000n;

/** The token accounts of a wallet, by their addresses: of which mint, and how many base units. */
export type TokenAccounts = ReadonlyMap<Address, { mint: Address; amount: bigint }>;
/** Every token account that a wallet has: also those that payments are not taken from. */
export async function tokenAccounts(rpc: Reader, wallet: Address): Promise<TokenAccounts> {
  const answers = await Promise.all(
    [TOKEN, TOKEN_2022].map((programId) =>
      rpc.getTokenAccountsByOwner(wallet, { programId }, { encoding: 'jsonParsed', commitment: 'confirmed' }).send(),
    ),
  );
  return new Map(
    answers
      .flatMap(({ value }) => value)
      .map(({ pubkey, account }) => {
        const { mint, tokenAmount } = account.data.parsed.info;
        return [pubkey, { mint, amount: BigInt(tokenAmount.amount) }];
      }),
  );
}

/** Base units of every token that a wallet holds, by mint. */
export async function purse(rpc: Reader, wallet: Address): Promise<Map<Address, bigint>> {
  const held = new Map<Address, bigint>();
  for (const { mint, amount } of (await tokenAccounts(rpc, wallet)).values())
    held.set(mint, (held.get(mint) ?? 0n) + amount);
  return held;
}

/** Base units of a token that a wallet can pay here: those in its associated account; of SOL also its lamports, but for what stays for rent and fees. */
export async function payable(
  wallet: Address,
  { mint, tokenProgram }: { mint: Address; tokenProgram: Address },
  accounts: TokenAccounts,
  lamports: bigint,
): Promise<bigint> {
  const own = accounts.get(await tokensOf(wallet, mint, tokenProgram))?.amount ?? 0n;
  return mint === WRAPPED_SOL && lamports > KEPT ? own + lamports - KEPT : own;
}

/** Base units in a token account; 0 if there is none. */
export async function balance(rpc: Reader, account: Address): Promise<bigint> {
  const { value } = await rpc.getAccountInfo(account, { encoding: 'base64', commitment: 'confirmed' }).send();
  if (!value) return 0n;
  return new DataView(bytesOf(value.data).buffer).getBigUint64(64, true);
}
