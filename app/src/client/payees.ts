/** Whether money sent to an address reaches somebody, and if not, why: checked before anything is proposed. */
import { getAddressDecoder, type Address } from '@solana/kit';
import { COOP_PROGRAM_ADDRESS } from '../generated';
import { NONE, TOKEN, TOKEN_2022, tokensOf } from './addresses';
import { needsMemo } from './locks';
import { accountsAt, bytesOf, decodeAny, type Reader } from './reads/accounts';
import { type Site } from './reads/coops';
import { WrongInput } from './failures';
import { short } from './units';

/** Why this co-op must not pay to this address; undefined if it may be a wallet's. An unused wallet has no account: fine. */
export async function faultInPayee(
  rpc: Reader,
  site: Pick<Site, 'address' | 'vault' | 'mint' | 'tokenProgram'>,
  payee: Address,
): Promise<string | undefined> {
  const [ofVault, ofCoop] = await Promise.all([
    tokensOf(site.vault, site.mint, site.tokenProgram),
    tokensOf(site.address, site.mint, site.tokenProgram),
  ]);
  if (payee === site.mint) return 'this is the address of the token itself, not a wallet: name the wallet of the payee';
  if (payee === site.address)
    return 'this is the address of the co-op: it would pay itself. Name the wallet of the payee';
  if (payee === site.vault || payee === ofVault || payee === ofCoop)
    return "this is an account of the co-op's own: it would pay itself. Name the wallet of the payee";
  if (payee === NONE || payee === COOP_PROGRAM_ADDRESS) return 'this is the address of a program, not a wallet';
  const purse = await tokensOf(payee, site.mint, site.tokenProgram);
  const [account, tokens] = await accountsAt(rpc, [payee, purse]);
  if (tokens && needsMemo(bytesOf(tokens.data)))
    return `its token account ${purse} takes money only with a memo, which a program cannot send`;
  if (!account) return undefined;
  const { owner, executable, data } = account as unknown as { owner: Address; executable: boolean; data: unknown };
  if (executable) return 'this is the address of a program, not a wallet';
  const bytes = bytesOf(data);
  if (owner === TOKEN || owner === TOKEN_2022) {
    if (bytes.length < 165)
      return bytes.length === 82
        ? 'this is the address of a token, not a wallet'
        : 'this is an account of the token program, not a wallet';
    if (bytes.length > 165 && bytes[165] === 1) return 'this is the address of a token, not a wallet';
    return `this is a token account, and payments are addressed to its owner: name the wallet ${getAddressDecoder().decode(bytes.slice(32, 64))}`;
  }
  if (owner === COOP_PROGRAM_ADDRESS) {
    const { kind = 'of another version', fields = {} } = decodeAny(bytes) ?? {};
    const { wallet } = fields as { wallet?: Address };
    return `this is not a wallet but an account of the co-op program (${kind})${wallet ? `: name the member's wallet, ${wallet}` : ''}`;
  }
  return undefined;
}

/** Throws `WrongInput` for this field if the co-op must not pay to this address. */
export async function checkPayee(
  rpc: Reader,
  site: Parameters<typeof faultInPayee>[1],
  field: string,
  payee: Address,
): Promise<void> {
  const fault = await faultInPayee(rpc, site, payee);
  if (fault) throw new WrongInput(field, `${short(payee)}: ${fault}`);
}
