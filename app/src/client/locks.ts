/** What the issuer of a token, or the owner of a token account, has switched on so that an account cannot pay or be paid. */
import type { Address } from '@solana/kit';
import { tokensOf } from './addresses';
import { accountsAt, bytesOf, type Reader } from './reads/accounts';
import { type Site } from './reads/coops';

/** Where an account with extensions, which Token-2022 has, says that it is a token account (2), and lists them. */
const KIND = 165;
const MEMO_REQUIRED = 8;
const CPI_GUARD = 11;

/** Whether an extension that is a switch is on: each has its number, its length and its content. */
function isOn(bytes: Uint8Array, extension: number): boolean {
  if (bytes[KIND] !== 2) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = KIND + 1; at + 4 <= bytes.length;) {
    const type = view.getUint16(at, true);
    if (type === extension) return bytes[at + 4] === 1;
    at += 4 + view.getUint16(at + 2, true);
  }
  return false;
}

export const isFrozen = (bytes: Uint8Array): boolean => bytes[108] === 2;
/** Whether no program can pay from this account, even with its owner's signature. */
export const isGuarded = (bytes: Uint8Array): boolean => isOn(bytes, CPI_GUARD);
/** Whether this account takes money only with a memo, which a program cannot send. */
export const needsMemo = (bytes: Uint8Array): boolean => isOn(bytes, MEMO_REQUIRED);

/** What CPI Guard means, and how it is switched off. */
export const UNGUARD = (account: string) =>
  `it lets no program move its money, not even with your signature. Switch it off in the wallet, or with \`spl-token disable-cpi-guard ${account}\`; afterwards you can switch it on again`;

/** The wallets whose token account is there, but cannot be paid now. */
export async function unpayable(
  rpc: Reader,
  { mint, tokenProgram }: Pick<Site, 'mint' | 'tokenProgram'>,
  wallets: readonly Address[],
): Promise<ReadonlySet<Address>> {
  const accounts = await accountsAt(rpc, await Promise.all(wallets.map((one) => tokensOf(one, mint, tokenProgram))));
  const isShut = (bytes: Uint8Array) => isFrozen(bytes) || needsMemo(bytes);
  return new Set(wallets.filter((_, i) => accounts[i] && isShut(bytesOf(accounts[i].data))));
}
