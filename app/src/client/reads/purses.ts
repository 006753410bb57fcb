/** The tokens that a wallet holds. */
import type { Address } from '@solana/kit';
import { TOKEN, TOKEN_2022 } from '../addresses';
import { bytesOf, type Reader } from './accounts';

/** Base units of every token that a wallet holds, by mint. */
export async function purse(rpc: Reader, wallet: Address): Promise<Map<Address, bigint>> {
  const held = new Map<Address, bigint>();
  const answers = await Promise.all(
    [TOKEN, TOKEN_2022].map((programId) =>
      rpc.getTokenAccountsByOwner(wallet, { programId }, { encoding: 'jsonParsed', commitment: 'confirmed' }).send(),
    ),
  );
  for (const { account } of answers.flatMap(({ value }) => value)) {
    const { mint, tokenAmount } = account.data.parsed.info;
    held.set(mint, (held.get(mint) ?? 0n) + BigInt(tokenAmount.amount));
  }
  return held;
}

/** Base units in a token account; 0 if there is none. */
export async function balance(rpc: Reader, account: Address): Promise<bigint> {
  const { value } = await rpc.getAccountInfo(account, { encoding: 'base64', commitment: 'confirmed' }).send();
  if (!value) return 0n;
  return new DataView(bytesOf(value.data).buffer).getBigUint64(64, true);
}
